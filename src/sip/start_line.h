#pragma once
// The start line: whether octets begin with one, and a Request-Line or
// Status-Line taken apart (RFC 3261 7.1, 7.2).

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

#include "sip/line_splitter.h"

namespace siptriage::sip::detail {

// All but NeedMore are final, which is given for Framing::Stream only, while
// the line has no end and may still become a start line. TooLong is No for what
// would be one but for its length.
enum class StartLineCheck : std::uint8_t { Yes, No, TooLong, NeedMore };

// Whether `octets` begin with a start line: "token something SIP/n.n" or
// "SIP/n.n digits". A datagram may end before its start line does: what a
// human would still take for one (a known method and a sip:, sips: or tel: URI)
// is Yes. Proxies have been seen to send request lines that fill a whole
// datagram; a line of more than `max_octets` is none.
[[nodiscard]] StartLineCheck check_start_line(
    std::string_view octets, Framing framing,
    std::size_t max_octets = kMaxStartLineOctets);

// Whether check_start_line() says Yes to a datagram, quick to say so.
[[nodiscard]] bool begins_with_start_line(std::string_view octets);

// Takes a line that check_start_line() said Yes to apart into `message`. The
// Request-URI is not judged.
void take_any_start_line(std::string_view line, Message& message);

// Both of the above for a line as nearly all are: "METHOD sip:... SIP/2.0" with
// a known method, or "SIP/2.0 nnn reason", without anything odd. False for any
// other, of which nothing is said.
[[nodiscard]] bool take_ordinary_start_line(const Line& line, Message& message);

}  // namespace siptriage::sip::detail
