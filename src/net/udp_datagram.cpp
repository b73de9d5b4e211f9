#include "net/udp_datagram.h"

#include <cstddef>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kUdpOctets = 8;

}  // namespace

UdpDatagram decode_udp(const IpPacket& packet) {
  UdpDatagram datagram;
  if (packet.payload.size() < kUdpOctets) {
    datagram.skip = SkipReason::TruncatedHeader;
    return datagram;
  }
  const char* header = packet.payload.data();
  // 0: as long as the packet, of which the length may not fit 16 bits
  // (RFC 2675 4), or was left to the network card.
  std::uint32_t length = load_u16(header + 4);
  if (length == 0) length = packet.payload_length_octets;
  if (length < kUdpOctets) {
    datagram.skip = SkipReason::MalformedPacket;
    return datagram;
  }
  datagram.source_port = load_u16(header);
  datagram.destination_port = load_u16(header + 2);
  datagram.length_octets = length - static_cast<std::uint32_t>(kUdpOctets);
  datagram.octets = packet.payload.substr(kUdpOctets, datagram.length_octets);
  if (datagram.length_octets == 0) {
    datagram.skip = SkipReason::Empty;
  } else if (datagram.octets.empty()) {
    datagram.skip = SkipReason::SnapLength;
  }
  return datagram;
}

}  // namespace siptriage::detail
