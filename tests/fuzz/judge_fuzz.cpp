// A file of expectations, a line "%%", and an exchange (exchange.h) that is
// held to it. What is held: each expectation is judged, twice alike; verdicts
// are JSON and text without control characters; what is drafted of an exchange,
// and a snapshot of it, hold of it.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/analyze.h"
#include "siptriage/check/compare.h"
#include "siptriage/check/draft.h"
#include "siptriage/check/judge.h"
#include "siptriage/report/check_outputs.h"

#include "fuzz/exchange.h"
#include "fuzz/fuzz.h"
#include "fuzz/shown_safely.h"

namespace siptriage::fuzz {
namespace {

constexpr std::string_view kSplit = "\n%%\n";

Workers& workers() {
  static Workers one(1);
  return one;
}

template <typename Write>
std::string written(Write write) {
  StringSink sink;
  require(write(sink), "a string takes everything");
  return sink.text();
}

std::vector<std::string> write_all(const CheckVerdict& verdict) {
  CheckTextOptions text;
  text.all = true;
  return {
      written([&](Sink& sink) { return write_check_json(verdict, sink); }),
      written([&](Sink& sink) { return write_sarif(verdict, "1", sink); }),
      written([&](Sink& sink) { return write_gitlab_report(verdict, sink); }),
      written(
          [&](Sink& sink) { return write_check_text(verdict, text, sink); }),
      written([&](Sink& sink) { return write_junit(verdict, sink); }),
      written([&](Sink& sink) { return write_tap(verdict, sink); }),
      written(
          [&](Sink& sink) { return write_github_annotations(verdict, sink); })};
}
constexpr std::size_t kJsonForms = 3;  // the first of them

CheckVerdict judge_once(const Triage& triage,
                        const std::vector<Expectation>& expectations) {
  CheckVerdict verdict;
  verdict.captures.push_back(
      judge(triage, workers(), expectations, "trace.toml"));
  verdict.captures.push_back(judge_findings(triage));
  return verdict;
}

void require_each_is_judged(const CheckedCapture& judged,
                            const std::vector<Expectation>& expectations) {
  for (const Expectation& each : expectations) {
    require(std::ranges::any_of(judged.assertions,
                                [&](const Assertion& assertion) {
                                  return assertion.line == each.line;
                                }),
            "of each expectation something is said");
  }
}

bool is_held(const Assertion& assertion) {
  return assertion.standing == Standing::Held;
}

void check_draft(const Triage& triage) {
  const auto drafted = read_expectations(draft_expectations(triage));
  require(drafted.has_value(), "a draft is read");
  require(
      std::ranges::all_of(
          judge(triage, workers(), *drafted, "trace.toml").assertions, is_held),
      "what is drafted of a capture holds of it");
}

void check_snapshot(const Triage& triage) {
  const Snapshot snapshot = make_snapshot(triage, workers());
  const std::string text = written(
      [&](Sink& sink) { return write_snapshot(snapshot, "fuzz", sink); });
  const Result<Snapshot> baseline = read_snapshot("base.json", text);
  require(baseline.has_value(), "a snapshot is read");
  require(std::ranges::none_of(compare(*baseline, snapshot),
                               [](const Assertion& assertion) {
                                 return assertion.change != Change::None &&
                                        assertion.kind != "capture";
                               }),
          "a capture is as its snapshot");
}

}  // namespace

void run(std::string_view input) {
  const std::size_t split = input.find(kSplit);
  if (split == std::string_view::npos) return;
  const std::string capture = capture_of(input.substr(split + kSplit.size()));
  const Result<Triage> triage = triage_memory(capture, workers());
  require(triage.has_value(), "an exchange is a capture");
  // Of a capture without SIP there is nothing to expect.
  if (triage->coverage.sip_messages == 0) return;
  check_draft(*triage);
  check_snapshot(*triage);

  const auto expectations = read_expectations(input.substr(0, split + 1));
  if (!expectations) return;
  const CheckVerdict verdict = judge_once(*triage, *expectations);
  require_each_is_judged(verdict.captures[0], *expectations);
  const std::vector<std::string> forms = write_all(verdict);
  require(write_all(judge_once(*triage, *expectations)) == forms,
          "judged again it is the same");
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (i < kJsonForms) {
      require_json(forms[i]);
    } else {
      require_shown_safely(forms[i]);
    }
  }
}

}  // namespace siptriage::fuzz
