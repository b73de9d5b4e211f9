#pragma once
// PlainPacket: where the IP packet of nearly every frame is, found with one
// branch a layer and without writing it down field by field.
//
//   PlainPacket packet;
//   if (!find_plain_packet(frame, packet)) return decode_layer_by_layer(frame);
//
// Plain is: Ethernet II with at most one VLAN tag, or Linux cooked; IPv4
// without options or IPv6 without extension headers; no fragment; not cut.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/base/lifetime.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/capture/frame.h"

#include "net/link_layer.h"
#include "net/load.h"

namespace siptriage::detail {

struct PlainPacket {
  const char* header;        // of IP, 20 or 40 octets
  std::string_view payload;  // at least 8 octets
  // What the header says is next. Of IPv6 it may be an extension header.
  std::uint8_t protocol;
};

// Lifetime: the packet views the octets of `frame`.
[[nodiscard]] inline bool find_plain_packet(
    const Frame& frame SIPTRIAGE_LIFETIMEBOUND, PlainPacket& packet) {
  constexpr std::size_t kLongestLinkOctets = 20;
  constexpr std::size_t kIpv4Octets = 20;
  constexpr std::size_t kIpv6Octets = 40;
  constexpr std::size_t kLeastPayloadOctets = 8;

  // So many that the link and IPv4 headers need no further look.
  if (frame.octets.size() <
      kLongestLinkOctets + kIpv4Octets + kLeastPayloadOctets) {
    return false;
  }
  const char* at = frame.octets.data();
  const char* const end = at + frame.octets.size();
  std::uint16_t type = 0;
  if (frame.link_type == LinkType::Ethernet) {
    type = load_u16(at + 12);
    at += kEthernetOctets;
    if (type == kVlanType) {
      type = load_u16(at + 2);
      at += 4;
    }
  } else if (frame.link_type == LinkType::LinuxSll) {
    type = load_u16(at + 14);
    at += 16;
  } else if (frame.link_type == LinkType::LinuxSll2) {
    type = load_u16(at);
    at += 20;
  }

  const auto left = static_cast<std::size_t>(end - at);
  packet.header = at;
  if (type == kIpv4Type) {
    const std::size_t total = load_u16(at + 2);
    if (load_u8(at) != 0x45 || (load_u16(at + 6) & 0x3fff) != 0 ||
        total < kIpv4Octets + kLeastPayloadOctets || total > left) {
      return false;
    }
    packet.protocol = load_u8(at + 9);
    packet.payload = {at + kIpv4Octets, total - kIpv4Octets};
    return true;
  }
  if (type != kIpv6Type || left < kIpv6Octets) return false;
  const std::size_t length = load_u16(at + 4);
  if (load_u8(at) >> 4 != 6 || length < kLeastPayloadOctets ||
      length > left - kIpv6Octets) {
    return false;
  }
  packet.protocol = load_u8(at + 6);
  packet.payload = {at + kIpv6Octets, length};
  return true;
}

// Of the plain packet in `frame` that begins at `header`.
[[nodiscard]] inline PacketIdentity identity_of(const Frame& frame,
                                                const char* header) {
  const bool v4 = load_u8(header) >> 4 == 4;
  const std::uint16_t identification = v4 ? load_u16(header + 4) : 0;
  return {identification, identification != 0, load_u8(header + (v4 ? 8 : 7)),
          link_hash_of(frame)};
}

}  // namespace siptriage::detail
