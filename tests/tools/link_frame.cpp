#include "tools/link_frame.h"

#include <cstddef>

#include "tools/ip_packet.h"

namespace siptriage::testing {
namespace {

constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
constexpr std::uint16_t kEtherTypeIpv6 = 0x86dd;
constexpr std::uint16_t kEtherTypeVlan = 0x8100;
constexpr std::uint16_t kEtherTypeServiceVlan = 0x88a8;
constexpr std::uint16_t kArpHardwareEthernet = 1;
constexpr std::uint32_t kAfInet = 2;
constexpr std::uint32_t kAfInet6 = 30;  // macOS; the BSDs say 24 or 28
constexpr std::size_t kMinEthernetOctets = 60;

bool is_ipv6(std::string_view packet) { return packet[0] >> 4 == 6; }

std::uint16_t ether_type(std::string_view packet) {
  return is_ipv6(packet) ? kEtherTypeIpv6 : kEtherTypeIpv4;
}

/// Locally administered, ending in the last four octets of the IP address.
std::string mac_address(std::string_view ip) {
  return std::string("\x02\0", 2).append(ip.substr(ip.size() - 4));
}

std::string source_mac(std::string_view packet) {
  return mac_address(is_ipv6(packet) ? packet.substr(8, 16)
                                     : packet.substr(12, 4));
}

std::string destination_mac(std::string_view packet) {
  return mac_address(is_ipv6(packet) ? packet.substr(24, 16)
                                     : packet.substr(16, 4));
}

std::string encode_ethernet(const Link& link, std::string_view packet) {
  std::string frame = destination_mac(packet) + source_mac(packet);
  for (std::size_t i = 0; i < link.vlan_ids.size(); ++i) {
    const bool is_innermost = i + 1 == link.vlan_ids.size();
    append_u16(frame, is_innermost ? kEtherTypeVlan : kEtherTypeServiceVlan);
    append_u16(frame, link.vlan_ids[i]);
  }
  append_u16(frame, ether_type(packet));
  frame += packet;
  if (link.is_padded && frame.size() < kMinEthernetOctets) {
    frame.resize(kMinEthernetOctets);
  }
  return frame;
}

// | packet type | ARPHRD | address length | address, 8 octets | protocol |
std::string encode_linux_cooked(std::string_view packet) {
  std::string frame;
  append_u16(frame, 0);  // sent to us
  append_u16(frame, kArpHardwareEthernet);
  append_u16(frame, 6);
  frame += source_mac(packet);
  append_u16(frame, 0);
  append_u16(frame, ether_type(packet));
  frame += packet;
  return frame;
}

// | protocol | reserved | interface index, 4 | ARPHRD | packet type, 1 |
// | address length, 1 | address, 8 |
std::string encode_linux_cooked_v2(std::string_view packet) {
  std::string frame;
  append_u16(frame, ether_type(packet));
  append_u16(frame, 0);
  append_u32(frame, 2);
  append_u16(frame, kArpHardwareEthernet);
  append_u8(frame, 0);  // sent to us
  append_u8(frame, 6);
  frame += source_mac(packet);
  append_u16(frame, 0);
  frame += packet;
  return frame;
}

std::string encode_null(ByteOrder byte_order, std::string_view packet) {
  std::string frame;
  append_u32(frame, is_ipv6(packet) ? kAfInet6 : kAfInet, byte_order);
  frame += packet;
  return frame;
}

// | version, type | user data | length, 2 | tunnel, 4 |
std::string encode_gtp(std::string_view packet) {
  std::string octets("\x30\xff", 2);
  append_u16(octets, static_cast<std::uint16_t>(packet.size()));
  append_u32(octets, 0x1234);
  return octets.append(packet);
}

// | has a network | reserved, 3 | network, 3 | reserved |
std::string encode_vxlan(std::string_view packet) {
  std::string octets;
  append_u32(octets, 0x08000000);
  append_u32(octets, 0x1200);
  return octets + encode_ethernet({}, packet);
}

std::string encode_tunnel(Tunnel tunnel, std::string_view packet) {
  const bool is_gtp = tunnel == Tunnel::Gtp;
  const std::string port = is_gtp ? ":2152" : ":4789";
  const SocketAddress from = *parse_socket_address("203.0.113.1" + port);
  const SocketAddress to = *parse_socket_address("203.0.113.2" + port);
  const std::string octets = is_gtp ? encode_gtp(packet) : encode_vxlan(packet);
  const IpHeader header{from.ip, to.ip, kProtocolUdp, 0, kMaxIpPayloadOctets};
  return encode_ip_packets(header, encode_udp_datagram(from, to, octets))
      .front();
}

}  // namespace

std::string encode_frame(const Link& link, ByteOrder byte_order,
                         std::string_view packet) {
  if (link.tunnel != Tunnel::None) {
    Link outside = link;
    outside.tunnel = Tunnel::None;
    return encode_frame(outside, byte_order,
                        encode_tunnel(link.tunnel, packet));
  }
  switch (link.kind) {
    case LinkKind::Null:
      return encode_null(byte_order, packet);
    case LinkKind::Ethernet:
      return encode_ethernet(link, packet);
    case LinkKind::RawIp:
      break;
    case LinkKind::LinuxCooked:
      return encode_linux_cooked(packet);
    case LinkKind::LinuxCookedV2:
      return encode_linux_cooked_v2(packet);
  }
  return std::string(packet);
}

}  // namespace siptriage::testing
