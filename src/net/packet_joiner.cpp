#include "net/packet_joiner.h"

namespace siptriage::detail {

const DecodedPacket* PacketJoiner::decode(const Frame& frame) {
  const DecodedPacket& packet = decoder_.decode(frame);
  // What was put together may be a fragment itself, or hold one in a tunnel.
  while (packet.kind == DecodedPacket::Kind::Fragment) {
    if (!join(frame)) return nullptr;
  }
  return &packet;
}

// False if the fragment has to wait, or cannot be used.
bool PacketJoiner::join(const Frame& frame) {
  const DecodedPacket& packet = decoder_.packet();
  ++coverage_.fragments;
  if (packet.ip.is_cut()) {
    coverage_.of(SkipReason::SnapLength) += packet.frames;
    return false;
  }
  if (frame.has_timestamp) now_ = frame.timestamp;
  const FragmentResult result = fragments_.add(
      packet.ip, {packet.image, decoder_.packet_offset_octets(),
                  frame.transient || packet.reassembled, packet.frames, now_,
                  trace_ == nullptr ? nullptr : &trace_->members});
  switch (result.state) {
    case FragmentResult::State::Waiting:
      return false;
    case FragmentResult::State::Malformed:
      decoder_.refuse(SkipReason::MalformedPacket, result.frames);
      return true;
    case FragmentResult::State::Whole:
      decoder_.resume(
          {result.image, result.packet_offset_octets, result.frames});
      return true;
  }
  return false;
}

}  // namespace siptriage::detail
