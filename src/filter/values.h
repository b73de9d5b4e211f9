#pragma once
// What fields are compared with: numbers, durations, times and addresses, read
// from how people write them.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "siptriage/base/endpoint.h"

namespace siptriage::filter {

// A value, or several in a row that are written as one: 4xx is 400 to 499,
// 13:05 is that minute. Both ends belong to it.
struct Interval {
  std::int64_t first = 0;
  std::int64_t last = 0;

  friend bool operator==(const Interval&, const Interval&) = default;
};
inline constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// Ascending and apart from each other; the same values.
[[nodiscard]] std::vector<Interval> merged(std::vector<Interval> intervals);
[[nodiscard]] bool contains(const std::vector<Interval>& intervals,
                            std::int64_t value);

// Each gives nothing for what is no such value.
[[nodiscard]] std::optional<Interval> read_number(std::string_view text);
// 486, 4xx.
[[nodiscard]] std::optional<Interval> read_status(std::string_view text);

// A number and its unit, together or apart: "2s", "1.5 s", "64k".
struct Quantity {
  std::string_view number;
  std::string_view unit;
};
[[nodiscard]] Quantity quantity_of(std::string_view text);
// us, ms, s, min, h; 0 needs none.
[[nodiscard]] std::optional<Interval> read_duration(const Quantity& quantity);
// octets (or none), k, M, G: 1024 and its powers.
[[nodiscard]] std::optional<Interval> read_octets(const Quantity& quantity);
[[nodiscard]] bool is_duration_unit(std::string_view word);
[[nodiscard]] bool is_octet_unit(std::string_view word);

// UTC: a day, a minute, a second, or a part of one.
struct TimeValue {
  Interval nanoseconds;  // since 1970, or since midnight
  bool of_day = false;
};
[[nodiscard]] std::optional<TimeValue> read_time(std::string_view text);
inline constexpr std::int64_t kNanosecondsOfDay =
    std::int64_t{86'400} * 1'000'000'000;

// Addresses that begin alike, perhaps of one port.
struct AddressRange {
  IpAddress address;
  unsigned prefix_bits = 0;
  std::optional<std::uint16_t> port;
};
[[nodiscard]] std::optional<AddressRange> read_address(std::string_view text);
[[nodiscard]] bool contains(const AddressRange& range,
                            const Endpoint& endpoint);

}  // namespace siptriage::filter
