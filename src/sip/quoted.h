#pragma once
// Walking over quoted strings (RFC 3261 25.1 quoted-string), which hide the
// separators inside them.

#include <cstddef>
#include <string_view>

namespace siptriage::sip::detail {

// `open` is the offset of an opening quote. The offset of the closing one, or
// npos when there is none.
[[nodiscard]] constexpr std::size_t find_closing_quote(std::string_view text,
                                                       std::size_t open) {
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i;
    }
  }
  return std::string_view::npos;
}

// The first of `wanted` that stands outside quoted strings, or npos. A quoted
// string without end reaches to the end of the text.
[[nodiscard]] constexpr std::size_t find_unquoted(std::string_view text,
                                                  char wanted,
                                                  std::size_t from = 0) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == wanted) return i;
    if (text[i] != '"') continue;
    i = find_closing_quote(text, i);
    if (i == std::string_view::npos) return i;
  }
  return std::string_view::npos;
}

}  // namespace siptriage::sip::detail
