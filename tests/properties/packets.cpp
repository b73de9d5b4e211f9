#include "properties/packets.h"

#include <algorithm>

#include "tools/ip_packet.h"
#include "tools/octets.h"

namespace siptriage::testing {
namespace {

std::uint8_t u8(std::string_view octets, std::size_t at) {
  return static_cast<std::uint8_t>(octets.at(at));
}
std::uint16_t u16(std::string_view octets, std::size_t at) {
  return static_cast<std::uint16_t>(u8(octets, at) << 8 | u8(octets, at + 1));
}
std::uint32_t u32(std::string_view octets, std::size_t at) {
  return static_cast<std::uint32_t>(u16(octets, at)) << 16 |
         u16(octets, at + 2);
}
void put_u32(std::string& octets, std::size_t at, std::uint32_t value) {
  replace_u16(octets, at, static_cast<std::uint16_t>(value >> 16));
  replace_u16(octets, at + 2, static_cast<std::uint16_t>(value));
}

std::size_t link_octets(const Record& record) {
  constexpr std::size_t kEthernet = 14;
  std::size_t at = kEthernet;
  switch (record.link) {
    case LinkType::Ethernet:
      while (u16(record.octets, at - 2) == 0x8100 ||
             u16(record.octets, at - 2) == 0x88a8) {
        at += 4;
      }
      return at;
    case LinkType::Null:
      return 4;
    case LinkType::LinuxSll:
      return 16;
    case LinkType::LinuxSll2:
      return 20;
    default:
      return 0;
  }
}

bool is_ipv4(std::string_view packet) { return u8(packet, 0) >> 4 == 4; }

std::size_t header_octets(std::string_view packet) {
  return is_ipv4(packet) ? std::size_t{4} * (u8(packet, 0) & 15U)
                         : kIpv6HeaderOctets;
}
std::uint8_t protocol_of(std::string_view packet) {
  return u8(packet, is_ipv4(packet) ? 9 : 6);
}

// The packet with its lengths and checksum set right again.
std::string finished(std::string packet) {
  if (!is_ipv4(packet)) {
    replace_u16(packet, 4,
                static_cast<std::uint16_t>(packet.size() - kIpv6HeaderOctets));
    return packet;
  }
  replace_u16(packet, 2, static_cast<std::uint16_t>(packet.size()));
  replace_u16(packet, 10, 0);
  const std::string_view header(packet.data(), header_octets(packet));
  replace_u16(packet, 10, internet_checksum(header));
  return packet;
}

struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Pieces that cover `octets`, each begin a multiple of `unit`.
std::vector<Piece> cut(std::size_t octets, std::size_t unit,
                       const Cutting& cutting, Dice& dice) {
  std::vector<Piece> pieces;
  const std::size_t most_units =
      std::max<std::size_t>(1, std::min(cutting.most_octets, octets) / unit);
  for (std::size_t at = 0; at < octets;) {
    const std::size_t size = unit * (1 + dice.below(most_units));
    Piece piece{at, std::min(octets, at + size)};
    at = piece.end;
    if (cutting.overlapping && dice.one_in(3)) {
      piece.end = std::min(octets, piece.end + unit * (1 + dice.below(3)));
    }
    // Never all of them: that would be the whole once more.
    if (cutting.repeated && piece.begin != 0 && dice.one_in(4)) {
      pieces.push_back(piece);
    }
    pieces.push_back(piece);
  }
  dice.shuffle(pieces, cutting.window);
  return pieces;
}

std::string ipv4_fragment(std::string_view packet, Piece piece) {
  const std::size_t header = header_octets(packet);
  std::string fragment(packet.substr(0, header));
  fragment += packet.substr(header + piece.begin, piece.end - piece.begin);
  const bool more = header + piece.end < packet.size();
  replace_u16(
      fragment, 6,
      static_cast<std::uint16_t>(piece.begin / 8 | (more ? 0x2000U : 0U)));
  return finished(std::move(fragment));
}

std::string ipv6_fragment(std::string_view packet, Piece piece,
                          std::uint32_t identification) {
  std::string fragment(packet.substr(0, kIpv6HeaderOctets));
  const char next_header = fragment[6];
  fragment[6] = 44;  // Fragment
  fragment += next_header;
  fragment += '\0';
  const bool more = kIpv6HeaderOctets + piece.end < packet.size();
  append_u16(fragment,
             static_cast<std::uint16_t>(piece.begin | (more ? 1U : 0U)));
  append_u32(fragment, identification);
  fragment +=
      packet.substr(kIpv6HeaderOctets + piece.begin, piece.end - piece.begin);
  return finished(std::move(fragment));
}

std::string tcp_piece(std::string_view packet, Piece piece) {
  const std::size_t tcp = header_octets(packet);
  const std::size_t payload =
      tcp + std::size_t{4} * (u8(packet, tcp + 12) >> 4);
  std::string segment(packet.substr(0, payload));
  segment += packet.substr(payload + piece.begin, piece.end - piece.begin);
  put_u32(segment, tcp + 4,
          u32(packet, tcp + 4) + static_cast<std::uint32_t>(piece.begin));
  constexpr char kFin = 1;
  if (payload + piece.end < packet.size()) {
    segment[tcp + 13] = static_cast<char>(segment[tcp + 13] & ~kFin);
  }
  return finished(std::move(segment));
}

// A piece of `record` in its own link layer.
Record with_packet(const Record& record, const IpPlace& place,
                   const std::string& packet) {
  Record piece = record;
  piece.octets = record.octets.substr(0, place.offset) + packet;
  return piece;
}

bool is_fragment(std::string_view packet) {
  return is_ipv4(packet) ? (u16(packet, 6) & 0x3fffU) != 0
                         : protocol_of(packet) == 44;
}

}  // namespace

std::optional<IpPlace> find_ip(const Record& record) {
  IpPlace place{link_octets(record), 0};
  if (record.octets.size() < place.offset + kIpv4HeaderOctets) return {};
  const std::string_view packet =
      std::string_view(record.octets).substr(place.offset);
  const unsigned version = u8(packet, 0) >> 4;
  if (version == 4) {
    place.octets = u16(packet, 2);
  } else if (version == 6) {
    place.octets = kIpv6HeaderOctets + u16(packet, 4);
  }
  if (place.octets == 0 || place.octets > packet.size()) return {};
  return place;
}

std::vector<Record> in_link(const std::vector<Record>& records,
                            const Link& link) {
  std::vector<Record> wrapped;
  for (const Record& record : records) {
    const auto place = find_ip(record);
    if (!place) continue;
    Record copy = record;
    copy.link = static_cast<LinkType>(link.kind);
    copy.octets = encode_frame(
        link, testing::ByteOrder::LittleEndian,
        std::string_view(record.octets).substr(place->offset, place->octets));
    wrapped.push_back(std::move(copy));
  }
  return wrapped;
}

std::vector<Record> in_fragments(const std::vector<Record>& records,
                                 const Cutting& cutting, Dice& dice) {
  std::vector<Record> fragments;
  std::uint32_t identification = 0x1000;
  for (const Record& record : records) {
    const auto place = find_ip(record);
    const std::string_view packet =
        place ? std::string_view(record.octets)
                    .substr(place->offset, place->octets)
              : std::string_view();
    if (packet.empty() || protocol_of(packet) != kProtocolUdp ||
        is_fragment(packet)) {
      fragments.push_back(record);
      continue;
    }
    ++identification;
    const std::size_t octets = packet.size() - header_octets(packet);
    for (const Piece& piece : cut(octets, 8, cutting, dice)) {
      fragments.push_back(with_packet(
          record, *place,
          is_ipv4(packet) ? ipv4_fragment(packet, piece)
                          : ipv6_fragment(packet, piece, identification)));
    }
  }
  return fragments;
}

std::vector<Record> in_segments(const std::vector<Record>& records,
                                const Cutting& cutting, Dice& dice) {
  std::vector<Record> segments;
  for (const Record& record : records) {
    const auto place = find_ip(record);
    const std::string_view packet =
        place ? std::string_view(record.octets)
                    .substr(place->offset, place->octets)
              : std::string_view();
    if (packet.empty() || protocol_of(packet) != kProtocolTcp) {
      segments.push_back(record);
      continue;
    }
    const std::size_t tcp = header_octets(packet);
    const std::size_t payload =
        tcp + std::size_t{4} * (u8(packet, tcp + 12) >> 4);
    if (packet.size() <= payload) {
      segments.push_back(record);
      continue;
    }
    for (const Piece& piece : cut(packet.size() - payload, 1, cutting, dice)) {
      segments.push_back(with_packet(record, *place, tcp_piece(packet, piece)));
    }
  }
  return segments;
}

}  // namespace siptriage::testing
