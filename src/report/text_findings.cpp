// What else the rules found, a block a rule.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/rule_groups.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

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
  layout.field(kEntryIndent, group.count > 1 ? "First" : "Seen",
               layout.safe(finding.message));
  if (!group.frames.empty()) {
    layout.field(kEntryIndent, group.frames.size() == 1 ? "Frame" : "Frames",
                 report.frames.list(group.frames, kMostGroupFrames) +
                     (group.more_frames ? ", ..." : ""));
  }
  if (finding.severity != Severity::Notice) {
    layout.field(kEntryIndent, "Why",
                 std::string(rule.explanation) + ground_of(rule));
  }
  layout.field(kEntryIndent, "Do", rule.remedy);
}

}  // namespace

void write_findings(TextReport& report) {
  const std::vector<RuleGroup> groups =
      group_by_rule(report.triage, report.reader, &report.told);
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
