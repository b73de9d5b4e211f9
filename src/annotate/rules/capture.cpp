// What all messages show together, and what the capture says of itself.

#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

// Which rule speaks of an anomaly; empty: not worth a finding by itself.
std::string_view rule_for(AnomalyKind kind) {
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

Finding capture_finding(std::string_view rule, std::string message) {
  const RuleEntry& entry = rule_entry(rule);
  Finding finding;
  finding.rule = &entry;
  finding.severity = entry.severity;
  finding.message = std::move(message);
  return finding;
}

void judge_messages(const CaptureFacts& facts, Findings& findings) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(AnomalyKind::Count);
       ++i) {
    const auto kind = static_cast<AnomalyKind>(i);
    const std::string_view rule = rule_for(kind);
    const AnomalyTally& tally = facts.anomalies.of(kind);
    if (rule.empty() || tally.count == 0) continue;
    Finding finding =
        capture_finding(rule, fmt::format("{} message{} {}", tally.count,
                                          tally.count == 1 ? " has" : "s have",
                                          describe(kind)));
    if (tally.count == 1) finding.call = tally.call;
    finding.frames = tally.first.frames();
    findings.push_back(std::move(finding));
  }
}

void judge_capture(const CaptureFacts& facts, Findings& findings) {
  const Coverage& coverage = facts.coverage;
  for (const FileCoverage& file : coverage.files) {
    if (file.damage.empty()) continue;
    findings.push_back(
        capture_finding("capture-damaged",
                        fmt::format("{}: {} (at octet {})", file.path,
                                    file.damage, file.damage_offset_octets)));
  }
  if (coverage.recorded_drops != 0) {
    findings.push_back(capture_finding(
        "capture-drops", fmt::format("the capture records {} dropped packets",
                                     coverage.recorded_drops)));
  }
  if (coverage.encrypted_flow_count != 0) {
    findings.push_back(capture_finding(
        "capture-encrypted-signalling",
        fmt::format("{} flow{} of traffic that looks like encrypted SIP",
                    coverage.encrypted_flow_count,
                    coverage.encrypted_flow_count == 1 ? "" : "s")));
  }
}

constexpr auto kMessages =
    ids("missing-mandatory-header", "malformed-message", "content-length-wrong",
        "capture-cut-messages", "max-forwards-missing", "max-forwards-wrong",
        "from-tag-missing", "branch-not-unique", "content-length-missing",
        "content-type-missing", "unknown-method", "header-octets-not-allowed",
        "date-not-gmt");
constexpr auto kCapture =
    ids("capture-damaged", "capture-drops", "capture-encrypted-signalling");

constexpr CaptureRule kCaptures[] = {
    {judge_messages, kMessages},
    {judge_capture, kCapture},
};

}  // namespace

const RuleSet& capture_subject_rules() {
  static constexpr RuleSet kRules{.captures = kCaptures};
  return kRules;
}

}  // namespace siptriage::detail
