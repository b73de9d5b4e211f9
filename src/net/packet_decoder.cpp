#include "net/packet_decoder.h"

#include <cstddef>

#include "net/gre.h"

namespace siptriage::detail {

const DecodedPacket& PacketDecoder::decode(const Frame& frame) {
  begin(frame);
  LayerCursor cursor = begin_frame(frame);
  bool was_fragmented = false;
  for (unsigned depth = 0;; ++depth) {
    descend_to_ip(cursor);
    packet_.identity.link_hash = cursor.link_hash;
    if (cursor.layer == Layer::Skip) {
      skip(cursor.reason);
      return packet_;
    }
    if (depth > limits_.max_tunnel_depth) {
      skip(SkipReason::TunnelTooDeep);
      return packet_;
    }
    if (cursor.layer == Layer::Ipv4) {
      decode_ipv4(cursor.rest, packet_.ip);
    } else {
      decode_ipv6(cursor.rest, packet_.ip);
    }
    if (packet_.ip.skip) {
      skip(*packet_.ip.skip);
      return packet_;
    }
    identify(was_fragmented);
    was_fragmented = packet_.ip.is_fragment;
    const Next next = packet_.ip.is_fragment ? take_fragment(frame, cursor)
                                             : enter_payload(cursor);
    if (next == Next::Stop) return packet_;
  }
}

void PacketDecoder::begin(const Frame& frame) {
  if (frame.has_timestamp) now_ = frame.timestamp;
  packet_.image = frame.octets;
  packet_.original_length_octets = frame.original_length_octets;
  packet_.frames = 1;
  packet_.reassembled = false;
}

void PacketDecoder::skip(SkipReason reason) {
  packet_.kind = DecodedPacket::Kind::Skipped;
  packet_.reason = reason;
}

void PacketDecoder::identify(bool was_fragmented) {
  const IpPacket& ip = packet_.ip;
  packet_.identity.hop_limit = ip.hop_limit;
  // Put together, an IPv6 packet has lost its fragment header.
  if (was_fragmented && ip.source.family == IpFamily::V6) return;
  packet_.identity.ip_identification = ip.identification;
  packet_.identity.has_ip_identification = ip.has_identification;
}

PacketDecoder::Next PacketDecoder::take_fragment(const Frame& frame,
                                                 LayerCursor& cursor) {
  ++coverage_.fragments;
  packet_.kind = DecodedPacket::Kind::Held;
  if (packet_.ip.is_cut()) {
    coverage_.of(SkipReason::SnapLength) += packet_.frames;
    return Next::Stop;
  }
  const auto offset =
      static_cast<std::size_t>(cursor.rest.data() - packet_.image.data());
  const FragmentResult result =
      fragments_.add(packet_.ip, {packet_.image, offset,
                                  frame.transient || packet_.reassembled,
                                  packet_.frames, now_});
  if (result.state == FragmentResult::State::Waiting) return Next::Stop;
  packet_.frames = result.frames;
  if (result.state == FragmentResult::State::Malformed) {
    skip(SkipReason::MalformedPacket);
    return Next::Stop;
  }
  packet_.image = result.image;
  packet_.original_length_octets =
      static_cast<std::uint32_t>(result.image.size());
  packet_.reassembled = true;
  // The first fragment's headers, which may be longer than this one's.
  cursor.rest = result.image.substr(result.packet_offset_octets);
  return Next::Descend;
}

PacketDecoder::Next PacketDecoder::enter_payload(LayerCursor& cursor) {
  cursor.rest = packet_.ip.payload;
  const std::uint8_t protocol = packet_.ip.protocol;
  if (protocol == kProtocolUdp || protocol == kProtocolTcp) {
    packet_.kind = DecodedPacket::Kind::Transport;
    return Next::Stop;
  }
  switch (protocol) {
    case kProtocolIpv4:
      cursor.layer = Layer::Ipv4;
      return Next::Descend;
    case kProtocolIpv6:
      cursor.layer = Layer::Ipv6;
      return Next::Descend;
    case kProtocolMplsInIp:
      cursor.layer = Layer::Mpls;
      return Next::Descend;
    case kProtocolGre:
      leave_gre(cursor);
      return Next::Descend;
    case kProtocolEsp:
      skip(SkipReason::EncryptedEsp);
      return Next::Stop;
    default:
      skip(SkipReason::OtherIpProtocol);
      return Next::Stop;
  }
}

}  // namespace siptriage::detail
