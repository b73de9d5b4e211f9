// write_tap: a verdict as the Test Anything Protocol, version 14. What is
// tolerated is a TODO: it fails, and its harness does not mind. Diagnostics are
// YAML, of which JSON strings are a part.

#include <string>

#include <fmt/format.h>

#include "siptriage/report/check_outputs.h"

#include "output/buffered_output.h"
#include "output/escape_terminal.h"
#include "output/json_writer.h"
#include "report/check_words.h"

namespace siptriage {
namespace report {
namespace {

using output::BufferedOutput;

// A "#" begins a directive, a "\" escapes it.
std::string description_of(std::string_view text) {
  std::string escaped;
  for (const char c : output::escape_terminal(text, true)) {
    if (c == '#' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string in_quotes(std::string_view text) {
  output::JsonWriter json;
  json.element(text);
  return std::string(json.text());
}

void write_diagnostics(BufferedOutput& output, TestCase test,
                       const FrameNames& names) {
  output.append("  ---\n");
  const std::string place =
      output::escape_terminal(place_of(test.front()), true);
  if (!place.empty()) output.append("  at: " + in_quotes(place) + "\n");
  output.append("  failures:\n");
  for (const Assertion& assertion : test) {
    if (assertion.standing == Standing::Held) continue;
    output.append(fmt::format(
        "    - check: {}\n      severity: {}\n      message: {}\n",
        in_quotes(output::escape_terminal(label_of(assertion), true)),
        to_string(assertion.severity),
        in_quotes(sentence_of(assertion, names))));
  }
  output.append("  ...\n");
}

}  // namespace
}  // namespace report

bool write_tap(const CheckVerdict& verdict, Sink& sink) {
  output::BufferedOutput output(sink);
  std::size_t count = 0;
  for (const CheckedCapture& capture : verdict.captures) {
    count += report::test_cases_of(capture).size();
  }
  output.append(fmt::format("TAP version 14\n1..{}\n", count));
  std::size_t number = 0;
  for (const CheckedCapture& capture : verdict.captures) {
    const report::FrameNames names(capture.files.size());
    for (const report::TestCase test : report::test_cases_of(capture)) {
      const report::CaseState state = report::state_of(test, verdict.fail_on);
      const bool held = state == report::CaseState::Held;
      output.append(fmt::format("{} {} - {}: {}{}\n", held ? "ok" : "not ok",
                                ++number, report::description_of(capture.name),
                                report::description_of(test.front().name),
                                state == report::CaseState::Tolerated
                                    ? " # TODO less severe than --fail-on"
                                    : ""));
      if (!held) report::write_diagnostics(output, test, names);
    }
  }
  return output.flush();
}

}  // namespace siptriage
