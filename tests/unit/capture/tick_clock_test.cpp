#include "capture/tick_clock.h"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace siptriage::detail::tick_clock_test {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kEarliest = nanoseconds_of(kEarliestTimestamp);
constexpr std::int64_t kLatest = nanoseconds_of(kLatestTimestamp);
constexpr std::uint64_t kAllOnes = std::numeric_limits<std::uint64_t>::max();

TEST(TickClock, TurnsTicksIntoNanoseconds) {
  struct Row {
    std::uint8_t resolution;
    std::int64_t offset_seconds;
    std::uint64_t ticks;
    std::int64_t nanoseconds;
  };
  const Row rows[] = {
      {6, 0, 1'700'000'000'123'456, 1'700'000'000'123'456'000},  // usual
      {9, 0, 1'700'000'000'123'456'789, 1'700'000'000'123'456'789},
      {3, 0, 1'700'000'000'123, 1'700'000'000'123'000'000},
      {0, 0, 1'700'000'000, 1'700'000'000'000'000'000},  // whole seconds
      {12, 0, 1'500'000'001'999, 1'500'000'001},         // finer is cut off
      {19, 0, 15'000'000'000'000'000'000U,
       1'500'000'000},  // as fine as it goes
      {0x80 | 0, 0, 7, 7'000'000'000},
      {0x80 | 1, 0, 3, 1'500'000'000},  // halves of a second
      {0x80 | 10, 0, 1536, 1'500'000'000},
      {0x80 | 32, 0, 0x1'8000'0000, 1'500'000'000},  // as NTP
      {0x80 | 63, 0, 0xC000'0000'0000'0000, 1'500'000'000},
      {6, 5, 1'000'000, 6'000'000'000},
      {6, -5, 1'000'000, -4'000'000'000},
      {9, 1'700'000'000, 1, 1'700'000'000'000'000'001},
      // Clocks are not trusted: what is further is taken for an end.
      {9, 0, static_cast<std::uint64_t>(kLatest), kLatest},
      {9, 0, static_cast<std::uint64_t>(kLatest) + 1, kLatest},
      {6, 0, kAllOnes, kLatest},
      {0, 0, 1ULL << 40, kLatest},
      {9, 0, kAllOnes, kLatest},
      {6, kMax, kAllOnes, kLatest},
      {6, kMin, 0, kEarliest},
      {0, -18'446'744'073, 18'446'744'074, 1'000'000'000},  // and back again
  };
  for (const Row& row : rows) {
    const auto clock = TickClock::make(row.resolution, row.offset_seconds);
    ASSERT_TRUE(clock.has_value());
    EXPECT_EQ(nanoseconds_of(clock->at(row.ticks)), row.nanoseconds)
        << int{row.resolution} << " " << row.offset_seconds << " " << row.ticks;
  }
}

TEST(TickClock, CountsMicrosecondsByDefault) {
  EXPECT_EQ(nanoseconds_of(TickClock().at(7)), 7000);
}

TEST(TickClock, SaysHowManyDecimalPlacesATimestampNeeds) {
  EXPECT_EQ(detail::decimal_digits_of(0), 0);
  EXPECT_EQ(detail::decimal_digits_of(6), 6);
  EXPECT_EQ(detail::decimal_digits_of(9), 9);
  EXPECT_EQ(detail::decimal_digits_of(12), 9);
  EXPECT_EQ(detail::decimal_digits_of(0x80 | 3), 3);  // eighths: 0.125
  EXPECT_EQ(detail::decimal_digits_of(0x80 | 32), 9);
}

TEST(TickClock, RefusesResolutionsPast64Bits) {
  EXPECT_FALSE(TickClock::make(20, 0).has_value());
  EXPECT_FALSE(TickClock::make(0x7F, 0).has_value());
  EXPECT_FALSE(TickClock::make(0x80 | 64, 0).has_value());
  EXPECT_FALSE(TickClock::make(0xFF, 0).has_value());
}

}  // namespace
}  // namespace siptriage::detail::tick_clock_test
