#pragma once
/// PacketIdentity: what tells a packet seen twice in the capture from one sent
/// twice. A copy keeps the IP identification; a retransmission gets a new one.

#include <cstdint>

namespace siptriage {

struct PacketIdentity {
  std::uint32_t ip_identification = 0;  // IPv4, or of a fragmented IPv6
  bool has_ip_identification = false;   // false also for the meaningless 0
  std::uint8_t hop_limit = 0;           // TTL or Hop Limit
  std::uint32_t link_hash = 0;          // interface, VLAN and MAC addresses

  friend bool operator==(const PacketIdentity&,
                         const PacketIdentity&) = default;
};

}  // namespace siptriage
