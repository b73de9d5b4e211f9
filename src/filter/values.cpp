#include "filter/values.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "siptriage/base/ascii.h"

namespace siptriage::filter {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t size;
};

constexpr Unit kDurationUnits[] = {{"us", 1'000},
                                   {"ms", 1'000'000},
                                   {"s", 1'000'000'000},
                                   {"min", 60'000'000'000},
                                   {"h", 3'600'000'000'000}};

constexpr std::int64_t kKi = 1024;
constexpr Unit kOctetUnits[] = {
    {"octets", 1}, {"k", kKi}, {"M", kKi* kKi}, {"G", kKi* kKi* kKi}};

template <typename Units>
std::optional<std::int64_t> find_unit(const Units& units,
                                      std::string_view name) {
  for (const Unit& unit : units) {
    if (equals_ignore_case(unit.name, name)) return unit.size;
  }
  return std::nullopt;
}

bool take_sign(std::string_view& text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> read_digits(std::string_view text) {
  const std::optional<std::uint64_t> value = parse_unsigned(text);
  if (!value || *value > static_cast<std::uint64_t>(kMost)) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

// Digits behind a point, as parts of `unit`; what is smaller than 1 is lost.
std::optional<std::int64_t> read_fraction(std::string_view digits,
                                          std::int64_t unit) {
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  for (const char digit : digits) {
    // Units are powers of ten, of two, or small multiples of them: the rest of
    // the division is less than a nanosecond or an octet.
    unit /= 10;
    value += (digit - '0') * unit;
  }
  return value;
}

// "1.5" times `unit`.
std::optional<std::int64_t> scaled(std::string_view number, std::int64_t unit) {
  const bool negative = take_sign(number);
  const std::size_t point = number.find('.');
  const auto whole = read_digits(number.substr(0, point));
  if (!whole) return std::nullopt;
  std::int64_t value = 0;
  if (__builtin_mul_overflow(*whole, unit, &value)) return std::nullopt;
  if (point != std::string_view::npos) {
    const auto fraction = read_fraction(number.substr(point + 1), unit);
    if (!fraction || __builtin_add_overflow(value, *fraction, &value)) {
      return std::nullopt;
    }
  }
  return negative ? -value : value;
}

std::optional<Interval> one(std::optional<std::int64_t> value) {
  if (!value) return std::nullopt;
  return Interval{*value, *value};
}

// Takes `count` digits off the front.
std::optional<unsigned> take_digits(std::string_view& text, std::size_t count) {
  const auto value = parse_unsigned(text.substr(0, count));
  if (text.size() < count || !value) return std::nullopt;
  text.remove_prefix(count);
  return static_cast<unsigned>(*value);
}

bool take(std::string_view& text, char octet) {
  if (!text.starts_with(octet)) return false;
  text.remove_prefix(1);
  return true;
}

// "2026-03-02": nanoseconds since 1970. Only years that a Timestamp has.
std::optional<std::int64_t> take_date(std::string_view& text) {
  constexpr unsigned kFirstYear = 1970;
  constexpr unsigned kLastYear = 2261;
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
      std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() *
         kNanosecondsOfDay;
}

// "13:05", "13:05:10", "13:05:10.25": since midnight, as precise as written.
std::optional<Interval> take_time_of_day(std::string_view& text) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  constexpr std::int64_t kMinute = 60 * kSecond;
  constexpr std::size_t kMostDigits = 9;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t first = (std::int64_t{*hour} * 60 + *minute) * kMinute;
  if (!take(text, ':')) return Interval{first, first + kMinute - 1};
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  first += *second * kSecond;
  std::int64_t precision = kSecond;
  if (take(text, '.')) {
    const std::size_t digits =
        std::min(kMostDigits,
                 static_cast<std::size_t>(
                     std::ranges::find_if_not(text, is_digit) - text.begin()));
    const auto fraction = read_fraction(text.substr(0, digits), kSecond);
    if (!fraction) return std::nullopt;
    text.remove_prefix(digits);
    first += *fraction;
    for (std::size_t i = 0; i < digits; ++i) precision /= 10;
  }
  return Interval{first, first + precision - 1};
}

bool same_front(const IpAddress& a, const IpAddress& b, unsigned bits) {
  for (std::size_t i = 0; bits != 0; ++i) {
    const unsigned here = std::min(bits, 8U);
    const unsigned differ = a.octets[i] ^ unsigned { b.octets[i] };
    if ((differ >> (8 - here)) != 0) return false;
    bits -= here;
  }
  return true;
}

unsigned bits_of(const IpAddress& address) {
  constexpr unsigned kV4 = 32;
  constexpr unsigned kV6 = 128;
  return address.family == IpFamily::V4 ? kV4 : kV6;
}

// Takes "/24" or ":5060" off the end. False for what is no such number.
bool take_prefix(std::string_view& text, std::optional<std::uint64_t>& bits) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return true;
  bits = parse_unsigned(text.substr(slash + 1));
  text = text.substr(0, slash);
  return bits.has_value();
}
bool take_port(std::string_view& text, std::optional<std::uint16_t>& port) {
  const std::size_t colon = text.rfind(':');
  const bool bracketed = text.starts_with('[');
  const bool has_port =
      bracketed ? !text.ends_with(']')
                : colon != std::string_view::npos && text.find(':') == colon;
  if (has_port) {
    const auto number = parse_unsigned(text.substr(colon + 1));
    if (!number || *number > std::numeric_limits<std::uint16_t>::max()) {
      return false;
    }
    port = static_cast<std::uint16_t>(*number);
    text = text.substr(0, colon);
  }
  if (!bracketed) return true;
  if (!text.ends_with(']')) return false;
  text = text.substr(1, text.size() - 2);
  return text.find(':') != std::string_view::npos;
}

}  // namespace

std::vector<Interval> merged(std::vector<Interval> intervals) {
  std::erase_if(intervals, [](const Interval& i) { return i.first > i.last; });
  std::ranges::sort(intervals, {}, &Interval::first);
  std::vector<Interval> apart;
  for (const Interval& next : intervals) {
    const bool touches =
        !apart.empty() &&
        (apart.back().last == kMost || next.first <= apart.back().last + 1);
    if (touches) {
      apart.back().last = std::max(apart.back().last, next.last);
    } else {
      apart.push_back(next);
    }
  }
  return apart;
}

bool contains(const std::vector<Interval>& intervals, std::int64_t value) {
  const auto behind =
      std::ranges::upper_bound(intervals, value, {}, &Interval::first);
  return behind != intervals.begin() && value <= std::prev(behind)->last;
}

std::optional<Interval> read_number(std::string_view text) {
  return one(scaled(text.find('.') == std::string_view::npos ? text : "", 1));
}

std::optional<Interval> read_status(std::string_view text) {
  constexpr std::int64_t kClass = 100;
  constexpr std::int64_t kLastCode = 699;
  if (text.size() != 3 || text[0] < '1' || text[0] > '6') return std::nullopt;
  const std::int64_t first = (text[0] - '0') * kClass;
  if (equals_ignore_case(text.substr(1), "xx")) {
    return Interval{first, first + kClass - 1};
  }
  const std::optional<std::int64_t> code = read_digits(text);
  return code && *code <= kLastCode ? one(code) : std::nullopt;
}

Quantity quantity_of(std::string_view text) {
  const auto end = std::ranges::find_if(text, is_alpha);
  const auto digits = static_cast<std::size_t>(end - text.begin());
  return {text.substr(0, digits), text.substr(digits)};
}

std::optional<Interval> read_duration(const Quantity& quantity) {
  if (quantity.unit.empty() && quantity.number == "0") return Interval{};
  const auto unit = find_unit(kDurationUnits, quantity.unit);
  return unit ? one(scaled(quantity.number, *unit)) : std::nullopt;
}

std::optional<Interval> read_octets(const Quantity& quantity) {
  const auto unit =
      quantity.unit.empty() ? 1 : find_unit(kOctetUnits, quantity.unit);
  return unit ? one(scaled(quantity.number, *unit)) : std::nullopt;
}

bool is_duration_unit(std::string_view word) {
  return find_unit(kDurationUnits, word).has_value();
}

bool is_octet_unit(std::string_view word) {
  return find_unit(kOctetUnits, word).has_value();
}

std::optional<TimeValue> read_time(std::string_view text) {
  std::string_view rest = text;
  if (const std::optional<Interval> of_day = take_time_of_day(rest)) {
    if (!rest.empty()) return std::nullopt;
    return TimeValue{*of_day, true};
  }
  TimeValue value;
  const std::optional<std::int64_t> date = take_date(text);
  if (!date) return std::nullopt;
  value.nanoseconds = {*date, *date + kNanosecondsOfDay - 1};
  if (text.empty()) return value;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) {
    return std::nullopt;
  }
  const std::optional<Interval> of_day = take_time_of_day(text);
  if (!of_day) return std::nullopt;
  if (!take(text, 'Z')) take(text, 'z');
  if (!text.empty()) return std::nullopt;
  value.nanoseconds = {*date + of_day->first, *date + of_day->last};
  return value;
}

std::optional<AddressRange> read_address(std::string_view text) {
  std::optional<std::uint64_t> bits;
  AddressRange range;
  if (!take_prefix(text, bits) || !take_port(text, range.port)) {
    return std::nullopt;
  }
  const std::optional<IpAddress> address = parse_ip_address(text);
  if (!address || (bits && (*bits > bits_of(*address) || range.port))) {
    return std::nullopt;
  }
  range.address = *address;
  range.prefix_bits = bits ? static_cast<unsigned>(*bits) : bits_of(*address);
  return range;
}

bool contains(const AddressRange& range, const Endpoint& endpoint) {
  return range.address.family == endpoint.address.family &&
         (!range.port || *range.port == endpoint.port) &&
         same_front(range.address, endpoint.address, range.prefix_bits);
}

}  // namespace siptriage::filter
