#include "net/icmp_error.h"

#include <cstddef>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::uint8_t kProtocolIcmp = 1;
constexpr std::uint8_t kProtocolIcmpv6 = 58;
// Type, code, checksum, and four octets that depend on the type.
constexpr std::size_t kIcmpOctets = 8;
constexpr std::size_t kUdpOctets = 8;
// Of a quoted packet; more means that it is none.
constexpr std::uint64_t kMaxQuotedExtensions = 8;

struct Meaning {
  std::uint8_t type;
  std::uint8_t code;
  NetworkErrorKind kind;
};

// RFC 792, RFC 1812 5.2.7.1; codes of type 3 that are not here say
// OtherUnreachable.
constexpr Meaning kIcmp[] = {
    {3, 0, NetworkErrorKind::NetworkUnreachable},
    {3, 1, NetworkErrorKind::HostUnreachable},
    {3, 3, NetworkErrorKind::PortUnreachable},
    {3, 4, NetworkErrorKind::PacketTooBig},
    {3, 6, NetworkErrorKind::NetworkUnreachable},
    {3, 7, NetworkErrorKind::HostUnreachable},
    {3, 9, NetworkErrorKind::Prohibited},
    {3, 10, NetworkErrorKind::Prohibited},
    {3, 11, NetworkErrorKind::NetworkUnreachable},
    {3, 12, NetworkErrorKind::HostUnreachable},
    {3, 13, NetworkErrorKind::Prohibited},
    {11, 0, NetworkErrorKind::HopLimitExceeded},
    {11, 1, NetworkErrorKind::ReassemblyTimedOut},
};
// RFC 4443 3.1 to 3.3; so of type 1.
constexpr Meaning kIcmpv6[] = {
    {1, 0, NetworkErrorKind::NetworkUnreachable},
    {1, 1, NetworkErrorKind::Prohibited},
    {1, 3, NetworkErrorKind::HostUnreachable},
    {1, 4, NetworkErrorKind::PortUnreachable},
    {1, 5, NetworkErrorKind::Prohibited},
    {1, 6, NetworkErrorKind::Prohibited},
    {2, 0, NetworkErrorKind::PacketTooBig},
    {3, 0, NetworkErrorKind::HopLimitExceeded},
    {3, 1, NetworkErrorKind::ReassemblyTimedOut},
};

template <std::size_t Size>
std::optional<NetworkErrorKind> find_kind(const Meaning (&meanings)[Size],
                                          std::uint8_t type,
                                          std::uint8_t code) {
  for (const Meaning& meaning : meanings) {
    if (meaning.type == type && meaning.code == code) return meaning.kind;
  }
  if (type == meanings[0].type) return NetworkErrorKind::OtherUnreachable;
  return std::nullopt;
}

// What is quoted. RFC 4884 3: a length that is not 0, in words of 4 octets
// (ICMPv6: of 8), ends it; extensions follow.
std::string_view quoted_packet(std::string_view icmp, bool v6,
                               NetworkErrorKind kind) {
  const std::string_view rest = icmp.substr(kIcmpOctets);
  if (kind == NetworkErrorKind::PacketTooBig) return rest;
  const std::size_t length = v6 ? std::size_t{8} * load_u8(icmp.data() + 4)
                                : std::size_t{4} * load_u8(icmp.data() + 5);
  return length == 0 ? rest : rest.substr(0, length);
}

// Fills ports and octets; false where the quote does not reach them.
bool take_transport(const IpPacket& quoted, IcmpError& error) {
  const std::string_view head = quoted.payload;
  if (head.size() < 4 || quoted.fragment_offset_octets != 0) return false;
  if (quoted.protocol != kProtocolUdp && quoted.protocol != kProtocolTcp) {
    return false;
  }
  error.transport =
      quoted.protocol == kProtocolUdp ? Transport::Udp : Transport::Tcp;
  error.source = {quoted.source, load_u16(head.data())};
  error.destination = {quoted.destination, load_u16(head.data() + 2)};
  if (error.transport == Transport::Udp && head.size() > kUdpOctets) {
    error.octets = head.substr(kUdpOctets);
  }
  return true;
}

}  // namespace

bool may_be_icmp_error(const IpPacket& packet) {
  if (packet.payload.size() <= kIcmpOctets) return false;
  const std::uint8_t type = load_u8(packet.payload.data());
  if (packet.protocol == kProtocolIcmp) return type == 3 || type == 11;
  return packet.protocol == kProtocolIcmpv6 && type >= 1 && type <= 3;
}

std::optional<IcmpError> decode_icmp_error(const IpPacket& packet) {
  if (!may_be_icmp_error(packet)) return std::nullopt;
  const std::string_view icmp = packet.payload;
  const bool v6 = packet.protocol == kProtocolIcmpv6;
  const std::uint8_t type = load_u8(icmp.data());
  const std::uint8_t code = load_u8(icmp.data() + 1);
  const std::optional<NetworkErrorKind> kind =
      v6 ? find_kind(kIcmpv6, type, code) : find_kind(kIcmp, type, code);
  if (!kind) return std::nullopt;
  IcmpError error;
  error.kind = *kind;
  if (*kind == NetworkErrorKind::PacketTooBig) {
    // RFC 1191 4, RFC 4443 3.2.
    error.mtu = v6 ? load_u32(icmp.data() + 4) : load_u16(icmp.data() + 6);
  }
  const std::string_view quote = quoted_packet(icmp, v6, *kind);
  IpPacket quoted;
  if (v6) {
    decode_ipv6(quote, quoted, kMaxQuotedExtensions);
  } else {
    decode_ipv4(quote, quoted, kMaxQuotedExtensions);
  }
  if (quoted.skip || !take_transport(quoted, error)) return std::nullopt;
  error.identity.ip_identification = quoted.identification;
  error.identity.has_ip_identification = quoted.has_identification;
  return error;
}

}  // namespace siptriage::detail
