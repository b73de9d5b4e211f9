#include "tools/ip_packet.h"

#include <cassert>

#include "tools/octets.h"

namespace siptriage::testing {
namespace {

constexpr std::uint8_t kHopLimit = 64;
constexpr std::uint16_t kTcpWindow = 64240;
constexpr std::uint16_t kDontFragment = 0x4000;
constexpr std::uint16_t kMoreFragments = 0x2000;
constexpr std::uint8_t kIpv6Fragment = 44;
constexpr std::size_t kIpv6FragmentHeaderOctets = 8;

/// One contiguous part of a packet's payload.
struct Fragment {
  std::size_t offset_octets = 0;
  std::string_view octets;
  bool is_last = true;
};

std::uint16_t narrow_u16(std::size_t value) {
  assert(value <= 0xffff);
  return static_cast<std::uint16_t>(value);
}

//  0                   1                   2                   3
//  |Version|  IHL  |Type of Service|          Total Length         |
//  |         Identification        |Flags|      Fragment Offset    |
//  |  Time to Live |    Protocol   |         Header Checksum       |
//  |                 source address, destination address          ...
std::string encode_ipv4(const IpHeader& header, const Fragment& fragment) {
  auto flags = narrow_u16(fragment.offset_octets / 8);
  if (!fragment.is_last) flags |= kMoreFragments;
  if (header.protocol == kProtocolTcp) flags |= kDontFragment;
  std::string packet;
  append_u8(packet, 0x45);
  append_u8(packet, 0);
  append_u16(packet, narrow_u16(kIpv4HeaderOctets + fragment.octets.size()));
  append_u16(packet, header.identification);
  append_u16(packet, flags);
  append_u8(packet, kHopLimit);
  append_u8(packet, header.protocol);
  append_u16(packet, 0);
  packet += header.from.view();
  packet += header.to.view();
  replace_u16(packet, 10, internet_checksum(packet));
  packet += fragment.octets;
  return packet;
}

//  |Version| Traffic Class |           Flow Label                  |
//  |         Payload Length        |  Next Header  |   Hop Limit   |
//  |              source address, destination address             ...
// and, in a fragment (RFC 8200 4.5):
//  |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
//  |                         Identification                        |
std::string encode_ipv6(const IpHeader& header, const Fragment& fragment) {
  const bool is_whole = fragment.is_last && fragment.offset_octets == 0;
  const std::size_t extension = is_whole ? 0 : kIpv6FragmentHeaderOctets;
  std::string packet;
  append_u32(packet, 0x60000000);
  append_u16(packet, narrow_u16(extension + fragment.octets.size()));
  append_u8(packet, is_whole ? header.protocol : kIpv6Fragment);
  append_u8(packet, kHopLimit);
  packet += header.from.view();
  packet += header.to.view();
  if (!is_whole) {
    const std::size_t more = fragment.is_last ? 0 : 1;
    append_u8(packet, header.protocol);
    append_u8(packet, 0);
    append_u16(packet, narrow_u16(fragment.offset_octets | more));
    append_u32(packet, header.identification);
  }
  packet += fragment.octets;
  return packet;
}

/// The most payload a fragment can carry: all but the last are multiples of
/// eight octets.
std::size_t fragment_size(const IpHeader& header) {
  const std::size_t overhead =
      header.from.is_ipv6 ? kIpv6HeaderOctets + kIpv6FragmentHeaderOctets
                          : kIpv4HeaderOctets;
  assert(header.mtu >= overhead + 8);
  return (header.mtu - overhead) / 8 * 8;
}

}  // namespace

std::uint16_t internet_checksum(std::string_view octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const std::uint32_t octet = static_cast<std::uint8_t>(octets[i]);
    sum += i % 2 == 0 ? octet << 8 : octet;
  }
  while (sum > 0xffff) sum = (sum >> 16) + (sum & 0xffff);
  return static_cast<std::uint16_t>(~sum & 0xffff);
}

std::uint16_t transport_checksum(const IpAddress& from, const IpAddress& to,
                                 std::uint8_t protocol,
                                 std::string_view octets) {
  std::string covered(from.view());
  covered += to.view();
  append_u32(covered, static_cast<std::uint32_t>(octets.size()));
  append_u32(covered, protocol);
  covered += octets;
  return internet_checksum(covered);
}

std::string encode_udp_datagram(const SocketAddress& from,
                                const SocketAddress& to,
                                std::string_view payload) {
  std::string datagram;
  append_u16(datagram, from.port);
  append_u16(datagram, to.port);
  append_u16(datagram, narrow_u16(kUdpHeaderOctets + payload.size()));
  append_u16(datagram, 0);
  datagram += payload;
  const std::uint16_t checksum =
      transport_checksum(from.ip, to.ip, kProtocolUdp, datagram);
  // Zero would mean "no checksum" (RFC 768).
  replace_u16(datagram, 6, checksum == 0 ? 0xffff : checksum);
  return datagram;
}

std::string encode_tcp_segment(const SocketAddress& from,
                               const SocketAddress& to,
                               const TcpSegment& segment,
                               std::string_view payload) {
  const bool has_option = segment.max_segment_size != 0;
  const unsigned flags =
      (segment.fin ? 0x01U : 0U) | (segment.syn ? 0x02U : 0U) |
      (segment.rst ? 0x04U : 0U) | (segment.psh ? 0x08U : 0U) |
      (segment.ack ? 0x10U : 0U);
  std::string octets;
  append_u16(octets, from.port);
  append_u16(octets, to.port);
  append_u32(octets, segment.sequence);
  append_u32(octets, segment.ack ? segment.acknowledgement : 0);
  append_u8(octets, has_option ? 0x60 : 0x50);
  append_u8(octets, static_cast<std::uint8_t>(flags));
  append_u16(octets, segment.rst ? std::uint16_t{0} : kTcpWindow);
  append_u32(octets, 0);  // checksum, urgent pointer
  if (has_option) {
    append_u16(octets, 0x0204);
    append_u16(octets, segment.max_segment_size);
  }
  octets += payload;
  replace_u16(octets, 16,
              transport_checksum(from.ip, to.ip, kProtocolTcp, octets));
  return octets;
}

std::vector<std::string> encode_ip_packets(const IpHeader& header,
                                           std::string_view payload) {
  const auto encode = header.from.is_ipv6 ? encode_ipv6 : encode_ipv4;
  const std::size_t header_octets =
      header.from.is_ipv6 ? kIpv6HeaderOctets : kIpv4HeaderOctets;
  if (header_octets + payload.size() <= header.mtu) {
    return {encode(header, Fragment{0, payload, true})};
  }
  std::vector<std::string> packets;
  const std::size_t step = fragment_size(header);
  for (std::size_t at = 0; at < payload.size(); at += step) {
    const bool is_last = payload.size() - at <= step;
    packets.push_back(
        encode(header, Fragment{at, payload.substr(at, step), is_last}));
  }
  return packets;
}

}  // namespace siptriage::testing
