// write_github_annotations and write_gitlab_report: what does not hold, where a
// reviewer looks at the change that broke it.

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

// Where it is shown: the line that asks for it, else the capture.
struct Place {
  std::string file;
  std::uint32_t line = 1;
};

Place shown_at(const CheckedCapture& capture, const Assertion& assertion) {
  if (assertion.file.empty()) return {capture.name, 1};
  return {assertion.file, std::max(assertion.line, 1U)};
}

// Values of properties end at a comma or a colon, commands at a line's end.
std::string escape_command(std::string_view text, bool property) {
  std::string escaped;
  for (const char c : output::escape_terminal(text, true)) {
    const bool special = c == '%' || c == '\r' || c == '\n' ||
                         (property && (c == ':' || c == ','));
    if (special) {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// As GitHub calls a severity: error, warning, notice.
std::string command_of(const CheckedCapture& capture,
                       const Assertion& assertion) {
  const Place place = shown_at(capture, assertion);
  const std::string label = label_of(assertion);
  const std::string title = assertion.name == label
                                ? label
                                : fmt::format("{}: {}", assertion.name, label);
  const std::string text =
      fmt::format("{}: {}", capture.name,
                  sentence_of(assertion, FrameNames(capture.files.size())));
  return fmt::format("::{} file={},line={},title={}::{}\n",
                     to_string(assertion.severity),
                     escape_command(place.file, true), place.line,
                     escape_command(title, true), escape_command(text, false));
}

std::string_view gitlab_severity(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "major";
    case Severity::Warning:
      return "minor";
    case Severity::Notice:
      return "info";
  }
  return "info";
}

void write_issue(output::JsonWriter& json, const CheckedCapture& capture,
                 const Assertion& assertion, const std::string& fingerprint) {
  const Place place = shown_at(capture, assertion);
  json.begin_object();
  json.text("description",
            output::escape_terminal(capture.name, true) + ": " +
                sentence_of(assertion, FrameNames(capture.files.size())));
  json.text("check_name", output::escape_terminal(label_of(assertion), true));
  json.text("fingerprint", fingerprint);
  json.text("severity", gitlab_severity(assertion.severity));
  json.begin_object("location");
  json.text("path", output::escape_terminal(place.file, true));
  json.begin_object("lines");
  json.number("begin", place.line);
  json.end_object();
  json.end_object();
  json.end_object();
  json.break_line();
}

}  // namespace
}  // namespace report

bool write_github_annotations(const CheckVerdict& verdict, Sink& sink) {
  output::BufferedOutput output(sink);
  for (const CheckedCapture& capture : verdict.captures) {
    for (const Assertion& assertion : capture.assertions) {
      if (assertion.standing == Standing::Held) continue;
      output.append(report::command_of(capture, assertion));
    }
  }
  return output.flush();
}

bool write_gitlab_report(const CheckVerdict& verdict, Sink& sink) {
  output::JsonWriter json(sink);
  report::FingerprintMaker fingerprints;
  json.begin_array();
  for (const CheckedCapture& capture : verdict.captures) {
    for (const Assertion& assertion : capture.assertions) {
      if (assertion.standing == Standing::Held) continue;
      report::write_issue(json, capture, assertion,
                          fingerprints.of(capture, assertion));
    }
  }
  json.end_array();
  json.end_document();
  return json.finish();
}

}  // namespace siptriage
