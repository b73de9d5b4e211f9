#pragma once
// IcmpError: an ICMP or ICMPv6 message that tells of a packet that was not
// delivered, and the head of that packet, which it quotes (RFC 792, RFC 4443).
//
//   if (const std::optional<IcmpError> error = decode_icmp_error(packet.ip))
//     tell(error->kind, error->source, error->octets);

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/network_error.h"
#include "siptriage/base/packet_identity.h"

#include "net/ip_packet.h"

namespace siptriage::detail {

struct IcmpError {
  NetworkErrorKind kind = NetworkErrorKind::OtherUnreachable;
  std::uint32_t mtu = 0;
  // Of the packet that died: UDP or TCP.
  Transport transport = Transport::Udp;
  Endpoint source;
  Endpoint destination;
  PacketIdentity identity;
  // What of its UDP payload is quoted; of TCP, nothing.
  std::string_view octets;
};

// True for the messages that decode_icmp_error() may know: a quick look.
// `packet` is whole, but for what the snap length cut.
[[nodiscard]] bool may_be_icmp_error(const IpPacket& packet);

// Nothing where neither UDP ports nor TCP ports are quoted.
// Lifetime: octets view the payload of `packet`.
[[nodiscard]] std::optional<IcmpError> decode_icmp_error(
    const IpPacket& packet SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::detail
