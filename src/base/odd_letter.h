#pragma once
// Octets beyond ASCII where TOML 1.0 has none: outside of strings and comments.
// toml++ (3.3) must not see them there: what it does then is undefined. What is
// a string is only known for certain of what is TOML:
//
//     toml::parse_result parsed = toml::parse(in_ascii(text));
//     if (parsed) parsed = toml::parse(text);

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace siptriage {

struct OddLetter {
  static constexpr std::string_view kFault =
      "letters beyond ASCII stand in quotes";
  std::uint32_t line = 0;  // from 1, as the column, in octets
  std::uint32_t column = 0;
};

// The first one, if the quotes in front of it are those of strings.
[[nodiscard]] std::optional<OddLetter> find_odd_letter(std::string_view toml);

// With '~' in the place of each octet beyond ASCII, which is as good as those
// in strings and comments, and no TOML elsewhere. What is wrong with it is
// wrong with `toml`, on the same line.
[[nodiscard]] std::string in_ascii(std::string_view toml);

}  // namespace siptriage
