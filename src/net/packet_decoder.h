#pragma once
// PacketDecoder: from a frame to the transport protocol of its innermost IP
// packet: link layers, IP, tunnels. Knows nothing of other frames: at an IP
// fragment it stops, and goes on in the whole packet when it is given that.
//
//   const DecodedPacket& packet = decoder.decode(frame);
//   if (packet.kind == DecodedPacket::Kind::Transport) use(packet.ip.payload);

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/capture/frame.h"

#include "net/ip_packet.h"
#include "net/link_layer.h"

namespace siptriage::detail {

struct DecodedPacket {
  enum class Kind : std::uint8_t {
    Skipped,    // to be counted under `reason`
    Fragment,   // `ip` is a fragment
    Transport,  // ip.payload is UDP or TCP, as ip.protocol says
  };
  Kind kind = Kind::Skipped;
  SkipReason reason = SkipReason::NotIp;
  std::optional<LimitId> limit;  // Skipped: the one that was reached, if so
  // The frame, or what stands for it when fragments were put together.
  std::string_view image;
  std::uint32_t original_length_octets = 0;  // of `image`
  std::uint32_t frames = 1;                  // that it took, for the count
  bool reassembled = false;
  IpPacket ip;
  PacketIdentity identity;
};

// What took the place of a fragment's frame.
struct WholePacket {
  std::string_view image;
  std::size_t packet_offset_octets = 0;  // of the IP header in `image`
  std::uint32_t frames = 1;
};

class PacketDecoder {
 public:
  // `limits` must outlive the decoder.
  explicit PacketDecoder(const Limits& limits) : limits_(limits) {}

  // Lifetime: the packet, until the next call; its octets, as those of `frame`.
  const DecodedPacket& decode(const Frame& frame);

  // After a Fragment: goes on in the packet that it completed.
  // Lifetime: as decode; the octets, as those of `whole`.
  const DecodedPacket& resume(const WholePacket& whole);
  // After a Fragment: `frames` together made no packet.
  const DecodedPacket& refuse(SkipReason reason, std::uint32_t frames);

  [[nodiscard]] const DecodedPacket& packet() const { return packet_; }
  // After a Fragment: where in the image its IP header stands.
  [[nodiscard]] std::size_t packet_offset_octets() const {
    return static_cast<std::size_t>(cursor_.rest.data() - packet_.image.data());
  }

 private:
  void descend();
  [[nodiscard]] bool decode_ip();
  [[nodiscard]] bool enter_payload();
  void skip(SkipReason reason, std::optional<LimitId> limit = {});
  void identify();

  const Limits& limits_;
  LayerCursor cursor_;
  unsigned depth_ = 0;           // of tunnels
  bool was_fragmented_ = false;  // what the cursor is at
  DecodedPacket packet_;         // made once: to clear it all costs too much
};

}  // namespace siptriage::detail
