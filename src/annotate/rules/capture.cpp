// What all messages show together, and what the capture says of itself.

#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

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
    const std::string_view rule = AnomalyTallies::rule_of(kind);
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
        "capture-drops", fmt::format("the capture records {} dropped packet{}",
                                     coverage.recorded_drops,
                                     coverage.recorded_drops == 1 ? "" : "s")));
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

}  // namespace

const RuleSet& capture_subject_rules() {
  static constexpr CaptureRule kCaptures[] = {
      {judge_messages, kMessages},
      {judge_capture, kCapture},
  };
  static constexpr RuleSet kRules{.captures = kCaptures};
  return kRules;
}

}  // namespace siptriage::detail
