#pragma once
/// NetworkError: what the network, or the host at the other end, said about a
/// packet that was not delivered: an ICMP error, or the reset of a TCP
/// connection.

#include <cstdint>
#include <string_view>

#include "siptriage/base/endpoint.h"

namespace siptriage {

enum class NetworkErrorKind : std::uint8_t {
  PortUnreachable,     // nothing listens there (RFC 792, RFC 4443 3.1)
  HostUnreachable,     // the last router does not find the host
  NetworkUnreachable,  // a router knows no way there
  OtherUnreachable,    // unknown protocol, failed source route, ...
  Prohibited,          // a filter refused it (RFC 1812 5.2.7.1)
  PacketTooBig,        // longer than the link, and not to be fragmented
  HopLimitExceeded,    // passed on too often: most often a loop of routers
  ReassemblyTimedOut,  // some of its fragments got lost
  ConnectionReset,     // TCP: RST on a connection that was open
  ConnectionRefused,   // TCP: RST in answer to SYN
};
/// Stable names: "port-unreachable", ...
[[nodiscard]] std::string_view to_string(NetworkErrorKind kind);

[[nodiscard]] constexpr bool is_icmp(NetworkErrorKind kind) {
  return kind < NetworkErrorKind::ConnectionReset;
}

struct NetworkError {
  NetworkErrorKind kind = NetworkErrorKind::OtherUnreachable;
  IpAddress reporter;     // who said it, as the packet says
  std::uint32_t mtu = 0;  // PacketTooBig: what would have fit; 0: not said
};

}  // namespace siptriage
