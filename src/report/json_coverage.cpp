// "coverage", "messages" and "outcomes": what was looked at, as numbers.

#include <cstdint>
#include <map>
#include <string>

#include "output/utf8.h"
#include "report/json_parts.h"

namespace siptriage::report {
namespace {

using output::to_utf8;

void write_interface(JsonWriter& json, const InterfaceCoverage& interface) {
  json.begin_object();
  json.wire_or_null("name", interface.name);
  json.text("link_type", interface.link_type);
  json.number("frames", interface.frames);
  if (interface.snap_length == 0) {
    json.null("snap_length");
  } else {
    json.number("snap_length", interface.snap_length);
  }
  json.number("recorded_drops", interface.recorded_drops);
  json.end_object();
}

void write_file(JsonWriter& json, const FileCoverage& file) {
  json.begin_object();
  json.wire("path", file.path);
  json.text("format", file.format);
  json.number("octets", file.octets);
  json.number("frames", file.frames);
  json.begin_array("interfaces");
  for (const InterfaceCoverage& interface : file.interfaces) {
    write_interface(json, interface);
  }
  json.end_array();
  if (file.damage.empty()) {
    json.null("damage");
  } else {
    json.begin_object("damage");
    json.wire("message", file.damage);
    json.number("offset", file.damage_offset_octets);
    json.end_object();
  }
  json.begin_array("comments");
  for (const std::string& comment : file.comments) {
    json.begin_object();
    json.wire("text", comment);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_flow(JsonWriter& json, const EncryptedFlow& flow) {
  json.begin_object();
  json.text("protocol", flow.protocol);
  json.text("client", flow.client);
  json.text("server", flow.server);
  json.wire_or_null("server_name", flow.server_name);
  json.number("frames", flow.frames);
  json.end_object();
}

void write_times(JsonWriter& json, const Coverage& coverage) {
  if (!coverage.timestamps_present) {
    json.null("first_time");
    json.null("last_time");
    json.null("duration_ms");
    return;
  }
  json.time("first_time", coverage.first_time);
  json.time("last_time", coverage.last_time);
  json.milliseconds("duration_ms",
                    elapsed(coverage.first_time, coverage.last_time));
  if (coverage.ran_until) json.time("ran_until", *coverage.ran_until);
}

void write_skipped(JsonWriter& json, const Coverage& coverage) {
  json.begin_object("skipped");
  for (std::size_t i = 0; i < coverage.skipped.size(); ++i) {
    if (coverage.skipped[i] == 0) continue;
    json.number(to_string(static_cast<SkipReason>(i)), coverage.skipped[i]);
  }
  json.end_object();
}

// Only those that were reached.
void write_limits(JsonWriter& json, const Coverage& coverage) {
  if (!coverage.limits_reached.any()) return;
  json.begin_array("limits");
  for (const LimitSpec& spec : limit_specs()) {
    const std::uint64_t count = coverage.limits_reached.of(spec.id);
    if (count == 0) continue;
    json.begin_object();
    json.text("name", spec.name);
    json.number("limit", coverage.limits[spec.id]);
    json.text("unit", spec.unit);
    json.number("reached", count);
    json.text("counted", spec.many);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_coverage_json(JsonReport& report) {
  JsonWriter& json = report.json;
  const Coverage& coverage = report.triage.coverage;
  json.break_line();
  json.begin_object("coverage");
  if (coverage.interrupted) json.flag("interrupted", true);
  json.number("frames", coverage.frames);
  json.number("octets", coverage.octets);
  json.number("frames_with_sip", coverage.frames_with_sip);
  json.number("sip_messages", coverage.sip_messages);
  json.begin_object("sip_by_transport");
  json.number("udp", coverage.sip_over_udp);
  json.number("tcp", coverage.sip_over_tcp);
  json.end_object();
  write_skipped(json, coverage);
  json.begin_array("files");
  for (const FileCoverage& file : coverage.files) write_file(json, file);
  json.end_array();
  json.number("encrypted_flow_count", coverage.encrypted_flow_count);
  json.begin_array("encrypted_flows");
  for (const EncryptedFlow& flow : coverage.encrypted_flows) {
    write_flow(json, flow);
  }
  json.end_array();
  json.number("recorded_drops", coverage.recorded_drops);
  write_times(json, coverage);
  json.number("fragments", coverage.fragments);
  json.number("reassembled_datagrams", coverage.reassembled_datagrams);
  json.number("tcp_connections", coverage.tcp_connections);
  json.number("cut_conversations", coverage.cut_conversations);
  write_limits(json, coverage);
  json.end_object();
}

void write_messages_json(JsonReport& report) {
  JsonWriter& json = report.json;
  const MessageCounts& counts = report.triage.counts;
  json.break_line();
  json.begin_object("messages");
  json.begin_object("requests");
  // Names that are not UTF-8 may come to look the same.
  std::map<std::string, std::uint64_t> requests;
  for (const auto& [method, count] : counts.requests) {
    requests[to_utf8(method)] += count;
  }
  for (const auto& [method, count] : requests) json.number_of(method, count);
  json.end_object();
  json.begin_object("responses");
  for (const auto& [status, count] : counts.responses) {
    json.number(std::to_string(status), count);
  }
  json.end_object();
  json.number("retransmissions", counts.retransmissions);
  json.number("duplicates", counts.duplicates);
  json.number("other_points", counts.other_points);
  json.end_object();
}

void write_outcomes_json(JsonReport& report) {
  JsonWriter& json = report.json;
  const auto& outcomes = report.triage.outcomes;
  json.break_line();
  json.begin_object("outcomes");
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    json.number(to_string(static_cast<Outcome>(i)), outcomes[i]);
  }
  json.end_object();
}

}  // namespace siptriage::report
