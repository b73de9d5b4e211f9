#include "annotate/leg_user.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "siptriage/base/ascii.h"

#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

constexpr std::string_view kNobody[] = {"anonymous", "unavailable", "unknown",
                                        "restricted", "asterisk"};
// E.164 allows 15; prefixes and extensions come on top.
constexpr std::size_t kMostDigits = 32;
constexpr std::size_t kLeastDigits = 2;

// The separators of RFC 3966 3, and what dial plans put in front.
bool is_visual(char c) {
  return c == '-' || c == '.' || c == '(' || c == ')' || c == ' ' || c == '+';
}

struct Digits {
  std::array<char, kMostDigits> text;  // of these, `count`
  std::size_t count = 0;

  [[nodiscard]] std::string_view view() const { return {text.data(), count}; }
};

// No digits at all for what is no number. A '#' or '*' ends a prefix.
Digits digits_of(std::string_view user) {
  Digits digits;
  bool is_number = true;
  for (const char c : user) {
    if (is_digit(c)) {
      if (digits.count == kMostDigits) {
        is_number = false;
      } else {
        digits.text[digits.count++] = c;
      }
    } else if (c == '#' || c == '*') {
      digits.count = 0;
      is_number = true;
    } else if (!is_visual(c)) {
      is_number = false;
    }
  }
  return is_number && digits.count >= kLeastDigits ? digits : Digits();
}

// Never 0.
std::uint32_t hash_of_user(std::string_view text) {
  correlate::TextHash hash;
  hash.add_folded(text);
  return hash.value() | 1U;
}

}  // namespace

// Three a call: a look is enough.
std::string_view user_of(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view rest = uri.substr(colon + 1);
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos && !starts_with_ignore_case(uri, "tel:")) {
    return {};
  }
  const std::string_view user = rest.substr(0, at);
  const auto is_end = [](char c) { return c == ';' || c == ':'; };
  const auto* end = std::find_if(user.begin(), user.end(), is_end);
  return user.substr(0, static_cast<std::size_t>(end - user.begin()));
}

LegUser leg_user_of(std::string_view uri) {
  const std::string_view user = user_of(uri);
  if (user.empty()) return {};
  const Digits digits = digits_of(user);
  if (digits.count == 0) {
    const bool hidden = std::any_of(std::begin(kNobody), std::end(kNobody),
                                    [user](std::string_view name) {
                                      return equals_ignore_case(name, user);
                                    });
    if (hidden) return {};
    const std::uint32_t hash = hash_of_user(user);
    return {hash, hash};
  }
  std::string_view number = digits.view();
  if (number.size() > kTellingDigits && number.starts_with("00")) {
    number.remove_prefix(2);
  }
  const std::string_view tail =
      number.size() > kTellingDigits
          ? number.substr(number.size() - kTellingDigits)
          : number;
  const std::uint32_t hash = hash_of_user(number);
  return {tail.size() == number.size() ? hash : hash_of_user(tail), hash};
}

}  // namespace siptriage::detail
