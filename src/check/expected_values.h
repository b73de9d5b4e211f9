#pragma once
// What values of expectations look like.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/check/expectations.h"

namespace siptriage::check {

// "3", ">= 1", "< 5", "1..5". Nothing for what is no count.
[[nodiscard]] std::optional<CountRange> read_count(std::string_view text);

// "INVITE, 100?, 180*, 200, ..., BYE". Nothing, and `wrong` says why.
[[nodiscard]] std::optional<std::vector<SequenceStep>> read_sequence(
    std::string_view text, const Limits& limits, std::string& wrong);

// "2 s", "1.5 min". Nothing for what is none, or negative.
[[nodiscard]] std::optional<Duration> read_delay(std::string_view text);

// What a key says of a metric: "ser", "p95_srd", "mean_pdd". Nothing for what
// is none.
[[nodiscard]] std::optional<MetricBound> read_metric_key(std::string_view key);
// "<= 300 ms", or "> 95 %" of a ratio. False: it is no such bound.
[[nodiscard]] bool read_bound(std::string_view text, MetricBound& bound);
// Keys of metrics, those that people ask for most, for hints.
[[nodiscard]] const std::vector<std::string>& metric_keys();

}  // namespace siptriage::check
