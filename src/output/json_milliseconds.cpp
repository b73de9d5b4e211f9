#include "output/json_milliseconds.h"

#include <charconv>
#include <cstdint>

#include <rapidjson/internal/dtoa.h>

namespace siptriage::output {
namespace {

constexpr std::uint64_t kMicrosecond = 1'000;  // in nanoseconds
constexpr std::uint64_t kMillisecond = 1'000;  // in microseconds
constexpr std::uint64_t kMaxExactInteger = std::uint64_t{1} << 53U;

// "16.79", "3.0": as many digits as are needed, at least one.
char* append_microseconds(char* to, std::uint64_t microseconds) {
  to = std::to_chars(to, to + 20, microseconds / kMillisecond).ptr;
  const auto fraction = static_cast<unsigned>(microseconds % kMillisecond);
  *to++ = '.';
  *to++ = static_cast<char>('0' + fraction / 100);
  if (fraction % 100 == 0) return to;
  *to++ = static_cast<char>('0' + fraction / 10 % 10);
  if (fraction % 10 == 0) return to;
  *to++ = static_cast<char>('0' + fraction % 10);
  return to;
}

}  // namespace

// Whole microseconds, which nearly all captures have, are printed as integers.
// The text is the same: up to 2^53 ns they have no more than 13 digits, and the
// shortest text that reads back as their double is those digits; it is at least
// 1/250 of an ulp from where another double begins, far more than the 1/1000
// or so by which RapidJSON's Grisu2 may miss the shortest text. For odd
// nanoseconds that happens.
char* milliseconds_to_chars(char* to, Duration duration) {
  const std::int64_t count = duration.count();
  const auto magnitude = count < 0 ? ~static_cast<std::uint64_t>(count) + 1
                                   : static_cast<std::uint64_t>(count);
  if (magnitude > kMaxExactInteger || magnitude % kMicrosecond != 0) {
    return rapidjson::internal::dtoa(milliseconds_of(duration), to);
  }
  if (count < 0) *to++ = '-';
  return append_microseconds(to, magnitude / kMicrosecond);
}

}  // namespace siptriage::output
