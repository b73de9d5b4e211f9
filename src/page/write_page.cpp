// write_page: the page, part by part.

#include <limits>
#include <string>

#include <fmt/format.h>

#include "siptriage/page/page.h"

#include "output/escape_terminal.h"
#include "output/wrap.h"
#include "page/assets.h"
#include "page/page_data.h"
#include "page/page_parts.h"
#include "report/describe.h"

namespace siptriage {
namespace page {

namespace {

TextOptions all_of_it() {
  TextOptions options;
  options.max_groups = std::numeric_limits<std::size_t>::max();
  options.max_notices = std::numeric_limits<std::size_t>::max();
  return options;
}

}  // namespace

Page::Page(const Triage& what, Workers& with, const PageOptions& how,
           Sink& sink)
    : triage(what),
      workers(with),
      options(how),
      html(sink),
      layout(kept),
      text(what, all_of_it(), layout),
      choice(what, how) {}

const std::vector<Section>& sections() {
  static const auto has_calls = [](const Page& page) {
    return page.triage.meant_calls != 0;
  };
  static const auto has_delays = [](const Page& page) {
    for (const DelayHistogram& delays : page.triage.metrics.overall.delays) {
      if (delays.count() != 0) return true;
    }
    return false;
  };
  static const std::vector<Section> all = {
      {"coverage", "Coverage", [](const Page&) { return true; },
       write_coverage},
      {"outcomes", "Outcomes", has_calls, write_outcomes},
      {"causes", "Causes",
       [](const Page& page) {
         return !page.text.blocks.empty() ||
                report::count_unsound(page.triage) != 0;
       },
       write_causes},
      {"timeline", "Timeline",
       [](const Page& page) {
         return page.triage.meant_calls > 1 &&
                page.triage.coverage.timestamps_present;
       },
       write_timeline},
      {"delays", "Delays", has_delays, write_delays},
      {"peers", "By peer",
       [](const Page& page) { return !page.triage.metrics.by_peer.empty(); },
       write_peers},
      {"findings", "Findings",
       [](const Page& page) { return !page.triage.findings.empty(); },
       write_findings},
      {"calls", "Calls", has_calls, write_calls},
  };
  return all;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t kMostColumns = 400;
  // Each octet is at least a part of a column when it is escaped; what comes
  // of more than that is cut anyway.
  constexpr std::size_t kMostOctets = 8 * kMostColumns;
  const std::string_view front = text.substr(0, kMostOctets);
  return output::cut_middle(output::escape_terminal(front, true), kMostColumns,
                            "\u2026");
}

std::vector<Heading> headings_of_numbers(
    std::string_view label, const std::vector<std::string>& names) {
  std::vector<Heading> headings = {{std::string(label), ""}};
  for (const std::string& name : names) headings.push_back({name, "number"});
  return headings;
}

void write_remark(Page& page, std::string_view text) {
  page.html.element("p", text, {{"class", "remark"}});
}

void write_table_start(Page& page, std::string_view classes,
                       std::string_view caption,
                       const std::vector<Heading>& headings) {
  Html& html = page.html;
  html.open("div", {{"class", "scroll"},
                    {"role", "region"},
                    {"tabindex", "0"},
                    {"aria-label", std::string(caption)}});
  html.open("table", {{"class", std::string(classes)}});
  html.element("caption", caption);
  html.raw("<thead><tr>\n");
  for (const Heading& heading : headings) {
    html.element("th", heading.text,
                 {{"scope", "col"}, {"class", heading.classes}});
  }
  html.raw("</tr></thead>\n<tbody>\n");
}

void write_table_end(Page& page) {
  page.html.raw("</tbody>\n</table>\n</div>\n");
}

void write_call_link(Page& page, CallId call) {
  page.html.element("span", fmt::format("call {}", call.index() + 1),
                    {{"class", "call-link"},
                     {"data-call", std::to_string(call.index() + 1)}});
}

namespace {

void write_sections(Page& page) {
  for (const Section& section : sections()) {
    if (!section.applies(page)) continue;
    const std::string id(section.id);
    page.html.open("section",
                   {{"id", id}, {"aria-labelledby", id + "-heading"}});
    page.html.element("h2", section.title, {{"id", id + "-heading"}});
    section.write(page);
    page.html.close("section");
  }
}

void write_bottom(Page& page, const PageData& data) {
  Html& html = page.html;
  html.open("footer");
  html.element("p", fmt::format("Made by {} from the capture alone. This page "
                                "loads nothing and sends nothing.",
                                page.options.program));
  html.element("p", data.summary());
  html.close("footer");
  html.raw("<script type=\"application/json\" id=\"data\">");
  html.raw(data.json());
  html.raw("</script>\n<script type=\"module\">");
  for (const std::string_view piece : script()) html.raw(piece);
  html.raw("</script>\n</body>\n</html>\n");
}

}  // namespace
}  // namespace page

bool write_page(const Triage& triage, Workers& workers,
                const PageOptions& options, Sink& sink) {
  page::Page page(triage, workers, options, sink);
  page.html.output().end_at(triage.coverage.limits[LimitId::OutputOctets],
                            "</body></html>\n");
  page::write_top(page);
  page.html.open("main", {{"id", "report"}});
  page::write_sections(page);
  page.html.close("main");
  page::write_bottom(page, page::PageData(page));
  return page.html.output().flush();
}

}  // namespace siptriage
