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
#include "report/metric_words.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::NumberTable;

constexpr std::size_t kLabelColumns = 12;
// Numbers about one attempt are told with that attempt.
constexpr std::uint64_t kLeastAttempts = 2;

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
        kPartIndent, "Calls",
        summary(all.sessions.attempts, all.sessions.undecided, numbers));
  }
  if (all.registrations.attempts != 0) {
    layout.field(
        kPartIndent, "Registrations",
        summary(all.registrations.attempts, all.registrations.undecided,
                ratios(all, {RatioMetric::Ira})));
  }
}

void write_delays(Layout& layout, const MetricSet& all) {
  NumberTable table{"Delay", delay_heading(), kLabelColumns, {}};
  for (const auto& [metric, label] : named_delays()) {
    const DelayHistogram& delays = all.delay(metric);
    if (delays.count() == 0) continue;
    table.rows.push_back({std::string(label), delay_cells(delays)});
  }
  if (!table.rows.empty()) layout.table(table);
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
    report.layout.paragraph(kPartIndent,
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
  write_peers(report, calls_by_peer());
  write_peers(report, registrations_by_peer());
}

}  // namespace siptriage::report
