#include "siptriage/base/timestamp.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::timestamp_test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(Timestamp, IsWrittenInUtc) {
  struct Row {
    std::int64_t nanoseconds;
    std::string_view text;
  };
  const Row rows[] = {
      {0, "1970-01-01T00:00:00.000000000Z"},
      {1'700'000'000'000'000'000, "2023-11-14T22:13:20.000000000Z"},
      {1'772'442'900'012'345'678, "2026-03-02T09:15:00.012345678Z"},
      {951'782'400'000'000'000, "2000-02-29T00:00:00.000000000Z"},  // leap day
      {-1, "1969-12-31T23:59:59.999999999Z"},  // before 1970 rounds down
      {kMin, "1677-09-21T00:12:43.145224192Z"},
      {kMax, "2262-04-11T23:47:16.854775807Z"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(to_iso8601(timestamp_from_nanoseconds(row.nanoseconds)),
              row.text);
  }
}

// The calendar of the C library, for seconds that are spread over all years.
TEST(Timestamp, IsWrittenAsTheCLibraryDoes) {
  for (std::int64_t i = -460; i <= 460; ++i) {
    const std::int64_t seconds = i * 20'023'457;
    const std::time_t time = seconds;
    std::tm fields{};
    ASSERT_NE(gmtime_r(&time, &fields), nullptr);
    std::array<char, 32> expected{};
    std::strftime(expected.data(), expected.size(), "%Y-%m-%dT%H:%M:%S",
                  &fields);
    const Timestamp timestamp =
        timestamp_from_nanoseconds(seconds * 1'000'000'000 + 90'000'000);
    EXPECT_EQ(to_iso8601(timestamp),
              std::string(expected.data()) + ".090000000Z");
    std::string room(kIso8601Octets + 1, '!');
    EXPECT_EQ(iso8601_to_chars(room.data(), timestamp),
              room.data() + kIso8601Octets);
    EXPECT_EQ(room, to_iso8601(timestamp) + "!");
  }
}

TEST(Timestamp, SaturatesDifferencesOfHostileClocks) {
  const Timestamp least = timestamp_from_nanoseconds(kMin);
  const Timestamp most = timestamp_from_nanoseconds(kMax);
  EXPECT_EQ(elapsed(least, most), Duration::max());
  EXPECT_EQ(elapsed(most, least), Duration::min());
  EXPECT_EQ(elapsed(most, most), Duration::zero());
  EXPECT_EQ(
      elapsed(timestamp_from_nanoseconds(5), timestamp_from_nanoseconds(3)),
      Duration(-2));
}

TEST(Timestamp, GivesMillisecondsWithFraction) {
  EXPECT_DOUBLE_EQ(milliseconds_of(1500us), 1.5);
  EXPECT_DOUBLE_EQ(milliseconds_of(-2s), -2000.0);
}

TEST(Timestamp, TellsDurationsToPeople) {
  struct Row {
    Duration duration;
    std::string_view text;
  };
  const Row rows[] = {
      {0ns, "0 ms"},
      {7ns, "7 ns"},
      {350us, "350 us"},
      {1499us, "1.5 ms"},
      {9950us, "10 ms"},  // rounds into the next form
      {180ms, "180 ms"},
      {999'400us, "999 ms"},
      {999'500us, "1 s"},  // never "1000 ms"
      {4200ms, "4.2 s"},
      {32s, "32 s"},
      {59'949ms, "59.9 s"},
      {59'950ms, "1 min 00 s"},  // never "60 s"
      {190s, "3 min 10 s"},
      {3599s, "59 min 59 s"},
      {1h + 5min, "1 h 05 min"},
      {23h + 59min + 30s, "1 d 00 h"},
      {49h, "2 d 01 h"},
      {-180ms, "-180 ms"},
      {Duration::min(), "-106752 d 00 h"},  // has no positive twin
  };
  for (const Row& row : rows) EXPECT_EQ(to_human(row.duration), row.text);
}

}  // namespace
}  // namespace siptriage::timestamp_test
