// ICMP and ICMPv6 errors about a packet, which they quote.
//
//   std::string message = encode_icmp_error(kind, 0, packet, 548);
//
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tools/socket_address.h"

namespace siptriage::testing {

inline constexpr std::uint8_t kProtocolIcmp = 1;
inline constexpr std::uint8_t kProtocolIcmpv6 = 58;

/// Type and code in either protocol (RFC 792, RFC 1812, RFC 4443).
struct IcmpKind {
  std::uint8_t v4_type = 0;
  std::uint8_t v4_code = 0;
  std::uint8_t v6_type = 0;
  std::uint8_t v6_code = 0;
};

/// How a packet ends.
struct PacketDeath {
  IcmpKind kind;
  std::uint16_t mtu = 0;  // of a packet that is too big
  IpAddress reporter;
  std::size_t quoted_octets = 548;  // as RFC 1812 4.3.2.3 has it
};

/// The ICMP message, which goes from death.reporter to whoever sent `packet`.
std::string encode_icmp_error(const PacketDeath& death, const IpAddress& to,
                              std::string_view packet);

}  // namespace siptriage::testing
