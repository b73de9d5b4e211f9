#pragma once
// Octets beyond ASCII where TOML 1.0 has none: outside of strings and comments.
// toml++ (3.3) must not see them there: what it does then is undefined.

#include <cstdint>
#include <optional>
#include <string_view>

namespace siptriage {

struct OddLetter {
  static constexpr std::string_view kFault =
      "letters beyond ASCII stand in quotes";
  std::uint32_t line = 0;  // from 1, as the column, in octets
  std::uint32_t column = 0;
};

// The first one; in what comes after a quote where no string can begin, any.
[[nodiscard]] std::optional<OddLetter> find_odd_letter(std::string_view toml);

}  // namespace siptriage
