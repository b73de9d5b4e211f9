#include "catalogue/compiler/text_check.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

namespace siptriage::compiler {

namespace {

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

bool is_letter_or_digit(char c) { return is_alpha(c) || is_digit(c); }

bool is_lower_or_digit(char c) {
  return is_letter_or_digit(c) && c == to_lower(c);
}

/// One or more characters that `accepts`, then again after each `separator`.
template <typename Accepts>
bool is_joined(std::string_view text, char separator, Accepts accepts) {
  bool in_part = false;
  for (const char c : text) {
    if (c == separator && !in_part) return false;
    if (c != separator && !accepts(c)) return false;
    in_part = c != separator;
  }
  return in_part;
}

}  // namespace

std::optional<std::string> find_fault(std::string_view text,
                                      std::size_t limit) {
  if (text.empty()) return "is empty";
  const auto odd = std::ranges::find_if_not(text, is_printable);
  if (odd != text.end()) {
    return fmt::format("octet 0x{:02x} at {} is not printable ASCII",
                       static_cast<unsigned char>(*odd), odd - text.begin());
  }
  if (text.front() == ' ' || text.back() == ' ') {
    return "has a space at its end or beginning";
  }
  if (text.find("  ") != std::string_view::npos) return "has a double space";
  if (text.size() > limit) {
    return fmt::format("{} characters, at most {} allowed", text.size(), limit);
  }
  return std::nullopt;
}

bool is_section(std::string_view text) {
  return is_joined(text, '.', is_letter_or_digit);
}

bool is_rule_id(std::string_view text) {
  return is_joined(text, '-', is_lower_or_digit);
}

}  // namespace siptriage::compiler
