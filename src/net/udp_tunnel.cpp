#include "net/udp_tunnel.h"

#include <string_view>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kUdpHeaderOctets = 8;
constexpr std::size_t kTunnelOctets = 8;  // of GTP-U, VXLAN and Geneve at least

void go_to(LayerCursor& cursor, std::string_view carried, Layer layer) {
  cursor.rest = carried;
  cursor.layer = layer;
}

// Of GTP-U: sequence numbers, then extension headers (TS 29.281 5.2). The last
// octet of each tells whether one follows, its first one how many words it has.
// No octets: they are cut, or not what they say.
std::string_view after_optional_part(std::string_view octets) {
  constexpr std::size_t kWordOctets = 4;
  for (std::size_t words = 1; words != 0;) {
    const std::size_t size = words * kWordOctets;
    if (size >= octets.size()) break;
    const bool is_last = octets[size - 1] == '\0';
    octets.remove_prefix(size);
    if (is_last) return octets;
    words = load_u8(octets.data());
  }
  return {};
}

// Only what a user sent: signalling of the tunnel itself goes no further.
bool leave_gtp_user(std::string_view octets, LayerCursor& cursor) {
  constexpr std::uint8_t kVersionAndType = 0xf0;
  constexpr std::uint8_t kVersion1Gtp = 0x30;
  constexpr std::uint8_t kHasOptionalPart = 0x07;
  constexpr std::uint8_t kUserData = 255;
  const std::uint8_t flags = load_u8(octets.data());
  if ((flags & kVersionAndType) != kVersion1Gtp ||
      load_u8(octets.data() + 1) != kUserData) {
    return false;
  }
  const std::size_t length = load_u16(octets.data() + 2);
  std::string_view carried = octets.substr(kTunnelOctets, length);
  if ((flags & kHasOptionalPart) != 0) carried = after_optional_part(carried);
  if (carried.empty()) return false;
  go_to(cursor, carried, Layer::IpVersion);
  return true;
}

bool leave_vxlan(std::string_view octets, LayerCursor& cursor) {
  constexpr std::uint8_t kHasNetwork = 0x08;
  constexpr std::uint32_t kReserved = 0x00ffffff;
  const std::uint32_t flags = load_u32(octets.data());
  if ((flags >> 24 & kHasNetwork) == 0 || (flags & kReserved) != 0) {
    return false;
  }
  go_to(cursor, octets.substr(kTunnelOctets), Layer::Ethernet);
  return true;
}

bool leave_geneve(std::string_view octets, LayerCursor& cursor) {
  constexpr std::uint8_t kVersion = 0xc0;
  constexpr std::uint8_t kOptionWords = 0x3f;
  constexpr std::uint8_t kControlAndReserved = 0xbf;
  const std::uint8_t first = load_u8(octets.data());
  const std::uint16_t type = load_u16(octets.data() + 2);
  const std::size_t header =
      kTunnelOctets + std::size_t{4} * (first & kOptionWords);
  if ((first & kVersion) != 0 ||
      (load_u8(octets.data() + 1) & kControlAndReserved) != 0 ||
      type < kSmallestEtherType || header >= octets.size()) {
    return false;
  }
  cursor.rest = octets.substr(header);
  cursor.at_ether_type(type);
  return true;
}

// Tags that say more, each with its length, up to the last one.
bool leave_tzsp(std::string_view octets, LayerCursor& cursor) {
  constexpr std::uint32_t kReceivedEthernet = 0x01000001;
  constexpr std::uint32_t kSentEthernet = 0x01010001;
  constexpr std::uint8_t kPadding = 0;
  constexpr std::uint8_t kLast = 1;
  const std::uint32_t first = load_u32(octets.data());
  if (first != kReceivedEthernet && first != kSentEthernet) return false;
  octets.remove_prefix(4);
  while (octets.size() > 2) {
    const std::uint8_t tag = load_u8(octets.data());
    if (tag == kLast) {
      go_to(cursor, octets.substr(1), Layer::Ethernet);
      return true;
    }
    const std::size_t length =
        tag == kPadding ? 1 : std::size_t{2} + load_u8(octets.data() + 1);
    if (length > octets.size()) return false;
    octets.remove_prefix(length);
  }
  return false;
}

}  // namespace

bool leave_udp_tunnel(LayerCursor& cursor) {
  if (cursor.rest.size() <= kUdpHeaderOctets + kTunnelOctets) return false;
  const std::uint16_t port = load_u16(cursor.rest.data() + 2);
  if (!is_udp_tunnel_port(port)) return false;
  const std::string_view octets = cursor.rest.substr(kUdpHeaderOctets);
  switch (port) {
    case kGtpUserPort:
      return leave_gtp_user(octets, cursor);
    case kGenevePort:
      return leave_geneve(octets, cursor);
    case kTzspPort:
      return leave_tzsp(octets, cursor);
    default:
      return leave_vxlan(octets, cursor);
  }
}

}  // namespace siptriage::detail
