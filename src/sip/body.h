#pragma once
// Where a message's body ends (RFC 3261 7.4.2, 18.3, 20.14).

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

namespace siptriage::sip::detail {

struct BodyExtent {
  // False: Framing::Stream, and `octets` reach beyond what is at hand.
  bool complete = true;
  std::size_t octets = 0;
};

// Nothing but white space and NULs, which some devices append to a datagram.
[[nodiscard]] bool is_padding(std::string_view octets);

// The extent of the body that `rest` begins with, by the header fields of
// `message`. What had to be tolerated goes to `message.anomalies`.
//
// `room_octets` is how long a body may be at most: what message-octets
// leaves behind the header part.
[[nodiscard]] BodyExtent measure_body(std::string_view rest, Framing framing,
                                      std::size_t room_octets,
                                      Message& message);

}  // namespace siptriage::sip::detail
