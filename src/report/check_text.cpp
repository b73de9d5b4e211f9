// write_check_text: a verdict for people.

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/report/check_outputs.h"

#include "output/text_layout.h"
#include "report/check_words.h"
#include "report/describe.h"

namespace siptriage {
namespace report {
namespace {

using output::Style;
using output::TextLayout;

struct StateWords {
  std::string_view word;
  Style style;
};

StateWords words_of(CaseState state) {
  switch (state) {
    case CaseState::Held:
      return {"held", Style::Good};
    case CaseState::Tolerated:
      return {"tolerated", Style::Caution};
    case CaseState::Failed:
      return {"FAILED", Style::Bad};
    case CaseState::NotPossible:
      return {"NOT JUDGED", Style::Bad};
  }
  return {};
}

bool is_changed(const Assertion& assertion) {
  return assertion.change != Change::None;
}

// The name of a finding is that of its rule; what a change is about is said by
// its reason.
std::string short_label_of(const TextLayout& layout,
                           const Assertion& assertion) {
  constexpr std::string_view kBaseline = "baseline-";
  std::string_view kind = assertion.kind;
  if (is_changed(assertion) && kind.starts_with(kBaseline)) {
    kind.remove_prefix(kBaseline.size());
  }
  if (is_changed(assertion) || assertion.rule != nullptr) {
    return std::string(kind);
  }
  return layout.safe(label_of(assertion));
}

void write_assertion(TextLayout& layout, const Assertion& assertion,
                     const FrameNames& names, bool all) {
  constexpr std::size_t kIndent = 3;
  if (assertion.standing == Standing::Held && is_changed(assertion)) {
    layout.field(kIndent, to_string(assertion.change),
                 layout.safe(assertion.reason));
    return;
  }
  if (assertion.standing == Standing::Held) {
    if (all) layout.field(kIndent, layout.safe(label_of(assertion)), "held");
    return;
  }
  layout.field(kIndent, short_label_of(layout, assertion),
               layout.safe(assertion.reason), Style::Strong);
  const std::string frames = frames_of(assertion, names);
  if (!frames.empty()) layout.field(kIndent, "Frames", frames);
  const std::string calls = calls_of(assertion);
  if (!calls.empty()) layout.field(kIndent, "Calls", layout.safe(calls));
}

void write_case(TextLayout& layout, TestCase test, Severity fail_on,
                const FrameNames& names, bool all) {
  const CaseState state = state_of(test, fail_on);
  const bool changed = std::ranges::any_of(test, is_changed);
  if (state == CaseState::Held && !changed && !all) return;
  const StateWords words = state == CaseState::Held && changed
                               ? StateWords{"changed", Style::Strong}
                               : words_of(state);
  std::string place = place_of(test.front());
  if (!place.empty()) place = fmt::format("  ({})", place);
  layout.line(1, {{words.style, words.word},
                  {Style::Plain, "  "},
                  {Style::Plain, layout.safe(test.front().name)},
                  {Style::Faint, layout.safe(place)}});
  for (const Assertion& assertion : test) {
    write_assertion(layout, assertion, names, all);
  }
}

void write_capture(TextLayout& layout, const CheckedCapture& capture,
                   Severity fail_on, bool all) {
  const std::vector<TestCase> cases = test_cases_of(capture);
  bool any = all;
  for (const TestCase test : cases) {
    any |= state_of(test, fail_on) != CaseState::Held ||
           std::ranges::any_of(test, is_changed);
  }
  if (!any) return;
  std::string name = layout.safe(capture.name);
  if (capture.files.size() > 1) {
    name += fmt::format(" and {}", count_of(capture.files.size() - 1,
                                            "file more", "files more"));
  }
  layout.heading(name);
  const FrameNames names(capture.files.size());
  for (const TestCase test : cases) {
    write_case(layout, test, fail_on, names, all);
  }
}

void write_sum(TextLayout& layout, const CheckVerdict& verdict) {
  const VerdictCounts counts = tally(verdict);
  const bool good = is_good(verdict);
  std::string sum =
      fmt::format("{} of {}: {} held",
                  count_of(counts.assertions, "assertion", "assertions"),
                  count_of(counts.captures, "capture", "captures"),
                  with_separators(counts.held));
  if (counts.bad != 0) {
    sum += fmt::format(", {} failed", with_separators(counts.bad));
  }
  if (counts.tolerated != 0) {
    sum += fmt::format(", {} tolerated (--fail-on {})",
                       with_separators(counts.tolerated),
                       to_string(verdict.fail_on));
  }
  if (counts.unreadable != 0) {
    sum += fmt::format(", {} unreadable",
                       count_of(counts.unreadable, "capture", "captures"));
  }
  if (counts.assertions == 0) sum = "nothing was checked";
  layout.blank();
  layout.field(0, good ? "PASS" : "FAIL", sum, good ? Style::Good : Style::Bad);
}

}  // namespace
}  // namespace report

bool write_check_text(const CheckVerdict& verdict,
                      const CheckTextOptions& options, Sink& sink) {
  output::TextLayout layout(options, sink);
  for (const CheckedCapture& capture : verdict.captures) {
    report::write_capture(layout, capture, verdict.fail_on, options.all);
  }
  report::write_sum(layout, verdict);
  return layout.finish();
}

}  // namespace siptriage
