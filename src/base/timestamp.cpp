#include "siptriage/base/timestamp.h"

#include <array>
#include <cstddef>
#include <limits>

namespace siptriage {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

constexpr std::uint64_t kMinutesPerDay = 1'440;
constexpr std::uint64_t kMicrosecond = 1'000;
constexpr std::uint64_t kMillisecond = 1'000'000;
constexpr std::uint64_t kSecond = 1'000'000'000;

constexpr std::uint64_t rounded(std::uint64_t value, std::uint64_t unit) {
  return value / unit + (value % unit >= unit - unit / 2 ? 1 : 0);
}

std::string two_digits(std::uint64_t value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

// All of `kDigits`, with leading zeros, and what stands behind them.
template <std::size_t kDigits>
char* append_digits(char* to, unsigned value, char behind) {
  for (std::size_t i = kDigits; i != 0; --i) {
    to[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  to[kDigits] = behind;
  return to + kDigits + 1;
}

// "4.2", or "4" when the tenth is 0.
std::string with_tenth(std::uint64_t tenths) {
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text;
}

// Each step asks with the rounded value, so that 999.9 ms is "1 s" and never
// "1000 ms".
std::string magnitude_to_human(std::uint64_t nanoseconds) {
  if (nanoseconds == 0) return "0 ms";
  if (nanoseconds < kMicrosecond) return std::to_string(nanoseconds) + " ns";
  if (rounded(nanoseconds, kMicrosecond) < 1000) {
    return std::to_string(rounded(nanoseconds, kMicrosecond)) + " us";
  }
  if (rounded(nanoseconds, kMillisecond / 10) < 100) {
    return with_tenth(rounded(nanoseconds, kMillisecond / 10)) + " ms";
  }
  if (rounded(nanoseconds, kMillisecond) < 1000) {
    return std::to_string(rounded(nanoseconds, kMillisecond)) + " ms";
  }
  if (rounded(nanoseconds, kSecond / 10) < 600) {
    return with_tenth(rounded(nanoseconds, kSecond / 10)) + " s";
  }
  const std::uint64_t seconds = rounded(nanoseconds, kSecond);
  if (seconds < 3600) {
    return std::to_string(seconds / 60) + " min " + two_digits(seconds % 60) +
           " s";
  }
  const std::uint64_t minutes = rounded(seconds, 60);
  if (minutes < kMinutesPerDay) {
    return std::to_string(minutes / 60) + " h " + two_digits(minutes % 60) +
           " min";
  }
  const std::uint64_t hours = rounded(minutes, 60);
  return std::to_string(hours / 24) + " d " + two_digits(hours % 24) + " h";
}

}  // namespace

Duration elapsed(Timestamp from, Timestamp to) {
  const std::int64_t start = nanoseconds_of(from);
  const std::int64_t end = nanoseconds_of(to);
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(end, start, &difference)) {
    return end > start ? Duration::max() : Duration::min();
  }
  return Duration(difference);
}

double milliseconds_of(Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

std::string to_iso8601(Timestamp timestamp) {
  std::array<char, kIso8601Octets> text;
  return {text.data(), iso8601_to_chars(text.data(), timestamp)};
}

// By hand instead of gmtime, which knows a locale, and of floor<days>, which
// overflows near the ends of the range.
char* iso8601_to_chars(char* to, Timestamp timestamp) {
  const std::int64_t total = nanoseconds_of(timestamp);
  std::int64_t seconds = total / kNanosecondsPerSecond;
  std::int64_t nanoseconds = total % kNanosecondsPerSecond;
  if (nanoseconds < 0) {
    nanoseconds += kNanosecondsPerSecond;
    --seconds;
  }
  std::int64_t days = seconds / kSecondsPerDay;
  std::int64_t of_day = seconds % kSecondsPerDay;
  if (of_day < 0) {
    of_day += kSecondsPerDay;
    --days;
  }
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{days}}};
  const auto second_of_day = static_cast<unsigned>(of_day);
  to = append_digits<4>(
      to, static_cast<unsigned>(static_cast<int>(date.year())), '-');
  to = append_digits<2>(to, static_cast<unsigned>(date.month()), '-');
  to = append_digits<2>(to, static_cast<unsigned>(date.day()), 'T');
  to = append_digits<2>(to, second_of_day / 3600, ':');
  to = append_digits<2>(to, second_of_day / 60 % 60, ':');
  to = append_digits<2>(to, second_of_day % 60, '.');
  return append_digits<9>(to, static_cast<unsigned>(nanoseconds), 'Z');
}

std::string to_human(Duration duration) {
  const std::int64_t count = duration.count();
  if (count >= 0) return magnitude_to_human(static_cast<std::uint64_t>(count));
  return "-" + magnitude_to_human(~static_cast<std::uint64_t>(count) + 1);
}

}  // namespace siptriage
