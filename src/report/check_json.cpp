// write_check_json: a verdict as one document.

#include "siptriage/report/check_outputs.h"
#include "siptriage/report/report.h"

#include "output/json_writer.h"

namespace siptriage {
namespace report {
namespace {

using output::JsonWriter;

void write_frame(JsonWriter& json, FrameId frame) {
  json.number("file", frame.file);
  json.number("frame", frame.number);
}

void write_evidence(JsonWriter& json, const Assertion& assertion) {
  json.begin_array("frames");
  for (const FrameId frame : assertion.frames) {
    json.begin_object();
    write_frame(json, frame);
    json.end_object();
  }
  json.end_array();
  json.number("more_frames", assertion.more_frames);
  json.begin_array("calls");
  for (const CheckedCall& call : assertion.calls) {
    json.begin_object();
    json.number("number", call.number);
    json.wire("call_id", call.call_id);
    write_frame(json, call.first_frame);
    json.end_object();
  }
  json.end_array();
  json.number("more_calls", assertion.more_calls);
}

void write_assertion(JsonWriter& json, const Assertion& assertion,
                     Severity fail_on) {
  json.begin_object();
  json.text("kind", assertion.kind);
  json.wire("name", assertion.name);
  json.wire_or_null("subject", assertion.subject);
  json.wire_or_null("file", assertion.file);
  if (assertion.line != 0) {
    json.number("line", assertion.line);
  } else {
    json.null("line");
  }
  json.text("standing", to_string(assertion.standing));
  json.text("severity", to_string(assertion.severity));
  json.flag("bad", is_bad(assertion, fail_on));
  if (assertion.change != Change::None) {
    json.text("change", to_string(assertion.change));
  }
  json.text_or_null("rule", assertion.rule == nullptr ? std::string_view()
                                                      : assertion.rule->id);
  json.wire_or_null("reason", assertion.reason);
  json.wire_or_null("measured", assertion.measured);
  json.wire_or_null("wanted", assertion.wanted);
  write_evidence(json, assertion);
  json.end_object();
  json.break_line();
}

void write_capture(JsonWriter& json, const CheckedCapture& capture,
                   Severity fail_on) {
  json.begin_object();
  json.wire("name", capture.name);
  json.begin_array("files");
  for (const std::string& file : capture.files) {
    json.begin_object();
    json.wire("path", file);
    json.end_object();
  }
  json.end_array();
  json.number("messages", capture.messages);
  json.number("calls", capture.calls);
  json.wire_or_null("trouble", capture.trouble);
  json.begin_array("assertions");
  for (const Assertion& assertion : capture.assertions) {
    write_assertion(json, assertion, fail_on);
  }
  json.end_array();
  json.end_object();
}

}  // namespace
}  // namespace report

bool write_check_json(const CheckVerdict& verdict, Sink& sink) {
  const VerdictCounts counts = tally(verdict);
  output::JsonWriter json(sink);
  json.begin_object();
  json.text("schema_version", kSchemaVersion);
  json.flag("good", is_good(verdict));
  json.text("fail_on", to_string(verdict.fail_on));
  json.number("assertions", counts.assertions);
  json.number("held", counts.held);
  json.number("bad", counts.bad);
  json.number("tolerated", counts.tolerated);
  json.number("unreadable", counts.unreadable);
  json.begin_array("captures");
  for (const CheckedCapture& capture : verdict.captures) {
    report::write_capture(json, capture, verdict.fail_on);
  }
  json.end_array();
  json.end_object();
  json.end_document();
  return json.finish();
}

}  // namespace siptriage
