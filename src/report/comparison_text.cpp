#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "siptriage/report/comparison.h"

#include "output/text_layout.h"
#include "report/describe.h"

namespace siptriage {
namespace report {
namespace {

using output::Style;
using output::TextLayout;

// One change, of all scenarios that have it.
struct Told {
  std::vector<const Assertion*> of;

  [[nodiscard]] const Assertion& first() const { return *of.front(); }
};

struct Section {
  Change change;
  std::string_view heading;
  Style style;
};
constexpr Section kSections[] = {{Change::Worse, "WORSE", Style::Bad},
                                 {Change::Better, "BETTER", Style::Good},
                                 {Change::Neutral, "OTHERWISE", Style::Plain}};

// The worst first; what is alike together, in the order of the first.
std::vector<Told> told_of(const ComparedCaptures& compared, Change change) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Key, std::size_t> places;
  std::vector<Told> all;
  for (const Assertion& assertion : compared.changes) {
    if (assertion.change != change) continue;
    const Key key(assertion.kind, assertion.subject, assertion.reason);
    const auto [place, is_new] = places.emplace(key, all.size());
    if (is_new) all.emplace_back();
    all[place->second].of.push_back(&assertion);
  }
  std::ranges::stable_sort(
      all, {}, [](const Told& told) { return told.first().severity; });
  return all;
}

std::uint64_t count_of_change(const ComparedCaptures& compared, Change change) {
  return static_cast<std::uint64_t>(
      std::ranges::count(compared.changes, change, &Assertion::change));
}

// Where the sentence does not say both already.
bool wants_both(const Assertion& change) {
  return change.kind == "baseline-header" || change.kind == "baseline-option" ||
         change.kind == "baseline-codec" || change.kind == "baseline-ids";
}

std::string frames_of(const Assertion& change) {
  std::string text;
  for (const FrameId frame : change.frames) {
    text += (text.empty() ? "" : ", ") + std::to_string(frame.number);
  }
  if (change.more_frames != 0) {
    text += fmt::format(" and {} more", change.more_frames);
  }
  return (change.frames.size() == 1 ? "frame " : "frames ") + text;
}

// "call 3 and 9 more, frames 12, 14".
std::string proof_of(const Assertion& change) {
  std::string text;
  if (!change.calls.empty()) {
    text = fmt::format("call {}", change.calls.front().number);
    if (change.more_calls != 0) {
      text += fmt::format(" and {} more", change.more_calls);
    }
  }
  if (!change.frames.empty()) {
    text += (text.empty() ? "" : ", ") + frames_of(change);
  }
  return text;
}

void write_told(TextLayout& layout, const Told& told, Style style) {
  const Assertion& first = told.first();
  const bool is_worse = first.change == Change::Worse;
  const std::string_view label =
      is_worse ? to_string(first.severity) : std::string_view("-");
  layout.field(2, label, layout.safe(first.reason), style);
  if (wants_both(first)) {
    layout.field(2, "", "here: " + layout.safe(first.measured));
    layout.field(2, "", "baseline: " + layout.safe(first.wanted));
  }
  std::string where = layout.safe(first.name);
  if (told.of.size() > 1) {
    where += fmt::format(
        ", and {}",
        count_of(told.of.size() - 1, "other scenario", "other scenarios"));
  }
  layout.field(2, "", where);
  const std::string proof = proof_of(first);
  if (!proof.empty()) layout.field(2, "", proof);
}

void write_summary(TextLayout& layout, const ComparedCaptures& compared) {
  const std::uint64_t worse = count_of_change(compared, Change::Worse);
  const std::uint64_t better = count_of_change(compared, Change::Better);
  const std::uint64_t neutral = count_of_change(compared, Change::Neutral);
  const std::uint64_t same = count_of_change(compared, Change::None);
  const std::string both = layout.safe(compared.measured) + ", against " +
                           layout.safe(compared.baseline);
  const std::string scenarios =
      count_of(same, "scenario is", "scenarios are") + " as in the baseline.";
  if (worse + better + neutral == 0) {
    layout.paragraph(0, both + ": no change.", Style::Good);
    layout.paragraph(0, scenarios);
    return;
  }
  layout.paragraph(0,
                   fmt::format("{}: {} worse, {} better, {} otherwise.", both,
                               worse, better, neutral),
                   worse != 0 ? Style::Bad : Style::Strong);
  layout.paragraph(0, scenarios);
}

}  // namespace
}  // namespace report

bool has_changes(const ComparedCaptures& compared) {
  return std::ranges::any_of(compared.changes, [](const Assertion& assertion) {
    return assertion.change != Change::None;
  });
}

bool write_comparison_text(const ComparedCaptures& compared,
                           const LayoutOptions& options, Sink& sink) {
  output::TextLayout layout(options, sink);
  report::write_summary(layout, compared);
  for (const report::Section& section : report::kSections) {
    const std::vector<report::Told> all =
        report::told_of(compared, section.change);
    if (all.empty()) continue;
    layout.heading(section.heading);
    for (const report::Told& told : all) {
      report::write_told(layout, told, section.style);
    }
  }
  return layout.finish();
}

}  // namespace siptriage
