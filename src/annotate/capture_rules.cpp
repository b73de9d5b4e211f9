// What all messages show together, and what the capture says of itself.

#include <array>
#include <vector>

#include <fmt/format.h>

#include "annotate/rules.h"

namespace siptriage::detail {
namespace {

// Frames shown for an oddity that many messages share.
constexpr std::size_t kMaxFramesShown = 8;

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
    default:
      return {};
  }
}

struct Tally {
  std::uint64_t count = 0;
  CallId first_call;
  std::vector<FrameId> frames;
};

Finding capture_finding(std::string_view rule, std::string message) {
  const RuleEntry& entry = rule_entry(rule);
  Finding finding;
  finding.rule = &entry;
  finding.severity = entry.severity;
  finding.message = std::move(message);
  return finding;
}

}  // namespace

void judge_messages(const Trace& trace, const Coverage&,
                    std::vector<Finding>& findings) {
  std::array<Tally, static_cast<std::size_t>(AnomalyKind::Count)> tallies;
  for (const MessageRecord& message : trace.messages()) {
    if (message.anomalies.empty()) continue;
    // A cut message lacks what was cut off; that is not the sender's fault.
    const bool cut =
        message.anomalies.has(AnomalyKind::TruncatedBySnapLength) ||
        message.anomalies.has(AnomalyKind::TruncatedByGap);
    for (const AnomalyKind kind : message.anomalies.list()) {
      if (cut && kind != AnomalyKind::TruncatedBySnapLength) continue;
      Tally& tally = tallies[static_cast<std::size_t>(kind)];
      if (tally.count++ == 0) tally.first_call = message.call;
      if (tally.frames.size() < kMaxFramesShown) {
        tally.frames.push_back(message.frame);
      }
    }
  }
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    const auto kind = static_cast<AnomalyKind>(i);
    const std::string_view rule = rule_for(kind);
    Tally& tally = tallies[i];
    if (rule.empty() || tally.count == 0) continue;
    Finding finding = capture_finding(
        rule, fmt::format("{} in {} message{}", to_string(kind), tally.count,
                          tally.count == 1 ? "" : "s"));
    if (tally.count == 1) finding.call = tally.first_call;
    finding.frames = std::move(tally.frames);
    findings.push_back(std::move(finding));
  }
}

void judge_capture(const Trace&, const Coverage& coverage,
                   std::vector<Finding>& findings) {
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

}  // namespace siptriage::detail
