#pragma once
// Text from the wire, made safe for XML and HTML: in text, and in attribute
// values between double quotes.
//
// As for a terminal (escape_terminal.h), so that nothing hides or reorders
// what is read; then markup is text. No octet is left that XML 1.0 forbids.

#include <string>
#include <string_view>

namespace siptriage::output {

[[nodiscard]] std::string escape_markup(std::string_view text);

}  // namespace siptriage::output
