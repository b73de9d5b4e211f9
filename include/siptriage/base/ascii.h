#pragma once
/// ASCII helpers that know no locale: SIP is ASCII where it is not opaque.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage {

[[nodiscard]] constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_alpha(char c) {
  return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
/// Space, tab, CR or LF: white space where a value may be folded.
[[nodiscard]] constexpr bool is_lws(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/// A character of a token (RFC 3261 25.1).
[[nodiscard]] constexpr bool is_token(char c) {
  if (is_digit(c) || is_alpha(c)) return true;
  switch (c) {
    case '-':
    case '.':
    case '!':
    case '%':
    case '*':
    case '_':
    case '+':
    case '`':
    case '\'':
    case '~':
      return true;
    default:
      return false;
  }
}

namespace detail {
// Of as many octets at both.
[[nodiscard]] bool equal_ignore_case(const char* a, const char* b,
                                     std::size_t octets);
}  // namespace detail

/// Equal when ASCII letter case is not looked at.
[[nodiscard]] inline bool equals_ignore_case(std::string_view a,
                                             std::string_view b) {
  return a.size() == b.size() &&
         detail::equal_ignore_case(a.data(), b.data(), a.size());
}
[[nodiscard]] inline bool starts_with_ignore_case(std::string_view text,
                                                  std::string_view prefix) {
  return text.starts_with(prefix) ||  // as a rule, letters are as they should
         (text.size() >= prefix.size() &&
          equals_ignore_case(text.substr(0, prefix.size()), prefix));
}

/// Without leading and trailing white space (CR and LF counted as such).
/// Lifetime: the result views `text`.
[[nodiscard]] constexpr std::string_view trim(
    std::string_view text SIPTRIAGE_LIFETIMEBOUND) {
  while (!text.empty() && is_lws(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_lws(text.back())) text.remove_suffix(1);
  return text;
}

/// Decimal digits only, the whole text; nothing on overflow or anything else.
[[nodiscard]] constexpr std::optional<std::uint64_t> parse_unsigned(
    std::string_view text) {
  constexpr std::size_t kDigitsThatFit = 19;
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  if (text.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (text.size() > kDigitsThatFit && value > (kMax - digit) / 10) {
      return std::nullopt;
    }
    value = value * 10 + digit;
  }
  return value;
}

[[nodiscard]] std::string to_lower_copy(std::string_view text);

}  // namespace siptriage
