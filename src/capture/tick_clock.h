#pragma once
/// TickClock: an interface's clock of pcapng, from if_tsresol and if_tsoffset.

#include <cstdint>
#include <optional>

#include "siptriage/base/timestamp.h"

#include "capture/timestamp_range.h"

namespace siptriage::detail {

/// Decimal places that a Timestamp of this if_tsresol needs, at most 9.
[[nodiscard]] std::uint8_t decimal_digits_of(std::uint8_t resolution);

class TickClock {
 public:
  /// Microseconds since 1970: what holds when an interface says nothing.
  TickClock() = default;
  /// `resolution` as in if_tsresol: a negative power of 10 or, with the upper
  /// bit set, of 2. Nothing where a second would not fit 64 bits of ticks.
  [[nodiscard]] static std::optional<TickClock> make(
      std::uint8_t resolution, std::int64_t offset_seconds);

  /// Between kEarliestTimestamp and kLatestTimestamp.
  [[nodiscard]] Timestamp at(std::uint64_t ticks) const {
    std::int64_t nanoseconds = 0;
    if (whole_nanoseconds_ && offset_seconds_ == 0 &&
        ticks <= static_cast<std::uint64_t>(INT64_MAX) &&
        !__builtin_mul_overflow(static_cast<std::int64_t>(ticks),
                                nanoseconds_per_tick_, &nanoseconds) &&
        nanoseconds <= nanoseconds_of(kLatestTimestamp)) {
      return timestamp_from_nanoseconds(nanoseconds);
    }
    return slow_at(ticks);
  }

 private:
  [[nodiscard]] Timestamp slow_at(std::uint64_t ticks) const;

  std::uint64_t ticks_per_second_ = 1'000'000;
  std::int64_t offset_seconds_ = 0;
  std::int64_t nanoseconds_per_tick_ = 1000;
  bool whole_nanoseconds_ = true;
};

}  // namespace siptriage::detail
