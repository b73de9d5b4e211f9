#pragma once
// Tunnels over UDP, told by the port they are sent to: GTP-U of mobile networks
// (3GPP TS 29.281), VXLAN (RFC 7348), Geneve (RFC 8926), and TZSP, in which
// routers send on what they capture.

#include <cstddef>
#include <cstdint>

#include "net/link_layer.h"

namespace siptriage::detail {

inline constexpr std::uint16_t kGtpUserPort = 2152;
inline constexpr std::uint16_t kVxlanPort = 4789;
inline constexpr std::uint16_t kVxlanOldPort = 8472;  // of Linux
inline constexpr std::uint16_t kGenevePort = 6081;
inline constexpr std::uint16_t kTzspPort = 37008;

[[nodiscard]] constexpr bool is_udp_tunnel_port(std::uint16_t port) {
  return port == kGtpUserPort || port == kVxlanPort || port == kVxlanOldPort ||
         port == kGenevePort || port == kTzspPort;
}

// `cursor.rest` begins with a UDP header. Steps over it and that of a tunnel to
// what it carries. False, and the cursor as it was, for any other datagram.
[[nodiscard]] bool leave_udp_tunnel(LayerCursor& cursor);

}  // namespace siptriage::detail
