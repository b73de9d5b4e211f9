// write_junit: a verdict as the XML that CI servers read. The schema of Ant is
// the narrowest one: every attribute that it wants is there, in its order of
// elements, with one failure or error a test case.

#include <string>

#include <fmt/format.h>

#include "siptriage/report/check_outputs.h"

#include "output/buffered_output.h"
#include "output/escape_terminal.h"
#include "output/escape_xml.h"
#include "report/check_words.h"

namespace siptriage {
namespace report {
namespace {

using output::BufferedOutput;

// Nothing in it works on a terminal that shows the report, or breaks the XML.
std::string safe(std::string_view text) {
  return output::escape_xml(output::escape_terminal(text, true));
}

std::string_view element_of(CaseState state) {
  return state == CaseState::NotPossible ? "error"
         : state == CaseState::Failed    ? "failure"
                                         : "skipped";
}

// A line for each assertion that does not hold; escaped.
std::string details_of(TestCase test, const FrameNames& names) {
  std::string text;
  for (const Assertion& assertion : test) {
    if (assertion.standing == Standing::Held) continue;
    text += fmt::format("{}: {}\n", safe(label_of(assertion)),
                        output::escape_xml(sentence_of(assertion, names)));
  }
  const std::string place = place_of(test.front());
  if (!place.empty()) text += safe(place) + "\n";
  return text;
}

const Assertion& first_of(TestCase test, CaseState state, Severity fail_on) {
  for (const Assertion& assertion : test) {
    if (state_of({&assertion, 1}, fail_on) == state) return assertion;
  }
  return test.front();
}

void write_case(BufferedOutput& output, const CheckedCapture& capture,
                TestCase test, Severity fail_on) {
  const FrameNames names(capture.files.size());
  const CaseState state = state_of(test, fail_on);
  output.append(
      fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"",
                  safe(test.front().name), safe(capture.name)));
  if (state == CaseState::Held) return output.append("/>\n");
  const std::string_view element = element_of(state);
  const Assertion& first = first_of(test, state, fail_on);
  output.append(
      fmt::format(">\n      <{} message=\"{}\"", element, safe(first.reason)));
  // The schema of Ant has none for what was skipped.
  if (state != CaseState::Tolerated) {
    output.append(fmt::format(" type=\"{}\"", safe(label_of(first))));
  }
  output.append(fmt::format(">{}</{}>\n    </testcase>\n",
                            details_of(test, names), element));
}

struct SuiteCounts {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

SuiteCounts counts_of(const std::vector<TestCase>& cases, Severity fail_on) {
  SuiteCounts counts;
  for (const TestCase test : cases) {
    const CaseState state = state_of(test, fail_on);
    if (state == CaseState::Failed) ++counts.failures;
    if (state == CaseState::NotPossible) ++counts.errors;
    if (state == CaseState::Tolerated) ++counts.skipped;
  }
  return counts;
}

void write_suite(BufferedOutput& output, const CheckedCapture& capture,
                 std::size_t id, Severity fail_on) {
  constexpr std::size_t kToSeconds = sizeof("2026-03-05T13:11:09") - 1;
  const std::vector<TestCase> cases = test_cases_of(capture);
  const SuiteCounts counts = counts_of(cases, fail_on);
  output.append(fmt::format(
      "  <testsuite name=\"{}\" package=\"siptriage\" id=\"{}\" "
      "timestamp=\"{}\" hostname=\"localhost\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"0\">\n    <properties/>\n",
      safe(capture.name), id, to_iso8601(capture.begin).substr(0, kToSeconds),
      cases.size(), counts.failures, counts.errors, counts.skipped));
  for (const TestCase test : cases) {
    write_case(output, capture, test, fail_on);
  }
  output.append("    <system-out/>\n    <system-err/>\n  </testsuite>\n");
}

}  // namespace
}  // namespace report

bool write_junit(const CheckVerdict& verdict, Sink& sink) {
  output::BufferedOutput output(sink);
  output.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
  for (std::size_t i = 0; i < verdict.captures.size(); ++i) {
    report::write_suite(output, verdict.captures[i], i, verdict.fail_on);
  }
  output.append("</testsuites>\n");
  return output.flush();
}

}  // namespace siptriage
