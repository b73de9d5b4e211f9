#pragma once
// UTF-8 read strictly: overlong forms, surrogates and values past U+10FFFF
// are not UTF-8.

#include <cstddef>
#include <string>
#include <string_view>

namespace siptriage::output {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

struct CodePoint {
  char32_t value = 0;
  std::size_t octets = 1;
  bool valid = false;  // false: one octet that is no UTF-8, as `value`
};

// The first code point of `text`, which must not be empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

void append_code_point(char32_t value, std::string& text);

[[nodiscard]] bool is_utf8(std::string_view text);

// `text` with each octet that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

// Columns that a terminal gives to a code point: 0, 1 or 2.
[[nodiscard]] std::size_t columns_of(char32_t value);

// Columns of a text that is UTF-8 and free of control characters.
[[nodiscard]] std::size_t columns_of(std::string_view text);

}  // namespace siptriage::output
