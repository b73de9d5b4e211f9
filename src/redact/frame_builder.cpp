#include "redact/frame_builder.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "net/load.h"
#include "redact/checksum.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kUdpOctets = 8;
constexpr std::size_t kTcpOctets = 20;
constexpr std::size_t kIcmpOctets = 8;
constexpr std::uint8_t kProtocolIcmpv6 = 58;

void copy(std::string& to, std::size_t at, std::string_view octets) {
  if (at >= to.size()) return;
  octets = octets.substr(0, to.size() - at);
  std::copy(octets.begin(), octets.end(),
            to.begin() + static_cast<std::ptrdiff_t>(at));
}

void replace_mac(char* octets, Pseudonyms& names) {
  std::array<std::uint8_t, 6> mac{};
  std::memcpy(mac.data(), octets, mac.size());
  mac = names.pseudonym_of(mac);
  std::memcpy(octets, mac.data(), mac.size());
}

// Eight octets of which the number says how many count (LINKTYPE_LINUX_SLL).
void replace_link_address(char* octets, std::uint32_t length,
                          Pseudonyms& names) {
  constexpr std::size_t kOctets = 8;
  if (length != 6) {
    std::memset(octets, 0, kOctets);
    return;
  }
  replace_mac(octets, names);
  std::memset(octets + 6, 0, kOctets - 6);
}

// Types and lengths of attributes stay, what they say goes; the last one is the
// packet.
void blank_nflog(std::string& frame, const LayerAt& layer) {
  constexpr std::size_t kHeaderOctets = 4;
  const std::size_t end = layer.offset + layer.octets;
  std::size_t at = layer.offset + kHeaderOctets;
  while (end - at > 4) {
    const std::uint16_t first = load_u16(frame.data() + at);
    const std::uint16_t type = load_u16(frame.data() + at + 2);
    // In the byte order of who captured; types are small.
    const std::size_t length =
        type < 256 ? first
                   : static_cast<std::uint16_t>(first >> 8 | first << 8);
    const std::size_t padded = (length + 3) / 4 * 4;
    if (length < 4 || padded > end - at) break;
    std::memset(frame.data() + at + 4, 0, padded - 4);
    at += padded;
  }
}

// The source's begins `at` octets into the header, the destination's follows.
void replace_addresses(char* header, std::size_t at, std::size_t octets,
                       Pseudonyms& names) {
  IpAddress source;
  IpAddress destination;
  load_addresses(header, source, destination);
  source = names.pseudonym_of(source);
  destination = names.pseudonym_of(destination);
  std::memcpy(header + at, source.octets.data(), octets);
  std::memcpy(header + at + octets, destination.octets.data(), octets);
}

// What names hosts on the way is overwritten with "no operation".
void replace_ipv4(char* header, std::size_t octets, Pseudonyms& names) {
  constexpr std::size_t kPlainOctets = 20;
  constexpr int kNoOperation = 1;
  replace_addresses(header, 12, 4, names);
  std::memset(header + kPlainOctets, kNoOperation, octets - kPlainOctets);
  store_u16(header + 10, 0);
  Checksum checksum;
  checksum.add({header, octets});
  store_u16(header + 10, checksum.value());
}

void replace_ipv6(char* header, Pseudonyms& names) {
  replace_addresses(header, 8, 16, names);
}

void replace_layer(std::string& frame, const LayerAt& layer,
                   Pseudonyms& names) {
  char* const header = frame.data() + layer.offset;
  switch (layer.kind) {
    case LayerAt::Kind::Ethernet:
      replace_mac(header, names);
      return replace_mac(header + 6, names);
    case LayerAt::Kind::LinuxSll:
      return replace_link_address(header + 6, load_u16(header + 4), names);
    case LayerAt::Kind::LinuxSll2:
      return replace_link_address(header + 12, load_u8(header + 11), names);
    case LayerAt::Kind::Nflog:
      return blank_nflog(frame, layer);
    case LayerAt::Kind::Ipv4:
      return replace_ipv4(header, layer.octets, names);
    case LayerAt::Kind::Ipv6:
      return replace_ipv6(header, names);
    case LayerAt::Kind::Gre:
    case LayerAt::Kind::UdpTunnel:
    case LayerAt::Kind::Harmless:
      return;
  }
}

// RFC 2784 2.1: over the header and all that it carries.
void sum_gre(std::string& frame, const LayerAt& layer) {
  constexpr unsigned kHasChecksum = 0x8000;
  char* const header = frame.data() + layer.offset;
  if ((load_u16(header) & kHasChecksum) == 0) return;
  store_u16(header + 4, 0);
  Checksum checksum;
  checksum.add({header, layer.end - layer.offset});
  store_u16(header + 4, checksum.value());
}

// With the pseudo header (RFC 768, RFC 9293 3.1, RFC 8200 8.1).
std::uint16_t transport_checksum(const IpAddress& source,
                                 const IpAddress& destination,
                                 std::uint8_t protocol,
                                 std::string_view octets) {
  Checksum checksum;
  for (const IpAddress& address : {source, destination}) {
    checksum.add({reinterpret_cast<const char*>(address.octets.data()),
                  address.family == IpFamily::V4 ? 4U : 16U});
  }
  checksum.add(std::uint32_t{protocol});
  checksum.add(static_cast<std::uint32_t>(octets.size()));
  checksum.add(octets);
  return checksum.value();
}

std::uint16_t transport_checksum(const IpPacket& ip, std::string_view octets,
                                 Pseudonyms& names) {
  return transport_checksum(names.pseudonym_of(ip.source),
                            names.pseudonym_of(ip.destination), ip.protocol,
                            octets);
}

// RFC 768: zero means that there is none.
std::uint16_t udp_checksum_of(std::uint16_t sum) {
  return sum == 0 ? 0xffff : sum;
}

// Of the datagram that the tunnel's packets travel in. What was cut, or had no
// checksum, has none.
void sum_udp_tunnel(std::string& frame, const LayerAt& ip,
                    const LayerAt& layer) {
  char* const udp = frame.data() + layer.offset;
  const std::size_t length = load_u16(udp + 4);
  const bool had_checksum = load_u16(udp + 6) != 0;
  store_u16(udp + 6, 0);
  if (!had_checksum || length > layer.end - layer.offset) return;
  IpAddress source;
  IpAddress destination;
  load_addresses(frame.data() + ip.offset, source, destination);
  store_u16(udp + 6, udp_checksum_of(transport_checksum(
                         source, destination, kProtocolUdp, {udp, length})));
}

// Those of the options that say nothing of the host's clock or of others; the
// rest is overwritten with "no operation".
void clean_tcp_options(std::string& segment, std::size_t header_octets) {
  constexpr char kNoOperation = 1;
  std::size_t at = kTcpOctets;
  while (at < header_octets) {
    const std::uint8_t kind = load_u8(segment.data() + at);
    if (kind == 0) return;
    if (kind == 1) {
      ++at;
      continue;
    }
    const std::size_t length =
        at + 1 < header_octets ? load_u8(segment.data() + at + 1) : 0;
    // MSS, window scale, SACK permitted, SACK (RFC 9293 3.2, 7323, 2018).
    const bool is_known = kind >= 2 && kind <= 5;
    const bool is_sound = length >= 2 && length <= header_octets - at;
    const std::size_t octets = is_sound ? length : header_octets - at;
    if (!is_known || !is_sound) {
      std::fill_n(segment.begin() + static_cast<std::ptrdiff_t>(at), octets,
                  kNoOperation);
    }
    at += octets;
  }
}

// The IP packet that an ICMP error quotes, at `at`.
void replace_quoted(std::string& icmp, std::size_t at, bool is_v6,
                    std::string_view quote, std::string_view udp_octets,
                    Pseudonyms& names) {
  IpPacket quoted;
  if (is_v6) {
    decode_ipv6(quote, quoted, 0);
  } else {
    decode_ipv4(quote, quoted, 0);
  }
  if (quoted.skip) return;
  const auto header =
      static_cast<std::size_t>(quoted.payload.data() - quote.data());
  copy(icmp, at, quote.substr(0, header));
  if (is_v6) {
    replace_ipv6(icmp.data() + at, names);
  } else {
    replace_ipv4(icmp.data() + at, header, names);
  }
  // Ports, and of TCP its numbers: a checksum would be that of the original.
  const bool is_udp = quoted.protocol == kProtocolUdp;
  copy(icmp, at + header, quoted.payload.substr(0, is_udp ? 6 : 16));
  if (is_udp) copy(icmp, at + header + kUdpOctets, udp_octets);
}

}  // namespace

std::string build_frame(const Frame& frame, const FrameLayers& layers,
                        std::string_view payload, Pseudonyms& names) {
  std::string made(frame.octets.size(), '\0');
  for (const LayerAt& layer : layers.layers) {
    copy(made, layer.offset, frame.octets.substr(layer.offset, layer.octets));
    replace_layer(made, layer, names);
  }
  copy(made, layers.payload_offset, payload);
  for (std::size_t i = layers.layers.size(); i-- > 0;) {
    const LayerAt& layer = layers.layers[i];
    if (layer.kind == LayerAt::Kind::Gre) sum_gre(made, layer);
    if (layer.kind == LayerAt::Kind::UdpTunnel) {
      sum_udp_tunnel(made, layers.layers[i - 1], layer);
    }
  }
  return made;
}

std::string build_udp(const IpPacket& ip, std::string_view octets,
                      Pseudonyms& names) {
  std::string made(ip.payload.size(), '\0');
  copy(made, 0, ip.payload.substr(0, kUdpOctets));
  copy(made, kUdpOctets, octets);
  const bool has_checksum = load_u16(ip.payload.data() + 6) != 0;
  store_u16(made.data() + 6, 0);
  if (!has_checksum || ip.is_cut()) return made;
  const std::string_view summed(
      made.data(), std::min(made.size(), kUdpOctets + octets.size()));
  store_u16(made.data() + 6,
            udp_checksum_of(transport_checksum(ip, summed, names)));
  return made;
}

std::string build_tcp(const IpPacket& ip, std::string_view octets,
                      Pseudonyms& names) {
  std::string made(ip.payload.size(), '\0');
  const std::size_t header_octets = std::min(
      std::size_t{4} * (load_u8(ip.payload.data() + 12) >> 4), made.size());
  copy(made, 0, ip.payload.substr(0, header_octets));
  clean_tcp_options(made, header_octets);
  copy(made, header_octets, octets);
  store_u16(made.data() + 16, 0);
  if (!ip.is_cut()) {
    store_u16(made.data() + 16, transport_checksum(ip, made, names));
  }
  return made;
}

std::string build_icmp_error(const IpPacket& ip, std::string_view quoted,
                             Pseudonyms& names) {
  std::string made(ip.payload.size(), '\0');
  copy(made, 0, ip.payload.substr(0, kIcmpOctets));
  const bool is_v6 = ip.protocol == kProtocolIcmpv6;
  replace_quoted(made, kIcmpOctets, is_v6, ip.payload.substr(kIcmpOctets),
                 quoted, names);
  store_u16(made.data() + 2, 0);
  if (ip.is_cut()) return made;
  Checksum checksum;
  checksum.add(made);
  store_u16(made.data() + 2,
            is_v6 ? transport_checksum(ip, made, names) : checksum.value());
  return made;
}

}  // namespace siptriage::detail
