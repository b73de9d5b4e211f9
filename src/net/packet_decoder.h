#pragma once
// PacketDecoder: from a frame to the transport protocol of its innermost IP
// packet: link layers, IP, fragments, tunnels.
//
//   const DecodedPacket& packet = decoder.decode(frame);
//   if (packet.kind == DecodedPacket::Kind::Transport) use(packet.ip.payload);

#include <cstdint>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/capture/frame.h"
#include "siptriage/net/net_stage.h"

#include "net/ip_packet.h"
#include "net/ip_reassembler.h"
#include "net/link_layer.h"

namespace siptriage::detail {

struct DecodedPacket {
  enum class Kind : std::uint8_t {
    Skipped,    // to be counted under `reason`
    Held,       // a fragment of something not whole, counted if need be
    Transport,  // ip.payload is UDP or TCP, as ip.protocol says
  };
  Kind kind = Kind::Skipped;
  SkipReason reason = SkipReason::NotIp;
  // The frame, or what stands for it when fragments were put together; then
  // valid until the next call of decode.
  std::string_view image;
  std::uint32_t original_length_octets = 0;  // of `image`
  std::uint32_t frames = 1;                  // that it took, for the count
  bool reassembled = false;
  IpPacket ip;
  PacketIdentity identity;
};

class PacketDecoder {
 public:
  // Both must outlive the decoder.
  PacketDecoder(const NetLimits& limits, Coverage& coverage)
      : limits_(limits), coverage_(coverage), fragments_(limits, coverage) {}

  // Lifetime: until the next call; the octets, as those of `frame`.
  [[nodiscard]] const DecodedPacket& decode(const Frame& frame);

  // Counts fragments that never became whole.
  void finish() { fragments_.finish(); }

 private:
  // What to do after a fragment or the header of a tunnel.
  enum class Next : std::uint8_t { Descend, Stop };

  void begin(const Frame& frame);
  void skip(SkipReason reason);
  void identify(bool was_fragmented);
  Next take_fragment(const Frame& frame, LayerCursor& cursor);
  Next enter_payload(LayerCursor& cursor);

  const NetLimits& limits_;
  Coverage& coverage_;
  IpReassembler fragments_;
  DecodedPacket packet_;  // made once: to clear it all costs too much
  Timestamp now_{};       // of the last frame that had a timestamp
};

}  // namespace siptriage::detail
