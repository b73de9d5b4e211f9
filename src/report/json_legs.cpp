// "legs" of a call and "leg_groups": which calls are one call to the people in
// it.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "report/json_parts.h"

namespace siptriage::report {
namespace {

void write_call(JsonWriter& json, std::string_view key, CallId call) {
  if (!call.valid()) return json.null(key);
  json.number(key, call.index());
}

}  // namespace

void write_legs_json(JsonReport& report, CallId call) {
  const Legs& legs = report.triage.legs;
  const Leg* leg = legs.find(call);
  if (leg == nullptr) return;
  JsonWriter& json = report.json;
  json.begin_object("legs");
  json.number("group", leg->group);
  write_call(json, "upstream", leg->upstream);
  json.text_or_null("reason", to_string(leg->reason));
  if (leg->upstream.valid()) {
    json.number("score", leg->score);
  } else {
    json.null("score");
  }
  if (const RelayedFailure* relayed = legs.relayed_by(call)) {
    json.begin_object("failure");
    write_call(json, "downstream", relayed->downstream);
    write_call(json, "born_in", relayed->born_in);
    json.text("born_at", to_string(relayed->born_at));
    if (relayed->born_status == 0) {
      json.null("born_status");
    } else {
      json.number("born_status", relayed->born_status);
    }
    write_frame(report, "born_frame", "born_file", relayed->born_frame);
    json.text("relayed_by", to_string(relayed->relayed_by));
    json.milliseconds("later_ms", relayed->later);
    json.end_object();
  } else {
    json.null("failure");
  }
  json.end_object();
}

void write_leg_groups_json(JsonReport& report) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("leg_groups");
  for (const std::vector<CallId>& calls : report.triage.legs.groups()) {
    const bool is_meant = std::ranges::any_of(calls, [&](CallId call) {
      return report.triage.calls[call.index()].is_meant;
    });
    if (!is_meant) continue;
    json.break_line();
    json.begin_object();
    json.begin_array("calls");
    for (const CallId call : calls) {
      json.element(std::uint64_t{call.index()});
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

}  // namespace siptriage::report
