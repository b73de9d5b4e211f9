// write_snapshot, and the parts of what it writes. Each message stands on a
// line of its own, so that version control shows what changed.

#include "check/scenario_json.h"

#include <string_view>

namespace siptriage {
namespace check {
namespace {

using output::JsonWriter;

void write_message(JsonWriter& json, const ScenarioMessage& message) {
  json.break_line();
  json.begin_object();
  json.text("what", message.what);
  json.number("from", message.from);
  json.number("to", message.to);
  json.text("ids", message.ids);
  json.text("header_fields", message.header_fields);
  json.begin_object("lists");
  for (const auto& [name, tokens] : message.lists) json.text(name, tokens);
  json.end_object();
  json.begin_array("media");
  for (const std::string& media : message.media) json.element(media);
  json.end_array();
  json.end_object();
}

void write_timings(JsonWriter& json, const Scenario& scenario) {
  json.begin_object("timings");
  for (std::size_t i = 0; i < kTimingKinds; ++i) {
    if (!scenario.timings[i]) continue;
    json.begin_object(to_string(static_cast<TimingKind>(i)));
    json.number("median_ms", scenario.timings[i]->median_ms);
    json.number("p95_ms", scenario.timings[i]->p95_ms);
    json.end_object();
  }
  json.end_object();
}

void write_shape(JsonWriter& json, const Scenario& scenario) {
  json.text("kind", to_string(scenario.kind));
  json.text("outcome", to_string(scenario.outcome));
  json.number("code", scenario.code);
  json.begin_array("peers");
  for (const std::string& role : scenario.peers) json.element(role);
  json.end_array();
  json.number("more_messages", scenario.more_messages);
}

void write_messages(JsonWriter& json, const Scenario& scenario) {
  json.begin_array("messages");
  for (const ScenarioMessage& message : scenario.messages) {
    write_message(json, message);
  }
  json.end_array();
}

}  // namespace

std::string shape_of(const Scenario& scenario) {
  JsonWriter json;
  write_shape(json, scenario);
  write_messages(json, scenario);
  return std::string(json.text());
}

void write_findings(JsonWriter& json, std::string_view key,
                    const std::vector<ScenarioFinding>& findings) {
  json.break_line();
  json.begin_array(key);
  for (const ScenarioFinding& finding : findings) {
    json.begin_object();
    json.text("rule", finding.rule);
    json.text("severity", to_string(finding.severity));
    json.number("calls", finding.calls);
    json.end_object();
  }
  json.end_array();
}

void write_scenario(JsonWriter& json, const Scenario& scenario) {
  json.break_line();
  json.begin_object();
  write_shape(json, scenario);
  json.break_line();
  json.number("calls", scenario.calls);
  json.number("retransmissions", scenario.retransmissions);
  json.break_line();
  write_timings(json, scenario);
  write_findings(json, "findings", scenario.findings);
  json.break_line();
  write_messages(json, scenario);
  json.end_object();
}

}  // namespace check

bool write_snapshot(const Snapshot& snapshot, std::string_view tool,
                    Sink& sink) {
  output::JsonWriter json(sink);
  json.begin_object();
  json.text("schema_version", kSnapshotVersion);
  json.text("kind", kSnapshotKind);
  json.text("tool", tool);
  json.break_line();
  json.begin_object("tolerance");
  json.number("absolute_ms",
              static_cast<std::uint64_t>(snapshot.tolerance.absolute.count()));
  json.number("relative_percent", snapshot.tolerance.relative_percent);
  json.end_object();
  json.break_line();
  json.number("calls", snapshot.calls);
  json.number("calls_left_out", snapshot.calls_left_out);
  check::write_findings(json, "findings", snapshot.findings);
  json.break_line();
  json.begin_array("scenarios");
  for (const Scenario& scenario : snapshot.scenarios) {
    check::write_scenario(json, scenario);
  }
  json.end_array();
  json.end_object();
  json.end_document();
  return json.finish();
}

}  // namespace siptriage
