#include "siptriage/base/network_error.h"

namespace siptriage {

std::string_view to_string(NetworkErrorKind kind) {
  switch (kind) {
    case NetworkErrorKind::PortUnreachable:
      return "port-unreachable";
    case NetworkErrorKind::HostUnreachable:
      return "host-unreachable";
    case NetworkErrorKind::NetworkUnreachable:
      return "network-unreachable";
    case NetworkErrorKind::OtherUnreachable:
      return "other-unreachable";
    case NetworkErrorKind::Prohibited:
      return "prohibited";
    case NetworkErrorKind::PacketTooBig:
      return "packet-too-big";
    case NetworkErrorKind::HopLimitExceeded:
      return "hop-limit-exceeded";
    case NetworkErrorKind::ReassemblyTimedOut:
      return "reassembly-timed-out";
    case NetworkErrorKind::ConnectionReset:
      return "connection-reset";
    case NetworkErrorKind::ConnectionRefused:
      return "connection-refused";
  }
  return "";
}

}  // namespace siptriage
