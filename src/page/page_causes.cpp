// What failed, by cause: what the code means, what to do, how often, on whose
// side.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "page/page_parts.h"
#include "report/describe.h"

namespace siptriage::page {
namespace {

using report::FailureBlock;
using report::Reference;

std::string speaker_of(const FailureBlock& block) {
  const FailureGroup& group = block.first();
  if (block.groups.size() > 1) {
    return fmt::format("{} servers", block.groups.size());
  }
  return group.said_by.empty()
             ? group.said_by_address
             : fmt::format("{} ({})", group.said_by_address, group.said_by);
}

// "INVITE, answered by 192.0.2.1 (Brookside Proxy/2.3)".
std::string circumstances(const FailureBlock& block) {
  const FailureGroup& group = block.first();
  return fmt::format(
      "{}{}, {} {}", group.method, group.within_call ? " inside a dialog" : "",
      group.code == 0 ? "sent to" : "answered by", speaker_of(block));
}

std::string side_of(const std::optional<Diagnosis>& diagnosis,
                    const Reference& reference) {
  if (diagnosis) return std::string(report::words_of(diagnosis->side));
  const std::string_view usual = report::words_of(reference.side);
  return usual.empty() ? "not known" : fmt::format("usually {}", usual);
}

// "For example call 3: 192.0.2.1 refused INVITE from ...".
void write_example(Page& page, const FailureBlock& block,
                   const std::optional<Diagnosis>& diagnosis) {
  page.html.raw("<p class=\"example\">");
  page.html.text(block.count == 1 ? "In " : "For example, ");
  write_call_link(page, block.first().examples.front().call);
  if (diagnosis) page.html.text(": " + diagnosis->summary);
  page.html.raw("</p>\n");
}

// What is to be said of the code in general is said once.
void write_cause(Page& page, const FailureBlock& block, std::uint64_t all,
                 bool is_explained) {
  Html& html = page.html;
  const FailureGroup& group = block.first();
  const CallId example = group.examples.front().call;
  const Reference reference = report::reference_of(
      group.code, group.phrase, group.method, group.within_call);
  const CallView view = page.text.reader.read(example);
  const std::optional<Diagnosis> diagnosis =
      report::diagnosis_of(page.text, block, view);
  html.open("tr");
  html.open("th", {{"scope", "row"}});
  html.element("span", shortened(reference.title), {{"class", "title"}});
  html.element("span", shortened(circumstances(block)), {{"class", "detail"}});
  if (!group.cause.empty()) {
    html.element("span", shortened(group.cause), {{"class", "detail"}});
  }
  html.close("th");
  html.element("td", report::with_separators(block.count),
               {{"class", "number"}});
  html.element(
      "td",
      fmt::format("{:.1f} %", 100.0 * static_cast<double>(block.count) /
                                  static_cast<double>(all)),
      {{"class", "number"}});
  html.element("td", side_of(diagnosis, reference), {{"class", "side"}});
  html.open("td", {{"class", "prose"}});
  if (!is_explained) html.element("p", reference.explanation);
  write_example(page, block, diagnosis);
  html.close("td");
  html.element("td", is_explained ? "As above." : reference.tip,
               {{"class", "prose"}});
  html.close("tr");
}

// Calls that did not fail, and yet something is wrong with them.
void write_unsound(Page& page) {
  const std::uint64_t count = report::count_unsound(page.triage);
  if (count == 0) return;
  page.html.element("h3", "Not sound");
  page.html.open("ul", {{"class", "unsound"}});
  std::uint64_t shown = 0;
  for (const DiagnosisBrief& brief : page.triage.diagnoses) {
    if (!brief.beside_failures) continue;
    if (shown == page.options.most_causes) break;
    ++shown;
    page.html.raw("<li>");
    page.html.text(page.text.reader.read(brief).summary);
    if (brief.call.valid()) {
      page.html.raw(" ");
      write_call_link(page, brief.call);
    }
    page.html.raw("</li>\n");
  }
  page.html.close("ul");
  if (shown < count) {
    write_remark(page, report::count_of(count - shown, "more is not listed.",
                                        "more are not listed."));
  }
}

}  // namespace

void write_causes(Page& page) {
  const auto& blocks = page.text.blocks;
  std::uint64_t all = 0;
  for (const FailureBlock& block : blocks) all += block.count;
  const std::size_t shown = std::min<std::size_t>(
      blocks.size(), static_cast<std::size_t>(page.options.most_causes));
  if (shown != 0) {
    write_table_start(page, "causes", "What failed, worst first",
                      {{"Cause", ""},
                       {"Count", "number"},
                       {"Share", "number"},
                       {"Whose side", ""},
                       {"What it means", ""},
                       {"What to do", ""}});
    std::set<std::uint16_t> explained;
    for (std::size_t i = 0; i < shown; ++i) {
      const bool is_new = explained.insert(blocks[i].first().code).second;
      write_cause(page, blocks[i], all, !is_new);
    }
    write_table_end(page);
  }
  if (shown < blocks.size()) {
    std::uint64_t left = 0;
    for (std::size_t i = shown; i < blocks.size(); ++i) left += blocks[i].count;
    write_remark(
        page,
        fmt::format("{} with {} not listed.",
                    report::count_of(blocks.size() - shown, "more cause",
                                     "more causes"),
                    report::count_of(left, "failure is", "failures are")));
  }
  write_unsound(page);
}

}  // namespace siptriage::page
