// "metrics": of all, then of each peer.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "siptriage/base/ascii.h"

#include "report/json_parts.h"

namespace siptriage::report {
namespace {

struct NamedDelay {
  DelayMetric metric;
  std::string_view key;
};
constexpr NamedDelay kDelays[] = {
    {DelayMetric::Rrd, "rrd"},
    {DelayMetric::SrdAnswered, "srd_answered"},
    {DelayMetric::SrdFailed, "srd_failed"},
    {DelayMetric::Pdd, "pdd"},
    {DelayMetric::Sdd, "sdd"},
    {DelayMetric::SdtCompleted, "sdt_completed"},
    {DelayMetric::SdtFailed, "sdt_failed"},
    {DelayMetric::Acd, "acd"},
};
static_assert(std::size(kDelays) ==
              static_cast<std::size_t>(DelayMetric::Count));

void write_sessions(JsonWriter& json, const SessionCounts& counts) {
  json.begin_object("sessions");
  json.number("attempts", counts.attempts);
  json.number("undecided", counts.undecided);
  json.number("redirected", counts.redirected);
  json.number("answered", counts.answered);
  json.number("by_user", counts.by_user);
  json.number("met_user", counts.met_user);
  json.number("ineffective", counts.ineffective);
  json.number("completed", counts.completed);
  json.number("bye_timed_out", counts.bye_timed_out);
  json.number("open", counts.open);
  json.number("invites", counts.invites);
  json.number("invites_challenged", counts.invites_challenged);
  json.number("invites_redirected", counts.invites_redirected);
  json.end_object();
}

void write_registrations(JsonWriter& json, const RegistrationCounts& counts) {
  json.begin_object("registrations");
  json.number("attempts", counts.attempts);
  json.number("undecided", counts.undecided);
  json.number("succeeded", counts.succeeded);
  json.number("failed", counts.failed);
  json.number("given_up", counts.given_up);
  json.number("registers", counts.registers);
  json.end_object();
}

void write_ratios(JsonWriter& json, const MetricSet& set) {
  json.begin_object("percent");
  for (std::size_t i = 0; i < static_cast<std::size_t>(RatioMetric::Count);
       ++i) {
    const auto metric = static_cast<RatioMetric>(i);
    const std::string key = to_lower_copy(to_string(metric));
    if (const std::optional<Ratio> ratio = set.ratio(metric)) {
      json.hundredths(
          key, (ratio->part * 20'000 + ratio->whole) / (2 * ratio->whole));
    } else {
      json.null(key);
    }
  }
  json.end_object();
}

void write_delays(JsonWriter& json, const MetricSet& set) {
  json.begin_object("delays");
  for (const NamedDelay& each : kDelays) {
    const DelayHistogram& delays = set.delay(each.metric);
    if (delays.count() == 0) continue;
    json.begin_object(each.key);
    json.number("count", delays.count());
    json.milliseconds("min_ms", delays.least());
    json.milliseconds("p50_ms", delays.percentile(50));
    json.milliseconds("p90_ms", delays.percentile(90));
    json.milliseconds("p95_ms", delays.percentile(95));
    json.milliseconds("p99_ms", delays.percentile(99));
    json.milliseconds("max_ms", delays.most());
    json.milliseconds("mean_ms", delays.mean());
    json.end_object();
  }
  json.end_object();
}

void write_set(JsonWriter& json, const MetricSet& set) {
  write_sessions(json, set.sessions);
  write_registrations(json, set.registrations);
  write_ratios(json, set);
  write_delays(json, set);
}

}  // namespace

std::size_t write_metrics_json(JsonReport& report, std::uint64_t most_octets) {
  JsonWriter& json = report.json;
  const Metrics& metrics = report.triage.metrics;
  json.break_line();
  json.begin_object("metrics");
  json.begin_object("overall");
  write_set(json, metrics.overall);
  json.end_object();
  json.begin_array("by_peer");
  std::size_t left = metrics.by_peer.size();
  for (const PeerMetrics& peer : metrics.by_peer) {
    if (json.failed() || json.octets() > most_octets) break;
    --left;
    json.break_line();
    json.begin_object();
    json.text("peer", to_string(peer.peer));
    write_set(json, peer.metrics);
    json.end_object();
  }
  json.end_array();
  if (metrics.other_peers.attempts() != 0) {
    json.break_line();
    json.begin_object("other_peers");
    write_set(json, metrics.other_peers);
    json.end_object();
  }
  json.end_object();
  return json.failed() ? 0 : left;
}

}  // namespace siptriage::report
