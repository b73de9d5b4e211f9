#pragma once
// Exchanges: SIP messages one after the other as a capture. Each ends with a
// line that begins with '%', whose next octets say who sent the next one, and
// how much later:
//
//   INVITE sip:bob@example.com SIP/2.0
//   ...
//   %<u8 who><u8 time>
//   SIP/2.0 180 Ringing

#include <string>
#include <string_view>

namespace siptriage::fuzz {

// Each message of `exchange` in a datagram of its own, at most 64 of them.
[[nodiscard]] std::string capture_of(std::string_view exchange);

}  // namespace siptriage::fuzz
