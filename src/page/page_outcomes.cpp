// How calls ended, and how everything else did: a bar each.

#include <string>
#include <vector>

#include <fmt/format.h>

#include "page/page_parts.h"
#include "report/describe.h"

namespace siptriage::page {
namespace {

using report::KindTally;
using report::kKindCount;
using report::kOutcomeCount;

std::string_view class_of(CallKind kind, Outcome outcome) {
  if (is_not_answered(kind, outcome)) return "unanswered";
  if (is_failure(outcome)) return "failed";
  return outcome == Outcome::AnsweredEnded ||
                 outcome == Outcome::AnsweredEndNotSeen ||
                 outcome == Outcome::Succeeded
             ? "fine"
             : "neutral";
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  return fmt::format(
      "{:.1f}", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void write_row(Page& page, CallKind kind, Outcome outcome,
               const KindTally& tally) {
  Html& html = page.html;
  const std::uint64_t count = tally.outcomes[static_cast<std::size_t>(outcome)];
  const std::string share = percent(count, tally.total);
  const std::string_view style = class_of(kind, outcome);
  html.open("tr", {{"class", std::string(style)}});
  html.element("th", report::words_of(outcome), {{"scope", "row"}});
  html.element("td", report::with_separators(count), {{"class", "number"}});
  html.element("td", share + " %", {{"class", "number"}});
  html.raw("<td class=\"graph\"><svg class=\"bar\" aria-hidden=\"true\">");
  html.raw(fmt::format("<rect class=\"{}\" width=\"{}%\" height=\"100%\"/>",
                       style, share));
  html.raw("</svg></td>\n");
  html.close("tr");
}

}  // namespace

void write_outcomes(Page& page) {
  write_table_start(page, "outcomes", "How each kind of exchange ended",
                    {{"Outcome", ""},
                     {"Count", "number"},
                     {"Share", "number"},
                     {"Bar", "graph"}});
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const auto kind = static_cast<CallKind>(i);
    const KindTally& tally = page.text.tally.kinds[i];
    if (tally.total == 0) continue;
    page.html.open("tr", {{"class", "group"}});
    page.html.element(
        "th",
        report::count_of(tally.total, report::noun_of(kind, false),
                         report::noun_of(kind, true)),
        {{"scope", "rowgroup"}, {"colspan", "4"}});
    page.html.close("tr");
    for (std::size_t j = 0; j < kOutcomeCount; ++j) {
      if (tally.outcomes[j] == 0) continue;
      write_row(page, kind, static_cast<Outcome>(j), tally);
    }
    page.html.raw("</tbody>\n<tbody>\n");
  }
  write_table_end(page);
}

}  // namespace siptriage::page
