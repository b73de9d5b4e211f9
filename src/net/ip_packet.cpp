#include "net/ip_packet.h"

#include <bit>
#include <cstring>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kIpv4Octets = 20;
constexpr std::size_t kIpv6Octets = 40;
constexpr std::size_t kFragmentHeaderOctets = 8;

constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kRouting = 43;
constexpr std::uint8_t kFragment = 44;
constexpr std::uint8_t kAuthentication = 51;
constexpr std::uint8_t kNoNextHeader = 59;
constexpr std::uint8_t kDestinationOptions = 60;
constexpr std::uint8_t kMobility = 135;
constexpr std::uint8_t kHip = 139;
constexpr std::uint8_t kShim6 = 140;

// One store of 16 octets each: the address is copied soon after, and a load
// wider than the store before it would have to wait.
void set_address_v4(const char* octets, IpAddress& address) {
  std::uint32_t value = 0;
  std::memcpy(&value, octets, sizeof(value));
  const std::uint64_t words[2] = {std::endian::native == std::endian::little
                                      ? std::uint64_t{value}
                                      : std::uint64_t{value} << 32,
                                  0};
  std::memcpy(address.octets.data(), words, sizeof(words));
  address.family = IpFamily::V4;
}

void set_address_v6(const char* octets, IpAddress& address) {
  std::memcpy(address.octets.data(), octets, 16);
  address.family = IpFamily::V6;
}

// RFC 791 3.2, RFC 8200 4.5: all but the last are whole units of 8 octets,
// and the whole fits the largest packet.
bool is_sound_fragment(const IpPacket& packet) {
  if (packet.more_fragments && packet.payload_length_octets % 8 != 0) {
    return false;
  }
  return packet.payload_length_octets <= kMaxIpPacketOctets &&
         packet.fragment_offset_octets <=
             kMaxIpPacketOctets - packet.payload_length_octets;
}

void refuse_extensions(IpPacket& packet) {
  packet.skip = SkipReason::MalformedPacket;
  packet.limit = LimitId::ExtensionHeaders;
}

// Authentication Header of IPv4 (RFC 4302 2): its length is in units of 4
// octets, less 2. IPv6 passes over it with the extension headers.
void leave_authentication(IpPacket& packet, std::uint64_t max_extensions) {
  for (std::size_t i = 0; packet.protocol == kAuthentication; ++i) {
    if (i == max_extensions) return refuse_extensions(packet);
    if (packet.payload.size() < 2) {
      packet.skip = SkipReason::TruncatedHeader;
      return;
    }
    const char* octets = packet.payload.data();
    const std::size_t length = (load_u8(octets + 1) + std::size_t{2}) * 4;
    if (packet.payload.size() < length) {
      packet.skip = SkipReason::TruncatedHeader;
      return;
    }
    packet.protocol = load_u8(octets);
    packet.payload.remove_prefix(length);
    packet.payload_length_octets -= static_cast<std::uint32_t>(length);
  }
}

// Octets of the extension header `type` at `octets`, 0 if it is none.
std::size_t extension_octets(std::uint8_t type, const char* octets) {
  switch (type) {
    case kHopByHop:
    case kRouting:
    case kDestinationOptions:
    case kMobility:
    case kHip:
    case kShim6:
      return (load_u8(octets + 1) + std::size_t{1}) * 8;
    case kAuthentication:
      return (load_u8(octets + 1) + std::size_t{2}) * 4;
    case kFragment:
      return kFragmentHeaderOctets;
    default:
      return 0;
  }
}

bool is_extension(std::uint8_t type) {
  constexpr char kNone[2] = {0, 0};
  return extension_octets(type, kNone) != 0;
}

//  0             1          2                        4                8
//  | next header | reserved | offset (13 bits), 2, M | identification |
void decode_fragment_header(const char* octets, IpPacket& packet) {
  const std::uint16_t word = load_u16(octets + 2);
  packet.fragment_offset_octets = word & 0xfff8U;
  packet.more_fragments = (word & 1) != 0;
  packet.identification = load_u32(octets + 4);
  packet.has_identification = packet.identification != 0;
  // RFC 6946: an atomic fragment is whole, the header means nothing.
  packet.is_fragment =
      packet.fragment_offset_octets != 0 || packet.more_fragments;
}

// Passes over extension headers up to the payload, or to what stands behind
// a fragment header. `octets` end where the packet ends.
void leave_extensions(std::string_view octets, IpPacket& packet,
                      std::uint64_t max_extensions) {
  std::size_t position = kIpv6Octets;
  packet.protocol = load_u8(octets.data() + 6);
  packet.protocol_offset_octets = 6;
  for (std::size_t i = 0; is_extension(packet.protocol); ++i) {
    if (i == max_extensions) return refuse_extensions(packet);
    const std::size_t left = octets.size() - position;
    if (left < 2 ||
        left < extension_octets(packet.protocol, octets.data() + position)) {
      packet.skip = SkipReason::TruncatedHeader;
      return;
    }
    const char* header = octets.data() + position;
    const std::uint8_t type = packet.protocol;
    packet.protocol = load_u8(header);
    if (type == kFragment) decode_fragment_header(header, packet);
    if (packet.is_fragment) {
      packet.header_octets = static_cast<std::uint16_t>(position);
      position += kFragmentHeaderOctets;
      break;
    }
    packet.protocol_offset_octets = static_cast<std::uint16_t>(position);
    position += extension_octets(type, header);
  }
  packet.payload = octets.substr(position);
  packet.payload_length_octets -=
      static_cast<std::uint32_t>(position - kIpv6Octets);
}

}  // namespace

void load_addresses(const char* header, IpAddress& source,
                    IpAddress& destination) {
  if (load_u8(header) >> 4 == 4) {
    set_address_v4(header + 12, source);
    set_address_v4(header + 16, destination);
  } else {
    set_address_v6(header + 8, source);
    set_address_v6(header + 24, destination);
  }
}

void decode_ipv4(std::string_view octets, IpPacket& packet,
                 std::uint64_t max_extensions) {
  packet.skip.reset();
  packet.limit.reset();
  if (octets.size() < kIpv4Octets) {
    packet.skip = SkipReason::TruncatedHeader;
    return;
  }
  const char* header = octets.data();
  const std::size_t header_octets = std::size_t{4} * (load_u8(header) & 0x0fU);
  // 0: the network card was to cut the packet up and fill it in.
  std::size_t total = load_u16(header + 2);
  if (total == 0) total = octets.size();
  if (load_u8(header) >> 4 != 4 || header_octets < kIpv4Octets ||
      total < header_octets) {
    packet.skip = SkipReason::MalformedPacket;
    return;
  }
  if (octets.size() < header_octets) {
    packet.skip = SkipReason::TruncatedHeader;
    return;
  }

  const std::uint16_t fragment = load_u16(header + 6);
  set_address_v4(header + 12, packet.source);
  set_address_v4(header + 16, packet.destination);
  packet.protocol = load_u8(header + 9);
  packet.hop_limit = load_u8(header + 8);
  packet.identification = load_u16(header + 4);
  packet.has_identification = packet.identification != 0;
  packet.is_fragment = (fragment & 0x3fff) != 0;
  packet.more_fragments = (fragment & 0x2000) != 0;
  packet.fragment_offset_octets = (fragment & 0x1fffU) * 8U;
  packet.header_octets = static_cast<std::uint16_t>(header_octets);
  packet.protocol_offset_octets = 9;
  packet.payload = octets.substr(header_octets, total - header_octets);
  packet.payload_length_octets =
      static_cast<std::uint32_t>(total - header_octets);
  if (packet.is_fragment) {
    if (!is_sound_fragment(packet)) packet.skip = SkipReason::MalformedPacket;
  } else if (packet.protocol == kAuthentication) {
    leave_authentication(packet, max_extensions);
  }
}

void decode_ipv6(std::string_view octets, IpPacket& packet,
                 std::uint64_t max_extensions) {
  packet.skip.reset();
  packet.limit.reset();
  if (octets.size() < kIpv6Octets) {
    packet.skip = SkipReason::TruncatedHeader;
    return;
  }
  const char* header = octets.data();
  if (load_u8(header) >> 4 != 6) {
    packet.skip = SkipReason::MalformedPacket;
    return;
  }
  // 0 as in IPv4; with no next header it is meant.
  std::size_t length = load_u16(header + 4);
  if (length == 0 && load_u8(header + 6) != kNoNextHeader) {
    length = octets.size() - kIpv6Octets;
  }
  set_address_v6(header + 8, packet.source);
  set_address_v6(header + 24, packet.destination);
  packet.hop_limit = load_u8(header + 7);
  packet.identification = 0;
  packet.has_identification = false;
  packet.is_fragment = false;
  packet.more_fragments = false;
  packet.fragment_offset_octets = 0;
  packet.header_octets = 0;
  packet.payload_length_octets = static_cast<std::uint32_t>(length);
  leave_extensions(octets.substr(0, kIpv6Octets + length), packet,
                   max_extensions);
  if (!packet.skip && packet.is_fragment && !is_sound_fragment(packet)) {
    packet.skip = SkipReason::MalformedPacket;
  }
}

}  // namespace siptriage::detail
