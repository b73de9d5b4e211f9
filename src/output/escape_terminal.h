#pragma once
// Text from the wire, made safe for a terminal: nothing in it can move the
// cursor, change colours or reorder what the reader sees.
//
// Control characters and octets that are not UTF-8 become "\x1b"; invisible
// characters and those that steer the direction of text become "\u{202e}". A
// folded value (RFC 3261 7.3.1) is shown as one line. Backslashes stay as they
// are, so an escape that the sender wrote itself looks the same.

#include <string>
#include <string_view>

namespace siptriage::output {

// `unicode` false: everything beyond ASCII is escaped too.
[[nodiscard]] std::string escape_terminal(std::string_view text, bool unicode);

}  // namespace siptriage::output
