// "calls": every call with its dialogs, transactions and causes.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "report/json_elements.h"
#include "report/json_parts.h"

namespace siptriage::report {
namespace {

FrameId frame_of(const Trace& trace, MessageId id) {
  return id.valid() ? trace.message(id).frame : FrameId();
}

void write_endpoint(JsonWriter& json, std::string_view key,
                    const Endpoint& endpoint) {
  if (endpoint.address.family == IpFamily::None) return json.null(key);
  json.endpoint(key, endpoint);
}

void write_identity(JsonReport& report, const Call& call) {
  JsonWriter& json = report.json;
  json.wire("call_id", call.call_id);
  json.text("kind", to_string(call.kind));
  json.text("outcome", to_string(call.outcome));
  json.flag("failed", is_failure(call.outcome));
  json.flag("not_answered", is_not_answered(call.kind, call.outcome));
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

void write_dialogs(JsonReport& report, const CallView& view) {
  const Trace& trace = view.analysis.trace;
  JsonWriter& json = report.json;
  json.begin_array("dialogs");
  for (DialogId id = view.call().first_dialog; id.valid();
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

void write_causes(JsonReport& report, const CallView& view) {
  const Trace& trace = view.analysis.trace;
  JsonWriter& json = report.json;
  json.begin_array("causes");
  for (const MessageCauses& message : view.analysis.causes) {
    if (trace.message(message.message).call != view.id) continue;
    for (const DecodedCause& cause : message.causes) {
      json.begin_object();
      write_frame(report, "frame", "file", frame_of(trace, message.message));
      write_cause(json, cause);
      json.end_object();
    }
  }
  json.end_array();
}

void write_identities(JsonReport& report, const CallView& view) {
  const Trace& trace = view.analysis.trace;
  report.json.begin_array("identities");
  for (const MessageIdentities& message : view.analysis.identities) {
    if (trace.message(message.message).call != view.id) continue;
    for (const DecodedIdentity& identity : message.identities) {
      report.json.begin_object();
      write_frame(report, "frame", "file", frame_of(trace, message.message));
      write_identity_json(report.json, identity);
      report.json.end_object();
    }
  }
  report.json.end_array();
}

void write_call(JsonReport& report, const CallView& view, CallId number) {
  report.json.begin_object();
  write_identity(report, view.call());
  write_facts(report.json, view.call());
  write_legs_json(report, number);
  write_dialogs(report, view);
  write_transactions_json(report, view);
  write_causes(report, view);
  write_identities(report, view);
  report.json.end_object();
}

// By which the rest of the document refers to calls.
void write_selection_json(JsonReport& report, std::span<const CallId> calls) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_object("selection");
  json.wire("where", *report.triage.selection);
  json.number("calls", report.triage.meant_calls);
  json.number("of_calls", report.triage.calls.size());
  json.begin_array("call_indices");
  for (const CallId call : calls) json.element(std::uint64_t{call.index()});
  json.end_array();
  json.end_object();
}

class CallElements final : public JsonElements {
 public:
  CallElements(const Triage& triage, const std::vector<CallId>& meant)
      : triage_(triage), meant_(meant) {}

  [[nodiscard]] std::size_t count() const override { return meant_.size(); }
  [[nodiscard]] std::uint64_t conversation_of(
      std::size_t index) const override {
    return triage_.calls[meant_[index].index()].conversation;
  }
  // What was found stands in arrays of its own.
  [[nodiscard]] AnalysisExtent extent() const override {
    return AnalysisExtent::Annotations;
  }
  void write(JsonReport& report, CallReader& reader,
             std::size_t index) const override {
    const CallId number = meant_[index];
    write_call(report, reader.read(number), number);
  }

 private:
  const Triage& triage_;
  const std::vector<CallId>& meant_;
};

std::vector<CallId> meant_calls(const Triage& triage) {
  std::vector<CallId> meant;
  meant.reserve(triage.meant_calls);
  for (std::uint32_t i = 0; i < triage.calls.size(); ++i) {
    if (triage.calls[i].is_meant) meant.emplace_back(i);
  }
  return meant;
}

}  // namespace

std::size_t write_calls_json(JsonReport& report, Workers& workers,
                             std::uint64_t most_octets) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("calls");
  const std::vector<CallId> meant = meant_calls(report.triage);
  const std::size_t left_out = write_elements(
      report, CallElements(report.triage, meant), workers, most_octets);
  json.end_array();
  if (report.triage.selection) {
    write_selection_json(report, {meant.data(), meant.size() - left_out});
  }
  return left_out;
}

}  // namespace siptriage::report
