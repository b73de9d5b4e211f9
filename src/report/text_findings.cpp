// What else the rules found, a block a rule.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

constexpr std::size_t kIndent = 3;
constexpr std::size_t kMostFrames = 8;

struct RuleGroup {
  Finding first;
  std::uint64_t count = 0;
  std::vector<FrameId> frames;  // of all of them, at most kMostFrames
  bool more_frames = false;
};

void add_frames(const Finding& finding, RuleGroup& group) {
  for (const FrameId frame : finding.frames) {
    if (std::find(group.frames.begin(), group.frames.end(), frame) !=
        group.frames.end()) {
      continue;
    }
    if (group.frames.size() == kMostFrames) {
      group.more_frames = true;
      break;
    }
    group.frames.push_back(frame);
  }
}

// In the order of the findings, which is by severity; within one severity the
// most frequent first.
std::vector<RuleGroup> group_by_rule(TextReport& report) {
  std::vector<RuleGroup> groups;
  for (const FindingBrief& brief : report.triage.findings) {
    if (report.told.covers(report.triage, brief)) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&brief](const RuleGroup& other) {
                                return other.first.rule == brief.rule &&
                                       other.first.severity == brief.severity;
                              });
    if (group == groups.end()) {
      groups.push_back({report.reader.read(brief), 0, {}, false});
      group = groups.end() - 1;
    }
    group->count += 1 + brief.repeats;
    if (!group->more_frames) add_frames(report.reader.read(brief), *group);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const RuleGroup& a, const RuleGroup& b) {
                     return a.first.severity != b.first.severity
                                ? a.first.severity < b.first.severity
                                : a.count > b.count;
                   });
  return groups;
}

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return Style::Bad;
    case Severity::Warning:
      return Style::Caution;
    case Severity::Notice:
      return Style::Strong;
  }
  return Style::Plain;
}

// What the rule stands on, where it is more than an observation.
std::string ground_of(const RuleEntry& rule) {
  if (rule.basis != Basis::Must && rule.basis != Basis::Should) return {};
  return fmt::format(" ({}, {})", rule.basis == Basis::Must ? "MUST" : "SHOULD",
                     to_string(rule.clause));
}

void write_group(TextReport& report, const RuleGroup& group) {
  Layout& layout = report.layout;
  const Finding& finding = group.first;
  const RuleEntry& rule = *finding.rule;
  layout.blank();
  std::string tail;
  if (group.count > 1) {
    tail = fmt::format(", {} cases", with_separators(group.count));
  }
  if (finding.certainty != Certainty::Certain) {
    tail += fmt::format(" ({})", to_string(finding.certainty));
  }
  layout.subheading({{style_of(finding.severity),
                      fmt::format("{}: ", to_string(finding.severity))},
                     {Style::Strong, rule.title},
                     {Style::Plain, tail}});
  layout.field(kIndent, group.count > 1 ? "First" : "Seen",
               layout.safe(finding.message));
  if (!group.frames.empty()) {
    layout.field(kIndent, group.frames.size() == 1 ? "Frame" : "Frames",
                 report.frames.list(group.frames, kMostFrames) +
                     (group.more_frames ? ", ..." : ""));
  }
  if (finding.severity != Severity::Notice) {
    layout.field(kIndent, "Why",
                 std::string(rule.explanation) + ground_of(rule));
  }
  layout.field(kIndent, "Do", rule.remedy);
}

}  // namespace

void write_findings(TextReport& report) {
  const std::vector<RuleGroup> groups = group_by_rule(report);
  if (groups.empty()) return;
  Layout& layout = report.layout;
  layout.heading(report.triage.failures.empty() ? "FINDINGS" : "ALSO FOUND");
  const std::size_t shown = std::min(groups.size(), report.options.max_notices);
  for (std::size_t i = 0; i < shown; ++i) {
    if (layout.failed()) return;
    write_group(report, groups[i]);
  }
  if (shown < groups.size()) {
    layout.blank();
    layout.paragraph(
        0, fmt::format("And {}; --all shows them.",
                       count_of(groups.size() - shown, "kind of finding more",
                                "kinds of findings more")));
  }
}

}  // namespace siptriage::report
