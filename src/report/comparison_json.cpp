#include <algorithm>
#include <cstdint>

#include "siptriage/report/comparison.h"
#include "siptriage/report/report.h"

#include "output/json_writer.h"

namespace siptriage {
namespace {

using output::JsonWriter;

void write_counts(JsonWriter& json, const ComparedCaptures& compared) {
  json.begin_object("counts");
  for (const Change change : {Change::Worse, Change::Better, Change::Neutral}) {
    json.number(to_string(change),
                static_cast<std::uint64_t>(std::ranges::count(
                    compared.changes, change, &Assertion::change)));
  }
  json.number("same", static_cast<std::uint64_t>(std::ranges::count(
                          compared.changes, Change::None, &Assertion::change)));
  json.end_object();
}

void write_change(JsonWriter& json, const Assertion& change) {
  json.break_line();
  json.begin_object();
  json.text("kind", change.kind);
  json.text("change", to_string(change.change));
  if (change.change == Change::Worse) {
    json.text("severity", to_string(change.severity));
  } else {
    json.null("severity");
  }
  json.wire("scenario", change.name);
  json.wire_or_null("subject", change.subject);
  json.wire("reason", change.reason);
  json.wire_or_null("measured", change.measured);
  json.wire_or_null("baseline", change.wanted);
  json.begin_array("frames");
  for (const FrameId frame : change.frames) {
    json.element(std::uint64_t{frame.number});
  }
  json.end_array();
  json.number("more_frames", change.more_frames);
  json.begin_array("calls");
  for (const CheckedCall& call : change.calls) {
    json.begin_object();
    json.number("number", call.number);
    json.wire("call_id", call.call_id);
    json.number("first_frame", call.first_frame.number);
    json.end_object();
  }
  json.end_array();
  json.number("more_calls", change.more_calls);
  json.end_object();
}

}  // namespace

bool write_comparison_json(const ComparedCaptures& compared, Sink& sink) {
  JsonWriter json(sink);
  json.begin_object();
  json.text("schema_version", kSchemaVersion);
  json.text("kind", "siptriage-diff");
  json.wire("baseline", compared.baseline);
  json.wire("measured", compared.measured);
  json.break_line();
  write_counts(json, compared);
  json.break_line();
  json.begin_array("changes");
  for (const Assertion& change : compared.changes) {
    if (change.change != Change::None) write_change(json, change);
  }
  json.end_array();
  json.end_object();
  json.end_document();
  return json.finish();
}

}  // namespace siptriage
