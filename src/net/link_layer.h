#pragma once
// Link layers: from the first octet of a frame to its first IP header.
//
//   LayerCursor cursor = begin_frame(frame);
//   descend_to_ip(cursor, 32);  // now at Ipv4, Ipv6 or Skip
//
// A tunnel points the cursor at what it carries and descends again.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/limits.h"
#include "siptriage/capture/frame.h"

namespace siptriage::detail {

inline constexpr std::size_t kEthernetOctets = 14;
inline constexpr std::uint16_t kIpv4Type = 0x0800;  // EtherTypes
inline constexpr std::uint16_t kIpv6Type = 0x86dd;
// Smaller numbers in its place are the length of an IEEE 802.3 frame.
inline constexpr std::uint16_t kSmallestEtherType = 0x0600;
inline constexpr std::uint16_t kVlanType = 0x8100;  // IEEE 802.1Q

// What stands at the front of LayerCursor::rest.
enum class Layer : std::uint8_t {
  Skip,  // nothing to decode: LayerCursor::reason says why
  Ipv4,
  Ipv6,
  IpVersion,  // IPv4 or IPv6: the first four bits tell
  Ethernet,
  EtherType,  // what LayerCursor::ether_type says
  Mpls,       // one label
  Pppoe,
  Ppp,
};

struct LayerCursor {
  Layer layer = Layer::Skip;
  SkipReason reason = SkipReason::NotIp;
  std::uint16_t ether_type = 0;
  std::uint32_t link_hash = 0;   // see PacketIdentity
  std::string_view rest;         // within the octets of the frame
  std::optional<LimitId> limit;  // Skip: the one that was reached, if so

  void skip(SkipReason why) {
    layer = Layer::Skip;
    reason = why;
  }
  void at_ether_type(std::uint16_t type) {
    layer = Layer::EtherType;
    ether_type = type;
  }
};

// Steps over the header that the link type demands.
// Lifetime: the cursor views the octets of `frame`.
[[nodiscard]] LayerCursor begin_frame(
    const Frame& frame SIPTRIAGE_LIFETIMEBOUND);

// Steps over one link header: at neither Ipv4, Ipv6 nor Skip.
void leave_link_header(LayerCursor& cursor);

// Steps over link headers, at most so many, until the cursor is at Ipv4, Ipv6
// or Skip.
void descend_to_ip(LayerCursor& cursor, std::uint64_t max_headers);

// PacketIdentity::link_hash of a packet that is in no tunnel.
[[nodiscard]] std::uint32_t link_hash_of(const Frame& frame);

}  // namespace siptriage::detail
