// What the rules found, with the frames and header fields that prove it.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "page/page_parts.h"
#include "report/describe.h"
#include "report/rule_groups.h"

namespace siptriage::page {
namespace {

constexpr std::size_t kMostEvidence = 4;

void write_fact(Html& html, std::string_view label, const std::string& text) {
  if (text.empty()) return;
  html.element("dt", label);
  html.element("dd", text);
}

void write_evidence(Page& page, const Finding& finding) {
  if (finding.evidence.empty()) return;
  Html& html = page.html;
  html.element("dt", "Evidence");
  const std::size_t shown = std::min(kMostEvidence, finding.evidence.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Evidence& evidence = finding.evidence[i];
    html.raw("<dd>");
    html.element("code",
                 fmt::format("{}: {}", evidence.header, evidence.value));
    html.text(
        fmt::format("in frame {}", page.text.frames.name(evidence.frame)));
    html.raw("</dd>\n");
  }
}

void write_group(Page& page, const report::RuleGroup& group) {
  Html& html = page.html;
  const Finding& finding = group.first;
  const RuleEntry& rule = *finding.rule;
  const std::string severity(to_string(finding.severity));
  html.open("article", {{"class", "finding " + severity}});
  html.raw("<h3>");
  html.element("span", severity, {{"class", "severity"}});
  html.text(rule.title);
  html.raw("</h3>\n");
  std::string tail = group.count == 1
                         ? std::string("1 case")
                         : report::with_separators(group.count) + " cases";
  if (finding.certainty != Certainty::Certain) {
    tail += fmt::format(", {}", to_string(finding.certainty));
  }
  html.element("p", fmt::format("{} \u00B7 {}", tail, rule.id),
               {{"class", "detail"}});
  html.element("p", shortened(finding.message), {{"class", "case"}});
  html.open("dl", {{"class", "facts"}});
  write_fact(html, group.frames.size() == 1 ? "Frame" : "Frames",
             page.text.frames.list(group.frames, report::kMostGroupFrames) +
                 (group.more_frames ? ", \u2026" : ""));
  write_evidence(page, finding);
  write_fact(html, "Why",
             std::string(rule.explanation) + report::ground_of(rule));
  write_fact(html, "Do", std::string(rule.remedy));
  if (group.call.valid()) {
    html.element("dt", "Seen in");
    html.raw("<dd>");
    write_call_link(page, group.call);
    html.raw("</dd>\n");
  }
  html.close("dl");
  html.close("article");
}

}  // namespace

void write_findings(Page& page) {
  const std::vector<report::RuleGroup> groups =
      report::group_by_rule(page.triage, page.text.reader, nullptr);
  const std::size_t shown = std::min<std::size_t>(
      groups.size(), static_cast<std::size_t>(page.options.most_findings));
  for (std::size_t i = 0; i < shown; ++i) write_group(page, groups[i]);
  if (shown < groups.size()) {
    write_remark(page, report::count_of(groups.size() - shown,
                                        "more kind of finding is not listed.",
                                        "more kinds of findings are not "
                                        "listed."));
  }
}

}  // namespace siptriage::page
