#include "report/metric_words.h"

#include <fmt/format.h>

#include "report/describe.h"

namespace siptriage::report {
namespace {

constexpr std::pair<DelayMetric, std::string_view> kDelays[] = {
    {DelayMetric::SrdAnswered, "SRD"},  {DelayMetric::SrdFailed, "SRD failed"},
    {DelayMetric::Pdd, "PDD"},          {DelayMetric::Sdd, "SDD"},
    {DelayMetric::SdtCompleted, "SDT"}, {DelayMetric::SdtFailed, "SDT failed"},
    {DelayMetric::Rrd, "RRD"},
};

Cells call_cells(const MetricSet& set) {
  const DelayHistogram& pdd = set.delay(DelayMetric::Pdd);
  return {with_separators(set.sessions.attempts),
          text_of(set.ratio(RatioMetric::Ser)),
          text_of(set.ratio(RatioMetric::Seer)),
          text_of(set.ratio(RatioMetric::Isa)),
          text_of(pdd.percentile(50)),
          text_of(pdd.percentile(95)),
          text_of(set.delay(DelayMetric::Acd).mean())};
}

Cells registration_cells(const MetricSet& set) {
  const DelayHistogram& rrd = set.delay(DelayMetric::Rrd);
  return {with_separators(set.registrations.attempts),
          text_of(set.ratio(RatioMetric::Ira)), text_of(rrd.percentile(50)),
          text_of(rrd.percentile(95)), text_of(rrd.most())};
}

}  // namespace

std::string short_text(Duration delay) {
  const double seconds = milliseconds_of(delay) / 1000;
  if (seconds < 0.1) return fmt::format("{:.1f} ms", seconds * 1000);
  if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1000);
  if (seconds < 1000) return fmt::format("{:.1f} s", seconds);
  if (seconds < 60'000) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.0f} h", seconds / 3600);
}

std::string text_of(const std::optional<Duration>& delay) {
  return delay ? short_text(*delay) : "-";
}

std::string text_of(const std::optional<Ratio>& ratio) {
  return ratio ? fmt::format("{:.1f} %", ratio->percent()) : "-";
}

std::span<const std::pair<DelayMetric, std::string_view>> named_delays() {
  return kDelays;
}

Cells delay_heading() {
  return {"count", "p50", "p90", "p95", "p99", "max", "mean"};
}

Cells delay_cells(const DelayHistogram& delays) {
  return {with_separators(delays.count()), text_of(delays.percentile(50)),
          text_of(delays.percentile(90)),  text_of(delays.percentile(95)),
          text_of(delays.percentile(99)),  text_of(delays.most()),
          text_of(delays.mean())};
}

PeerTable calls_by_peer() {
  return {"Calls to",
          {"calls", "SER", "SEER", "ISA", "PDD p50", "PDD p95", "ACD"},
          [](const MetricSet& set) { return set.sessions.attempts; },
          call_cells};
}

PeerTable registrations_by_peer() {
  return {"Registrations at",
          {"attempts", "IRA", "RRD p50", "RRD p95", "RRD max"},
          [](const MetricSet& set) { return set.registrations.attempts; },
          registration_cells};
}

}  // namespace siptriage::report
