#include "net/tcp_segment.h"

#include <cstddef>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kTcpOctets = 20;

TcpSegment skipped(SkipReason reason) {
  TcpSegment segment;
  segment.skip = reason;
  return segment;
}

}  // namespace

TcpSegment decode_tcp(const IpPacket& packet) {
  const std::string_view octets = packet.payload;
  if (octets.size() < kTcpOctets) return skipped(SkipReason::TruncatedHeader);
  const char* header = octets.data();
  const std::size_t header_octets =
      std::size_t{4} * (load_u8(header + 12) >> 4);
  if (header_octets < kTcpOctets ||
      header_octets > packet.payload_length_octets) {
    return skipped(SkipReason::MalformedPacket);
  }
  if (octets.size() < header_octets) {
    return skipped(SkipReason::TruncatedHeader);
  }
  const std::uint8_t flags = load_u8(header + 13);
  TcpSegment segment;
  segment.source_port = load_u16(header);
  segment.destination_port = load_u16(header + 2);
  segment.sequence = load_u32(header + 4);
  segment.acknowledgement = load_u32(header + 8);
  segment.fin = (flags & 0x01) != 0;
  segment.syn = (flags & 0x02) != 0;
  segment.rst = (flags & 0x04) != 0;
  segment.ack = (flags & 0x10) != 0;
  segment.octets = octets.substr(header_octets);
  segment.length_octets =
      packet.payload_length_octets - static_cast<std::uint32_t>(header_octets);
  // RFC 9293 3.4: a SYN takes the first sequence number for itself.
  if (segment.syn) ++segment.sequence;
  return segment;
}

}  // namespace siptriage::detail
