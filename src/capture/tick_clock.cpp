#include "capture/tick_clock.h"

#include <algorithm>

namespace siptriage::detail {
namespace {

constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::uint8_t kBinaryFlag = 0x80;
constexpr unsigned kMaxBinaryExponent = 63;
constexpr unsigned kMaxDecimalExponent = 19;

// WideTicks enough for any 64 bits of ticks at any resolution plus any offset.
__extension__ using WideTicks = __int128;

std::optional<std::uint64_t> ticks_per_second(std::uint8_t resolution) {
  if ((resolution & kBinaryFlag) != 0) {
    const unsigned exponent = resolution & ~unsigned{kBinaryFlag};
    if (exponent > kMaxBinaryExponent) return std::nullopt;
    return std::uint64_t{1} << exponent;
  }
  if (resolution > kMaxDecimalExponent) return std::nullopt;
  std::uint64_t ticks = 1;
  for (unsigned i = 0; i < resolution; ++i) ticks *= 10;
  return ticks;
}

}  // namespace

// 2^-n has n decimal places: all but the coarsest are finer than a Timestamp.
std::uint8_t decimal_digits_of(std::uint8_t resolution) {
  constexpr std::uint8_t kMostDigits = 9;
  const auto exponent =
      static_cast<std::uint8_t>(resolution & ~unsigned{kBinaryFlag});
  return std::min(exponent, kMostDigits);
}

std::optional<TickClock> TickClock::make(std::uint8_t resolution,
                                         std::int64_t offset_seconds) {
  const std::optional<std::uint64_t> ticks = ticks_per_second(resolution);
  if (!ticks) return std::nullopt;
  TickClock clock;
  clock.ticks_per_second_ = *ticks;
  clock.offset_seconds_ = offset_seconds;
  clock.whole_nanoseconds_ = kNanosecondsPerSecond % *ticks == 0;
  clock.nanoseconds_per_tick_ =
      static_cast<std::int64_t>(kNanosecondsPerSecond / *ticks);
  return clock;
}

Timestamp TickClock::slow_at(std::uint64_t ticks) const {
  const WideTicks seconds =
      WideTicks{ticks / ticks_per_second_} + offset_seconds_;
  const WideTicks fraction = WideTicks{ticks % ticks_per_second_} *
                             WideTicks{kNanosecondsPerSecond} /
                             WideTicks{ticks_per_second_};
  const WideTicks nanoseconds =
      seconds * WideTicks{kNanosecondsPerSecond} + fraction;
  const WideTicks least = nanoseconds_of(kEarliestTimestamp);
  const WideTicks most = nanoseconds_of(kLatestTimestamp);
  return timestamp_from_nanoseconds(
      static_cast<std::int64_t>(std::clamp(nanoseconds, least, most)));
}

}  // namespace siptriage::detail
