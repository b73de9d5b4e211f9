#pragma once
/// Timestamp: when a frame was captured, in nanoseconds since 1970 UTC.
///
///     Timestamp t = timestamp_from_nanoseconds(1'700'000'000'000'000'000);
///     std::string text = to_iso8601(t);   // 2023-11-14T22:13:20.000000000Z
///
/// Capture clocks are not trusted: timestamps may go backwards, and
/// differences may be negative.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace siptriage {

using Duration = std::chrono::nanoseconds;
using Timestamp = std::chrono::time_point<std::chrono::system_clock, Duration>;

[[nodiscard]] constexpr Timestamp timestamp_from_nanoseconds(
    std::int64_t nanoseconds) {
  return Timestamp(Duration(nanoseconds));
}

[[nodiscard]] constexpr std::int64_t nanoseconds_of(Timestamp timestamp) {
  return timestamp.time_since_epoch().count();
}

/// `to - from`, saturated instead of overflowing on hostile clocks.
[[nodiscard]] Duration elapsed(Timestamp from, Timestamp to);

/// Milliseconds with fraction, as reports print them.
[[nodiscard]] double milliseconds_of(Duration duration);

/// UTC with nanoseconds: "2026-03-02T09:15:00.012345678Z".
[[nodiscard]] std::string to_iso8601(Timestamp timestamp);

/// The length of that text: every Timestamp has a year of four digits.
inline constexpr std::size_t kIso8601Octets = 30;
/// The same text at `to`, where there must be room for kIso8601Octets. Gives
/// the end of the text.
[[nodiscard]] char* iso8601_to_chars(char* to, Timestamp timestamp);

/// A duration for people: "180 ms", "4.2 s", "3 min 10 s", "1 h 05 min".
[[nodiscard]] std::string to_human(Duration duration);

}  // namespace siptriage
