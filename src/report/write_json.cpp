// write_json: the whole analysis, part by part (data/schema/
// analysis.schema.json). Parts and the elements of long arrays begin on lines
// of their own, so that two documents can be compared line by line.

#include "siptriage/report/report.h"

#include "report/describe.h"
#include "report/json_parts.h"

namespace siptriage {
namespace report {

void write_frames(JsonReport& report, std::span<const FrameId> frames) {
  JsonWriter& json = report.json;
  json.begin_array("frames");
  for (const FrameId frame : frames) {
    json.element(std::uint64_t{frame.number});
  }
  json.end_array();
  if (!report.several_files) return;
  json.begin_array("files");
  for (const FrameId frame : frames) json.element(std::uint64_t{frame.file});
  json.end_array();
}

void write_cause(JsonWriter& json, const DecodedCause& cause) {
  json.text("header", cause.header);
  json.wire_or_null("protocol", cause.protocol);
  if (cause.code) {
    json.number("code", *cause.code);
  } else {
    json.null("code");
  }
  json.wire("text", cause.text);
  json.text_or_null("meaning", cause.meaning);
  if (cause.mapped_status != 0) {
    json.number("maps_to_status", cause.mapped_status);
  } else {
    json.null("maps_to_status");
  }
}

void write_clause(JsonWriter& json, std::string_view key,
                  const Clause& clause) {
  // A rule about the capture itself stands on no clause.
  if (clause.section.empty()) return json.null(key);
  json.text(key, to_string(clause));
}

namespace {

void write_left_out(JsonWriter& json, const LeftOut& left_out) {
  json.break_line();
  json.begin_object("left_out");
  json.number("calls", left_out.calls);
  json.number("findings", left_out.findings);
  json.number("failures", left_out.failures);
  json.number("diagnoses", left_out.diagnoses);
  json.number("metric_peers", left_out.peers);
  json.end_object();
}

}  // namespace
}  // namespace report

bool write_json(const Triage& triage, Workers& workers, Sink& sink) {
  output::JsonWriter json(sink);
  report::CodeTexts code_texts;
  report::JsonReport report{triage, json, triage.coverage.files.size() > 1,
                            code_texts};
  json.begin_object();
  json.text("schema_version", kSchemaVersion);
  json.begin_object("generator");
  json.text("name", "siptriage");
  json.end_object();
  write_coverage_json(report);
  write_messages_json(report);
  json.number("call_ids", triage.distinct_call_ids);
  write_outcomes_json(report);
  // Each part leaves something to the next; what is always there, such as the
  // coverage, may take the document past its limit.
  const std::uint64_t most = triage.coverage.limits[LimitId::OutputOctets];
  report::LeftOut left_out;
  left_out.peers = write_metrics_json(report, most / 8);
  left_out.diagnoses = write_diagnoses_json(report, workers, most / 4);
  left_out.calls = write_calls_json(report, workers, most / 4 * 3);
  if (left_out.calls == 0) report::write_leg_groups_json(report);
  left_out.findings = write_findings_json(report, workers, most / 8 * 7);
  left_out.failures = write_failures_json(report, most);
  write_suppressed_json(report);
  if (left_out.any()) report::write_left_out(json, left_out);
  json.end_object();
  json.end_document();
  if (left_out.any()) json.tell_cut();
  return json.finish();
}

}  // namespace siptriage
