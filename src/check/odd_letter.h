#pragma once
// Octets beyond ASCII where TOML 1.0 has none: outside of strings and comments.
// toml++ (3.3) must not see them there: what it does then is undefined.

#include <cstddef>
#include <optional>
#include <string_view>

namespace siptriage::check {

// Where the first one stands.
[[nodiscard]] std::optional<std::size_t> find_odd_letter(std::string_view toml);

}  // namespace siptriage::check
