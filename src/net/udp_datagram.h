#pragma once
// UDP: ports and payload of one datagram. The checksum is not verified.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/lifetime.h"

#include "net/ip_packet.h"

namespace siptriage::detail {

struct UdpDatagram {
  std::optional<SkipReason> skip;  // set: nothing else is meaningful
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::string_view octets;
  // What the header says; more than octets.size() where the packet was cut.
  std::uint32_t length_octets = 0;
};

// Lifetime: octets view the payload of `packet`.
[[nodiscard]] UdpDatagram decode_udp(
    const IpPacket& packet SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::detail
