#pragma once
// TCP: the header of one segment and its payload. The checksum is not
// verified, options are passed over.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/coverage.h"
namespace siptriage::detail {

struct TcpSegment {
  std::optional<SkipReason> skip;  // set: nothing else is meaningful
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;  // of the first octet, also where SYN is set
  std::uint32_t acknowledgement = 0;
  bool fin = false;
  bool syn = false;
  bool rst = false;
  bool ack = false;
  std::string_view octets;
  // What the headers say; more than octets.size() where the packet was cut.
  std::uint32_t length_octets = 0;
};

// `payload` is what was captured of the `length_octets` that IP carries. Sets
// all of `segment`, in place: it is large. Lifetime: its octets view `payload`.
void decode_tcp(std::string_view payload, std::uint32_t length_octets,
                TcpSegment& segment);

}  // namespace siptriage::detail
