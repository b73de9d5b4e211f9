#pragma once
// FrameLayers: the headers of a frame, one after the other, down to the packet
// that says what it carries.
//
//   FrameLayers layers;
//   if (!find_layers(frame, limits, layers)) leave_out(frame);

#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/base/limits.h"
#include "siptriage/capture/frame.h"

#include "net/ip_packet.h"

namespace siptriage::detail {

struct LayerAt {
  enum class Kind : std::uint8_t {
    Harmless,  // tags, labels, sessions, types: they name no host
    Ethernet,
    LinuxSll,
    LinuxSll2,
    Nflog,
    Ipv4,
    Ipv6,
    Gre,
    UdpTunnel,  // UDP, and what tells the tunnel
  };
  Kind kind = Kind::Harmless;
  std::size_t offset = 0;
  std::size_t octets = 0;  // of the header
  std::size_t end = 0;     // Gre, UdpTunnel: of what it carries
};

struct FrameLayers {
  std::vector<LayerAt> layers;
  IpPacket ip;                     // the innermost one
  std::size_t payload_offset = 0;  // of ip.payload in the frame
};

// False for what has no IP packet, or headers of which we cannot tell what they
// say of hosts. Lifetime: as the frame's octets.
[[nodiscard]] bool find_layers(const Frame& frame, const Limits& limits,
                               FrameLayers& found);

}  // namespace siptriage::detail
