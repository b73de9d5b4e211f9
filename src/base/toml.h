#pragma once
// toml++ without exceptions, its implementation compiled once, in toml.cpp, and
// the one way to read with it what anyone may have written.

#include <string_view>

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 0
#define TOML_ENABLE_FORMATTERS 0
// It asserts that a key follows "[[", and refuses the file where none does.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

namespace siptriage {

// Like toml::parse(), but an error also where octets beyond ASCII stand outside
// of strings and comments: TOML 1.0 has none there, and what toml++ (3.3) does
// with them is undefined.
[[nodiscard]] toml::parse_result parse_toml(std::string_view text);

}  // namespace siptriage
