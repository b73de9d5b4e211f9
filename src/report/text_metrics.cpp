// Metrics of RFC 6076 and of telephony: of all, then of the worst peers.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::NumberTable;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabelColumns = 12;
// Numbers about one attempt are told with that attempt.
constexpr std::uint64_t kLeastAttempts = 2;

using output::Cells;

// Never wider than a cell: "42.3 ms", "180 ms", "599.9 s", "180 min", "900 h".
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

std::string ratios(const MetricSet& set,
                   std::initializer_list<RatioMetric> metrics) {
  std::vector<std::string> parts;
  for (const RatioMetric metric : metrics) {
    if (const std::optional<Ratio> ratio = set.ratio(metric)) {
      parts.push_back(fmt::format("{} {}", to_string(metric), text_of(ratio)));
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// "120 attempts (2 undecided): SER 71.2 %, ...".
std::string summary(std::uint64_t attempts, std::uint64_t undecided,
                    const std::string& numbers) {
  std::string text = count_of(attempts, "attempt", "attempts");
  if (undecided != 0) {
    text += fmt::format(", {} undecided when the capture ends",
                        with_separators(undecided));
  }
  return numbers.empty() ? text : text + ": " + numbers;
}

void write_ratios(Layout& layout, const MetricSet& all) {
  if (all.sessions.attempts != 0) {
    std::string numbers =
        ratios(all, {RatioMetric::Ser, RatioMetric::Seer, RatioMetric::Isa,
                     RatioMetric::Scr, RatioMetric::Asr, RatioMetric::Ner});
    if (const auto mean = all.delay(DelayMetric::Acd).mean()) {
      numbers += fmt::format("{}ACD {}", numbers.empty() ? "" : ", ",
                             short_text(*mean));
    }
    layout.field(
        kIndent, "Calls",
        summary(all.sessions.attempts, all.sessions.undecided, numbers));
  }
  if (all.registrations.attempts != 0) {
    layout.field(
        kIndent, "Registrations",
        summary(all.registrations.attempts, all.registrations.undecided,
                ratios(all, {RatioMetric::Ira})));
  }
}

constexpr std::pair<DelayMetric, std::string_view> kDelays[] = {
    {DelayMetric::SrdAnswered, "SRD"},  {DelayMetric::SrdFailed, "SRD failed"},
    {DelayMetric::Pdd, "PDD"},          {DelayMetric::Sdd, "SDD"},
    {DelayMetric::SdtCompleted, "SDT"}, {DelayMetric::SdtFailed, "SDT failed"},
    {DelayMetric::Rrd, "RRD"},
};

void write_delays(Layout& layout, const MetricSet& all) {
  NumberTable table{"Delay",
                    {"count", "p50", "p90", "p95", "p99", "max", "mean"},
                    kLabelColumns,
                    {}};
  for (const auto& [metric, label] : kDelays) {
    const DelayHistogram& delays = all.delay(metric);
    if (delays.count() == 0) continue;
    table.rows.push_back(
        {std::string(label),
         {with_separators(delays.count()), text_of(delays.percentile(50)),
          text_of(delays.percentile(90)), text_of(delays.percentile(95)),
          text_of(delays.percentile(99)), text_of(delays.most()),
          text_of(delays.mean())}});
  }
  if (!table.rows.empty()) layout.table(table);
}

// One table of peers, those of calls or those of registrations.
struct PeerTable {
  std::string_view label;
  Cells heading;
  std::uint64_t (*attempts)(const MetricSet& set);
  Cells (*cells)(const MetricSet& set);
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

void write_peers(TextReport& report, const PeerTable& table) {
  std::vector<const PeerMetrics*> peers;
  for (const PeerMetrics& peer : report.triage.metrics.by_peer) {
    if (table.attempts(peer.metrics) != 0) peers.push_back(&peer);
  }
  if (peers.size() < 2) return;
  const std::size_t shown = std::min(
      peers.size(), std::max<std::size_t>(report.options.max_groups / 2, 1));
  NumberTable rows{table.label, table.heading, 0, {}};
  for (std::size_t i = 0; i < shown; ++i) {
    rows.rows.push_back(
        {to_string(peers[i]->peer), table.cells(peers[i]->metrics)});
  }
  report.layout.table(rows);
  if (shown < peers.size()) {
    report.layout.paragraph(kIndent,
                            fmt::format("and {} more; --all shows them",
                                        with_separators(peers.size() - shown)));
  }
}

}  // namespace

void write_metrics(TextReport& report) {
  const MetricSet& all = report.triage.metrics.overall;
  if (all.attempts() < kLeastAttempts) return;
  Layout& layout = report.layout;
  layout.heading("METRICS", "siptriage explain metrics says how they are made");
  write_ratios(layout, all);
  write_delays(layout, all);
  write_peers(report,
              {"Calls to",
               {"calls", "SER", "SEER", "ISA", "PDD p50", "PDD p95", "ACD"},
               [](const MetricSet& set) { return set.sessions.attempts; },
               call_cells});
  write_peers(report,
              {"Registrations at",
               {"attempts", "IRA", "RRD p50", "RRD p95", "RRD max"},
               [](const MetricSet& set) { return set.registrations.attempts; },
               registration_cells});
}

}  // namespace siptriage::report
