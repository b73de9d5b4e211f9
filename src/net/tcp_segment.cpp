#include "net/tcp_segment.h"

#include <cstddef>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kTcpOctets = 20;

}  // namespace

void decode_tcp(std::string_view payload, std::uint32_t length_octets,
                TcpSegment& segment) {
  segment.skip.reset();
  if (payload.size() < kTcpOctets) {
    segment.skip = SkipReason::TruncatedHeader;
    return;
  }
  const char* header = payload.data();
  const std::size_t header_octets =
      std::size_t{4} * (load_u8(header + 12) >> 4);
  if (header_octets < kTcpOctets || header_octets > length_octets) {
    segment.skip = SkipReason::MalformedPacket;
    return;
  }
  if (payload.size() < header_octets) {
    segment.skip = SkipReason::TruncatedHeader;
    return;
  }
  const std::uint8_t flags = load_u8(header + 13);
  segment.source_port = load_u16(header);
  segment.destination_port = load_u16(header + 2);
  segment.sequence = load_u32(header + 4);
  segment.acknowledgement = load_u32(header + 8);
  segment.fin = (flags & 0x01) != 0;
  segment.syn = (flags & 0x02) != 0;
  segment.rst = (flags & 0x04) != 0;
  segment.ack = (flags & 0x10) != 0;
  segment.octets = payload.substr(header_octets);
  segment.length_octets =
      length_octets - static_cast<std::uint32_t>(header_octets);
  // RFC 9293 3.4: a SYN takes the first sequence number for itself.
  if (segment.syn) ++segment.sequence;
}

}  // namespace siptriage::detail
