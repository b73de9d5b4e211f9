// UDP datagrams, TCP segments and the IPv4 or IPv6 packets that carry them,
// with right checksums, and fragments where the MTU demands them.
//
//   std::string datagram = encode_udp_datagram(alice, bob, "OPTIONS ...");
//   IpHeader header{alice.ip, bob.ip, kProtocolUdp, 1, 1500};
//   for (const std::string& packet : encode_ip_packets(header, datagram)) ...
//
// No IP options, no extension header other than Fragment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/socket_address.h"

namespace siptriage::testing {

inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;
inline constexpr std::size_t kUdpHeaderOctets = 8;
inline constexpr std::size_t kTcpHeaderOctets = 20;
inline constexpr std::size_t kIpv4HeaderOctets = 20;
inline constexpr std::size_t kIpv6HeaderOctets = 40;
inline constexpr std::size_t kMaxIpPayloadOctets = 65535 - kIpv4HeaderOctets;

/// The one's complement checksum of RFC 1071; 0 over octets that contain
/// their own right checksum.
std::uint16_t internet_checksum(std::string_view octets);

/// The checksum of a UDP datagram or TCP segment with its pseudo header
/// (RFC 768, RFC 9293 3.1, RFC 8200 8.1); 0 if the one inside is right.
std::uint16_t transport_checksum(const IpAddress& from, const IpAddress& to,
                                 std::uint8_t protocol,
                                 std::string_view octets);

/// `from` and `to` are of one IP version; the payload fits a packet.
std::string encode_udp_datagram(const SocketAddress& from,
                                const SocketAddress& to,
                                std::string_view payload);

struct TcpSegment {
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  bool syn = false;
  bool ack = false;
  bool psh = false;
  bool fin = false;
  bool rst = false;
  std::uint16_t max_segment_size = 0;  // option on a SYN; 0: no option
};

std::string encode_tcp_segment(const SocketAddress& from,
                               const SocketAddress& to,
                               const TcpSegment& segment,
                               std::string_view payload);

struct IpHeader {
  IpAddress from;
  IpAddress to;
  std::uint8_t protocol = kProtocolUdp;
  std::uint16_t identification = 0;
  std::size_t mtu = 1500;  // at least 68
};

/// One packet, or its fragments in ascending offset if `payload` exceeds the
/// MTU. IPv4 packets that carry TCP have "don't fragment" set, as stacks do.
std::vector<std::string> encode_ip_packets(const IpHeader& header,
                                           std::string_view payload);

}  // namespace siptriage::testing
