// How calls ended, and in a line each how everything else did.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "output/utf8.h"
#include "output/wrap.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::columns_of;
using output::pad_left;
using output::pad_right;

// Fewer different outcomes fit in a sentence.
constexpr std::size_t kLeastBars = 3;
constexpr std::size_t kMostBarColumns = 40;
// Percentages of a handful say nothing.
constexpr std::uint64_t kLeastForPercent = 20;
constexpr std::size_t kLeastOutcomeColumns = 28;

// "11 succeeded, 1 client failure (4xx)".
std::string in_words(const KindTally& tally) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    if (tally.outcomes[i] == 0) continue;
    parts.push_back(fmt::format("{} {}", with_separators(tally.outcomes[i]),
                                words_of(static_cast<Outcome>(i))));
  }
  if (parts.size() == 1) {
    return fmt::format("{}, {}{}", with_separators(tally.total),
                       tally.total > 1 ? "all " : "",
                       parts[0].substr(parts[0].find(' ') + 1));
  }
  return fmt::format("{}: {}", with_separators(tally.total),
                     fmt::join(parts, ", "));
}

std::string bar(std::uint64_t count, std::uint64_t most, std::size_t columns,
                std::string_view block) {
  const double share = static_cast<double>(count) / static_cast<double>(most);
  // Something that happened never shows as nothing.
  const long blocks =
      std::max(1L, std::lround(share * static_cast<double>(columns)));
  std::string text;
  for (long i = 0; i < blocks; ++i) text += block;
  return text;
}

// "12, of which 3 failed and 2 were not answered".
std::string of_which(const KindTally& calls) {
  const std::string total = with_separators(calls.total);
  if (calls.failed == calls.total) return total + ", all failed";
  std::string text = fmt::format("{}, of which {} failed", total,
                                 with_separators(calls.failed));
  if (calls.not_answered != 0) {
    text += fmt::format(" and {} {} not answered",
                        with_separators(calls.not_answered),
                        calls.not_answered == 1 ? "was" : "were");
  }
  return text;
}

struct BarColumns {
  std::size_t outcome = kLeastOutcomeColumns;
  std::size_t count = 0;
};

void write_bar(TextLayout& layout, const KindTally& tally, Outcome outcome,
               std::uint64_t most, const BarColumns& columns) {
  const std::uint64_t count = tally.outcomes[static_cast<std::size_t>(outcome)];
  const bool failed =
      is_failure(outcome) && !is_not_answered(CallKind::Call, outcome);
  const std::string name =
      pad_right(fmt::format("{} {}", failed ? "!" : " ", words_of(outcome)),
                columns.outcome);
  std::string number = pad_left(with_separators(count), columns.count);
  if (tally.total >= kLeastForPercent) {
    number += fmt::format("  {:5.1f} %", 100.0 * static_cast<double>(count) /
                                             static_cast<double>(tally.total));
  }
  number += "  ";
  const std::size_t used = 2 + columns_of(name) + columns_of(number);
  const std::size_t left =
      layout.columns() > used ? layout.columns() - used : 0;
  const std::string graph =
      left < 8
          ? std::string()
          : bar(count, most, std::min(left, kMostBarColumns), layout.block());
  layout.line(2, {{failed ? Style::Bad : Style::Plain, name},
                  {Style::Plain, number},
                  {failed ? Style::Bad : Style::Good, graph}});
}

void write_bars(TextLayout& layout, const KindTally& tally) {
  const std::uint64_t most =
      *std::max_element(tally.outcomes.begin(), tally.outcomes.end());
  constexpr std::size_t kAroundName = 3;  // the mark, and a blank behind it
  BarColumns columns;
  columns.count = with_separators(most).size();
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    if (tally.outcomes[i] == 0) continue;
    columns.outcome =
        std::max(columns.outcome,
                 columns_of(words_of(static_cast<Outcome>(i))) + kAroundName);
  }
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    if (tally.outcomes[i] == 0) continue;
    write_bar(layout, tally, static_cast<Outcome>(i), most, columns);
  }
}

}  // namespace

void write_outcomes(TextReport& report, TextLayout& layout) {
  const KindTally& calls = report.tally.of(CallKind::Call);
  const bool bars = calls.distinct() >= kLeastBars;
  layout.heading("OUTCOMES", bars && calls.failed != 0 ? "(! failed)" : "");
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const KindTally& kind = report.tally.kinds[i];
    if (kind.total == 0) continue;
    const auto name = static_cast<CallKind>(i);
    if (name == CallKind::Call && bars) {
      layout.field(2, label_of(name), of_which(kind));
      write_bars(layout, kind);
      continue;
    }
    layout.field(2, label_of(name), in_words(kind),
                 kind.failed != 0         ? Style::Bad
                 : kind.not_answered != 0 ? Style::Plain
                                          : Style::Good);
  }
}

}  // namespace siptriage::report
