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

#include "output/utf8.h"
#include "output/wrap.h"
#include "report/describe.h"
#include "report/metric_words.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::columns_of;
using output::pad_left;
using output::pad_right;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabelColumns = 12;
constexpr std::size_t kCellColumns = 9;
// Numbers about one attempt are told with that attempt.
constexpr std::uint64_t kLeastAttempts = 2;

// A label and cells, as many as there is room for.
void write_row(TextLayout& layout, std::size_t label_columns,
               std::string_view label, const Cells& cells, Style style) {
  std::string line = pad_right(label, label_columns);
  for (const std::string& cell : cells) {
    const std::string padded = pad_left(cell, kCellColumns);
    if (kIndent + columns_of(line) + columns_of(padded) > layout.columns()) {
      break;
    }
    line += padded;
  }
  layout.line(kIndent, {{style, line}});
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

void write_ratios(TextLayout& layout, const MetricSet& all) {
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

void write_delays(TextLayout& layout, const MetricSet& all) {
  bool has_heading = false;
  for (const auto& [metric, label] : named_delays()) {
    const DelayHistogram& delays = all.delay(metric);
    if (delays.count() == 0) continue;
    if (!has_heading) {
      layout.blank();
      write_row(layout, kLabelColumns, "Delay", delay_heading(), Style::Faint);
      has_heading = true;
    }
    write_row(layout, kLabelColumns, label, delay_cells(delays), Style::Plain);
  }
}

void write_peers(TextReport& report, const PeerTable& table) {
  TextLayout& layout = report.layout;
  std::vector<const PeerMetrics*> peers;
  for (const PeerMetrics& peer : report.triage.metrics.by_peer) {
    if (table.attempts(peer.metrics) != 0) peers.push_back(&peer);
  }
  if (peers.size() < 2) return;
  const std::size_t shown = std::min(
      peers.size(), std::max<std::size_t>(report.options.max_groups / 2, 1));
  std::size_t columns = columns_of(table.label);
  for (std::size_t i = 0; i < shown; ++i) {
    columns = std::max(columns, to_string(peers[i]->peer).size());
  }
  layout.blank();
  write_row(layout, columns, table.label, table.heading, Style::Faint);
  for (std::size_t i = 0; i < shown; ++i) {
    write_row(layout, columns, to_string(peers[i]->peer),
              table.cells(peers[i]->metrics), Style::Plain);
  }
  if (shown < peers.size()) {
    layout.paragraph(kIndent,
                     fmt::format("and {} more; --all shows them",
                                 with_separators(peers.size() - shown)));
  }
}

}  // namespace

void write_metrics(TextReport& report) {
  const MetricSet& all = report.triage.metrics.overall;
  if (all.attempts() < kLeastAttempts) return;
  TextLayout& layout = report.layout;
  layout.heading("METRICS", "siptriage explain metrics says how they are made");
  write_ratios(layout, all);
  write_delays(layout, all);
  write_peers(report, calls_by_peer());
  write_peers(report, registrations_by_peer());
}

}  // namespace siptriage::report
