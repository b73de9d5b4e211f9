#pragma once
// Text for XML 1.0, in an element or in an attribute in double quotes.
//
// What XML cannot hold at all (control characters, U+FFFE, octets that are not
// UTF-8) becomes U+FFFD; line ends and tabs become character references, so
// that no reader of attributes turns them into spaces.

#include <string>
#include <string_view>

namespace siptriage::output {

[[nodiscard]] std::string escape_xml(std::string_view text);

}  // namespace siptriage::output
