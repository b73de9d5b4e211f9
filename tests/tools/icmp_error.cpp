#include "tools/icmp_error.h"

#include "tools/ip_packet.h"
#include "tools/octets.h"

namespace siptriage::testing {

//  |     Type      |     Code      |           Checksum            |
//  |            unused, or MTU (ICMPv4: the second half)           |
//  |                     the packet, or its front                 ...
std::string encode_icmp_error(const PacketDeath& death, const IpAddress& to,
                              std::string_view packet) {
  const IcmpKind& kind = death.kind;
  std::string message;
  append_u8(message, to.is_ipv6 ? kind.v6_type : kind.v4_type);
  append_u8(message, to.is_ipv6 ? kind.v6_code : kind.v4_code);
  append_u16(message, 0);
  append_u32(message, death.mtu);
  message += packet.substr(0, death.quoted_octets);
  replace_u16(message, 2,
              to.is_ipv6 ? transport_checksum(death.reporter, to,
                                              kProtocolIcmpv6, message)
                         : internet_checksum(message));
  return message;
}

}  // namespace siptriage::testing
