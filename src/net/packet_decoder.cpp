#include "net/packet_decoder.h"

#include "net/gre.h"
#include "net/udp_tunnel.h"

namespace siptriage::detail {

const DecodedPacket& PacketDecoder::decode(const Frame& frame) {
  packet_.image = frame.octets;
  packet_.original_length_octets = frame.original_length_octets;
  packet_.frames = 1;
  packet_.reassembled = false;
  cursor_ = begin_frame(frame);
  depth_ = 0;
  was_fragmented_ = false;
  descend();
  return packet_;
}

const DecodedPacket& PacketDecoder::resume(const WholePacket& whole) {
  packet_.image = whole.image;
  packet_.original_length_octets =
      static_cast<std::uint32_t>(whole.image.size());
  packet_.frames = whole.frames;
  packet_.reassembled = true;
  // The first fragment's headers, which may be longer than this one's.
  cursor_.rest = whole.image.substr(whole.packet_offset_octets);
  ++depth_;
  descend();
  return packet_;
}

const DecodedPacket& PacketDecoder::refuse(SkipReason reason,
                                           std::uint32_t frames) {
  packet_.frames = frames;
  skip(reason);
  return packet_;
}

// From IP header to IP header, until there is something to say.
void PacketDecoder::descend() {
  while (decode_ip() && enter_payload()) ++depth_;
}

// False if the packet goes no further.
bool PacketDecoder::decode_ip() {
  descend_to_ip(cursor_, limits_[LimitId::LinkHeaders]);
  packet_.identity.link_hash = cursor_.link_hash;
  if (cursor_.layer == Layer::Skip) {
    skip(cursor_.reason, cursor_.limit);
    return false;
  }
  if (depth_ > limits_[LimitId::TunnelDepth]) {
    skip(SkipReason::TunnelTooDeep, LimitId::TunnelDepth);
    return false;
  }
  const std::uint64_t max_extensions = limits_[LimitId::ExtensionHeaders];
  if (cursor_.layer == Layer::Ipv4) {
    decode_ipv4(cursor_.rest, packet_.ip, max_extensions);
  } else {
    decode_ipv6(cursor_.rest, packet_.ip, max_extensions);
  }
  if (packet_.ip.skip) {
    skip(*packet_.ip.skip, packet_.ip.limit);
    return false;
  }
  identify();
  was_fragmented_ = packet_.ip.is_fragment;
  if (packet_.ip.is_fragment) packet_.kind = DecodedPacket::Kind::Fragment;
  return !packet_.ip.is_fragment;
}

void PacketDecoder::skip(SkipReason reason, std::optional<LimitId> limit) {
  packet_.kind = DecodedPacket::Kind::Skipped;
  packet_.reason = reason;
  packet_.limit = limit;
}

void PacketDecoder::identify() {
  const IpPacket& ip = packet_.ip;
  packet_.identity.hop_limit = ip.hop_limit;
  // Put together, an IPv6 packet has lost its fragment header.
  if (was_fragmented_ && ip.source.family == IpFamily::V6) return;
  packet_.identity.ip_identification = ip.identification;
  packet_.identity.has_ip_identification = ip.has_identification;
}

// True if the payload is a tunnel to go down.
bool PacketDecoder::enter_payload() {
  cursor_.rest = packet_.ip.payload;
  const std::uint8_t protocol = packet_.ip.protocol;
  if (protocol == kProtocolUdp && leave_udp_tunnel(cursor_)) return true;
  if (protocol == kProtocolUdp || protocol == kProtocolTcp) {
    packet_.kind = DecodedPacket::Kind::Transport;
    return false;
  }
  switch (protocol) {
    case kProtocolIpv4:
      cursor_.layer = Layer::Ipv4;
      return true;
    case kProtocolIpv6:
      cursor_.layer = Layer::Ipv6;
      return true;
    case kProtocolMplsInIp:
      cursor_.layer = Layer::Mpls;
      return true;
    case kProtocolGre:
      leave_gre(cursor_);
      return true;
    case kProtocolEsp:
      skip(SkipReason::EncryptedEsp);
      return false;
    default:
      skip(SkipReason::OtherIpProtocol);
      return false;
  }
}

}  // namespace siptriage::detail
