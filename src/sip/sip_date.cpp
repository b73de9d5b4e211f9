#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

namespace siptriage::sip {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                   "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Where digits and fixed text stand; ? is a letter that is looked up.
constexpr std::string_view kForm = "???, 00 ??? 0000 00:00:00 GMT";

bool has_form(std::string_view text) {
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = kForm[i] == '0'   ? is_digit(text[i])
                      : kForm[i] == '?' ? is_alpha(text[i])
                                        : text[i] == kForm[i];
    if (!fits) return false;
  }
  return true;
}

template <std::size_t N>
bool is_one_of(std::string_view text,
               const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

bool is_sip_date(std::string_view value) {
  const std::string_view text = trim(value);
  if (!has_form(text)) return false;
  const int day = two_digits(text, 5);
  // Second 60 is a leap second (RFC 1123 5.2.14).
  return is_one_of(text.substr(0, 3), kDays) &&
         is_one_of(text.substr(8, 3), kMonths) && day >= 1 && day <= 31 &&
         two_digits(text, 17) < 24 && two_digits(text, 20) < 60 &&
         two_digits(text, 23) <= 60;
}

std::optional<std::int64_t> parse_sip_date(std::string_view value) {
  namespace chrono = std::chrono;
  if (!is_sip_date(value)) return std::nullopt;
  const std::string_view text = trim(value);
  const auto* const month =
      std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const chrono::year_month_day date(
      chrono::year(two_digits(text, 12) * 100 + two_digits(text, 14)),
      chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      chrono::day(static_cast<unsigned>(two_digits(text, 5))));
  if (!date.ok()) return std::nullopt;
  const auto time = chrono::sys_days(date).time_since_epoch() +
                    chrono::hours(two_digits(text, 17)) +
                    chrono::minutes(two_digits(text, 20)) +
                    chrono::seconds(two_digits(text, 23));
  return chrono::duration_cast<chrono::seconds>(time).count();
}

}  // namespace siptriage::sip
