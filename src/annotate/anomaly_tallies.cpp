#include "annotate/anomaly_tallies.h"

namespace siptriage::detail {

std::string_view AnomalyTallies::rule_of(AnomalyKind kind) {
  switch (kind) {
    case AnomalyKind::MissingCallId:
    case AnomalyKind::MissingCseq:
    case AnomalyKind::MissingFrom:
    case AnomalyKind::MissingTo:
    case AnomalyKind::MissingVia:
      return "missing-mandatory-header";
    case AnomalyKind::BadContentLength:
    case AnomalyKind::ContentLengthTooLarge:
    case AnomalyKind::ContentLengthTooSmall:
    case AnomalyKind::DuplicateContentLength:
      return "content-length-wrong";
    case AnomalyKind::UnknownVersion:
    case AnomalyKind::StatusOutOfRange:
    case AnomalyKind::MethodCase:
    case AnomalyKind::BadRequestUri:
    case AnomalyKind::HeaderWithoutColon:
    case AnomalyKind::BadHeaderName:
    case AnomalyKind::DuplicateCallId:
    case AnomalyKind::DuplicateCseq:
    case AnomalyKind::DuplicateFrom:
    case AnomalyKind::DuplicateTo:
    case AnomalyKind::BadCseq:
    case AnomalyKind::CseqMethodMismatch:
    case AnomalyKind::BadVia:
    case AnomalyKind::BadFrom:
    case AnomalyKind::BadTo:
    case AnomalyKind::BadContact:
      return "malformed-message";
    case AnomalyKind::TruncatedBySnapLength:
      return "capture-cut-messages";
    case AnomalyKind::MissingMaxForwards:
      return "max-forwards-missing";
    case AnomalyKind::BadMaxForwards:
    case AnomalyKind::DuplicateMaxForwards:
      return "max-forwards-wrong";
    case AnomalyKind::MissingFromTag:
      return "from-tag-missing";
    case AnomalyKind::BranchWithoutCookie:
    case AnomalyKind::EmptyBranch:
      return "branch-not-unique";
    case AnomalyKind::MissingContentLength:
      return "content-length-missing";
    case AnomalyKind::MissingContentType:
      return "content-type-missing";
    case AnomalyKind::UnknownMethod:
      return "unknown-method";
    case AnomalyKind::NonAsciiHeader:
    case AnomalyKind::ControlCharacter:
      return "header-octets-not-allowed";
    case AnomalyKind::BadDate:
      return "date-not-gmt";
    default:
      return {};
  }
}

AnomalySet AnomalyTallies::counted(const MessageRecord& message) {
  AnomalySet anomalies = message.anomalies;
  if (message.method == sip::Method::Ack ||
      message.method == sip::Method::Cancel) {
    anomalies.remove(AnomalyKind::MissingMaxForwards);
  }
  const bool cut = anomalies.has(AnomalyKind::TruncatedBySnapLength) ||
                   anomalies.has(AnomalyKind::TruncatedByGap);
  if (!cut) return anomalies;
  AnomalySet kept;
  if (anomalies.has(AnomalyKind::TruncatedBySnapLength)) {
    kept.add(AnomalyKind::TruncatedBySnapLength);
  }
  return kept;
}

void AnomalyTallies::add(AnomalyTally& tally, FirstFrames::Sight sight) {
  ++tally.count;
  tally.first.add(sight);
}

void AnomalyTallies::merge(AnomalyTally& tally, const AnomalyTally& other) {
  if (tally.count == 0) {
    tally = other;
    return;
  }
  tally.count += other.count;
  tally.first.merge(other.first);
}

}  // namespace siptriage::detail
