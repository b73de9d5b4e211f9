#include "report/rule_groups.h"

#include <algorithm>

#include <fmt/format.h>

namespace siptriage::report {
namespace {

void add_frames(const Finding& finding, RuleGroup& group) {
  for (const FrameId frame : finding.frames) {
    if (std::find(group.frames.begin(), group.frames.end(), frame) !=
        group.frames.end()) {
      continue;
    }
    if (group.frames.size() == kMostGroupFrames) {
      group.more_frames = true;
      break;
    }
    group.frames.push_back(frame);
  }
}

}  // namespace

std::vector<RuleGroup> group_by_rule(const Triage& triage, CallReader& reader,
                                     const ToldFindings* told) {
  std::vector<RuleGroup> groups;
  for (const FindingBrief& brief : triage.findings) {
    if (told != nullptr && told->covers(triage, brief)) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&brief](const RuleGroup& other) {
                                return other.first.rule == brief.rule &&
                                       other.first.severity == brief.severity;
                              });
    if (group == groups.end()) {
      groups.push_back({reader.read(brief), brief.call, 0, {}, false});
      group = groups.end() - 1;
    }
    group->count += 1 + brief.repeats;
    if (!group->more_frames) add_frames(reader.read(brief), *group);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const RuleGroup& a, const RuleGroup& b) {
                     return a.first.severity != b.first.severity
                                ? a.first.severity < b.first.severity
                                : a.count > b.count;
                   });
  return groups;
}

std::string ground_of(const RuleEntry& rule) {
  if (rule.basis != Basis::Must && rule.basis != Basis::Should) return {};
  return fmt::format(" ({}, {})", rule.basis == Basis::Must ? "MUST" : "SHOULD",
                     to_string(rule.clause));
}

}  // namespace siptriage::report
