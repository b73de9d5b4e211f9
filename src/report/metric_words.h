#pragma once
// What the tables of metrics say, in whatever form they are written.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/annotate/metrics.h"
#include "siptriage/base/timestamp.h"

#include "output/layout.h"

namespace siptriage::report {

using output::Cells;

// At most 8 columns: "42.3 ms", "180 ms", "599.9 s", "180 min", "900 h".
[[nodiscard]] std::string short_text(Duration delay);
// "-" where there is none.
[[nodiscard]] std::string text_of(const std::optional<Duration>& delay);
[[nodiscard]] std::string text_of(const std::optional<Ratio>& ratio);

// In the order in which they are told, each with its label.
[[nodiscard]] std::span<const std::pair<DelayMetric, std::string_view>>
named_delays();
[[nodiscard]] Cells delay_heading();
[[nodiscard]] Cells delay_cells(const DelayHistogram& delays);

// One table of peers, those of calls or those of registrations.
struct PeerTable {
  std::string_view label;
  Cells heading;
  std::uint64_t (*attempts)(const MetricSet& set);
  Cells (*cells)(const MetricSet& set);
};
[[nodiscard]] PeerTable calls_by_peer();
[[nodiscard]] PeerTable registrations_by_peer();

}  // namespace siptriage::report
