// "calls": every call with its dialogs, transactions and causes.

#include <algorithm>
#include <cstdint>

#include "report/json_parts.h"

namespace siptriage::report {
namespace {

FrameId frame_of(const Trace& trace, MessageId id) {
  return id.valid() ? trace.message(id).frame : FrameId();
}

void write_endpoint(JsonWriter& json, std::string_view key,
                    const Endpoint& endpoint) {
  if (endpoint.address.family == IpFamily::None) return json.null(key);
  json.text(key, to_string(endpoint));
}

void write_identity(JsonReport& report, const Call& call) {
  JsonWriter& json = report.json;
  json.wire("call_id", call.call_id);
  json.text("kind", to_string(call.kind));
  json.text("outcome", to_string(call.outcome));
  json.flag("failed", is_failure(call.outcome));
  if (call.final_status == 0) {
    json.null("final_status");
  } else {
    json.number("final_status", call.final_status);
  }
  write_frame(report, "first_frame", "first_file", call.first_frame);
  write_frame(report, "last_frame", "last_file", call.last_frame);
  json.time("start_time", call.first_time);
  json.milliseconds("duration_ms", elapsed(call.first_time, call.last_time));
  json.wire("from", call.from_uri);
  json.wire("to", call.to_uri);
  json.wire_or_null("request_uri", call.request_uri);
  write_endpoint(json, "caller", call.caller);
  write_endpoint(json, "callee", call.callee);
}

void write_facts(JsonWriter& json, const Call& call) {
  json.milliseconds("post_dial_delay_ms", call.post_dial_delay);
  json.milliseconds("ring_time_ms", call.ring_time);
  json.milliseconds("talk_time_ms", call.talk_time);
  json.text_or_null("hung_up_by", to_string(call.hung_up_by));
  json.flag("challenged", call.challenged);
  json.number("hops", call.hops);
  json.number("forks", call.forks);
  json.number("messages", call.message_count);
  json.number("retransmissions", call.retransmissions);
  json.number("duplicates", call.duplicates);
}

void write_dialogs(JsonReport& report, const Call& call) {
  const Trace& trace = report.analysis.trace;
  JsonWriter& json = report.json;
  json.begin_array("dialogs");
  for (DialogId id = call.first_dialog; id.valid();
       id = trace.dialog(id).next_in_call) {
    const Dialog& dialog = trace.dialog(id);
    json.begin_object();
    json.wire("caller_tag", dialog.caller_tag);
    json.wire("callee_tag", dialog.callee_tag);
    json.text("state", to_string(dialog.observed_state));
    json.text("method", sip::to_string(dialog.method));
    write_frame(report, "created_frame", "created_file",
                frame_of(trace, dialog.created_by));
    write_frame(report, "confirmed_frame", "confirmed_file",
                frame_of(trace, dialog.confirmed_by));
    write_frame(report, "terminated_frame", "terminated_file",
                frame_of(trace, dialog.terminated_by));
    json.end_object();
  }
  json.end_array();
}

void write_causes(JsonReport& report, CallId call) {
  const Trace& trace = report.analysis.trace;
  JsonWriter& json = report.json;
  const auto call_of = [&](std::uint32_t index) {
    return trace.message(report.analysis.causes[index].message).call;
  };
  auto next = std::lower_bound(report.causes_by_call.begin(),
                               report.causes_by_call.end(), call,
                               [&](std::uint32_t index, CallId wanted) {
                                 return call_of(index) < wanted;
                               });
  json.begin_array("causes");
  for (; next != report.causes_by_call.end() && call_of(*next) == call;
       ++next) {
    const MessageCauses& message = report.analysis.causes[*next];
    for (const DecodedCause& cause : message.causes) {
      json.begin_object();
      write_frame(report, "frame", "file", frame_of(trace, message.message));
      write_cause(json, cause);
      json.end_object();
    }
  }
  json.end_array();
}

}  // namespace

void write_calls_json(JsonReport& report) {
  JsonWriter& json = report.json;
  const std::vector<Call>& calls = report.analysis.trace.calls();
  json.break_line();
  json.begin_array("calls");
  for (std::uint32_t i = 0; i < calls.size() && !json.failed(); ++i) {
    json.break_line();
    json.begin_object();
    write_identity(report, calls[i]);
    write_facts(json, calls[i]);
    write_dialogs(report, calls[i]);
    write_transactions_json(report, calls[i]);
    write_causes(report, CallId(i));
    json.end_object();
  }
  json.end_array();
}

}  // namespace siptriage::report
