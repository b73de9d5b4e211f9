#include "net/link_layer.h"

#include "net/link_hash.h"
#include "net/load.h"
#include "net/nflog.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kLinuxSllOctets = 16;
constexpr std::size_t kLinuxSll2Octets = 20;
constexpr std::size_t kNullOctets = 4;

// Numbers that libpcap gives raw IP on some platforms (DLT_RAW).
bool is_platform_raw_ip(LinkType type) {
  return type == static_cast<LinkType>(12) || type == static_cast<LinkType>(14);
}

// AF_INET and AF_INET6 of the systems that write DLT_NULL: Linux 10,
// Windows 23, NetBSD and OpenBSD 24, FreeBSD 28, Darwin 30.
Layer layer_of_address_family(std::uint32_t family) {
  switch (family) {
    case 2:
      return Layer::Ipv4;
    case 10:
    case 23:
    case 24:
    case 28:
    case 30:
      return Layer::Ipv6;
    default:
      return Layer::Skip;
  }
}

// The family is in the byte order of the host that captured: small numbers
// are told apart from their swapped form.
void begin_null(LayerCursor& cursor) {
  if (cursor.rest.size() < kNullOctets) {
    return cursor.skip(SkipReason::TruncatedHeader);
  }
  const std::uint32_t big = load_u32(cursor.rest.data());
  const std::uint32_t little =
      big >> 24 | (big >> 8 & 0xff00) | (big << 8 & 0xff0000) | big << 24;
  cursor.rest.remove_prefix(kNullOctets);
  cursor.layer = layer_of_address_family(big < little ? big : little);
}

// Linux cooked: EtherTypes, but small numbers stand for frames without one.
void begin_cooked(LayerCursor& cursor, std::uint16_t protocol) {
  if (protocol < kSmallestEtherType) return cursor.skip(SkipReason::NotIp);
  cursor.at_ether_type(protocol);
}

//  0      2       4         6             14       16
//  | type | arphrd | addrlen | address (8) | protocol |
void begin_linux_sll(LayerCursor& cursor) {
  if (cursor.rest.size() < kLinuxSllOctets) {
    return cursor.skip(SkipReason::TruncatedHeader);
  }
  const char* octets = cursor.rest.data();
  cursor.link_hash = mix_link(cursor.link_hash, load_u64(octets));
  cursor.link_hash = mix_link(cursor.link_hash, load_u32(octets + 8));
  cursor.rest.remove_prefix(kLinuxSllOctets);
  begin_cooked(cursor, load_u16(octets + 14));
}

//  0          2          4         8        10     11        12            20
//  | protocol | reserved | ifindex | arphrd | type | addrlen | address (8) |
void begin_linux_sll2(LayerCursor& cursor) {
  if (cursor.rest.size() < kLinuxSll2Octets) {
    return cursor.skip(SkipReason::TruncatedHeader);
  }
  const char* octets = cursor.rest.data();
  cursor.link_hash = mix_link(cursor.link_hash, load_u64(octets + 4));
  cursor.link_hash = mix_link(cursor.link_hash, load_u64(octets + 12));
  cursor.rest.remove_prefix(kLinuxSll2Octets);
  begin_cooked(cursor, load_u16(octets));
}

// PPP in HDLC framing, or Cisco's HDLC, which goes on with an EtherType
// (RFC 1547 4.3.1).
void begin_ppp_hdlc(LayerCursor& cursor) {
  cursor.layer = Layer::Ppp;
  if (cursor.rest.empty()) return;
  const std::uint8_t address = load_u8(cursor.rest.data());
  if (address != 0x0f && address != 0x8f) return;
  if (cursor.rest.size() < 4) return cursor.skip(SkipReason::TruncatedHeader);
  const std::uint16_t type = load_u16(cursor.rest.data() + 2);
  cursor.rest.remove_prefix(4);
  begin_cooked(cursor, type);
}

void begin_nflog(LayerCursor& cursor) {
  const NflogPacket packet = decode_nflog(cursor.rest);
  if (packet.skip) return cursor.skip(*packet.skip);
  cursor.rest = packet.octets;
  cursor.layer = Layer::IpVersion;
}

}  // namespace

LayerCursor begin_frame(const Frame& frame) {
  LayerCursor cursor;
  cursor.rest = frame.octets;
  cursor.link_hash = mix_link(0, frame.interface_index);
  if (frame.link_type == LinkType::Ethernet) {
    cursor.layer = Layer::Ethernet;
    return cursor;
  }
  switch (frame.link_type) {
    case LinkType::Null:
    case LinkType::Loop:
      begin_null(cursor);
      break;
    case LinkType::Ppp:
      cursor.layer = Layer::Ppp;
      break;
    case LinkType::PppHdlc:
      begin_ppp_hdlc(cursor);
      break;
    case LinkType::PppEther:
      cursor.layer = Layer::Pppoe;
      break;
    case LinkType::RawIp:
      cursor.layer = Layer::IpVersion;
      break;
    case LinkType::Ipv4:
      cursor.layer = Layer::Ipv4;
      break;
    case LinkType::Ipv6:
      cursor.layer = Layer::Ipv6;
      break;
    case LinkType::LinuxSll:
      begin_linux_sll(cursor);
      break;
    case LinkType::LinuxSll2:
      begin_linux_sll2(cursor);
      break;
    case LinkType::Nflog:
      begin_nflog(cursor);
      break;
    default:
      if (is_platform_raw_ip(frame.link_type)) {
        cursor.layer = Layer::IpVersion;
      } else {
        cursor.skip(SkipReason::UnknownLinkType);
      }
  }
  return cursor;
}

std::uint32_t link_hash_of(const Frame& frame) {
  if (frame.link_type == LinkType::Ethernet &&
      frame.octets.size() >= kEthernetOctets &&
      load_u16(frame.octets.data() + 12) == kIpv4Type) {
    return mix_ethernet(mix_link(0, frame.interface_index),
                        frame.octets.data());
  }
  // As many as a packet in no tunnel can be plain with.
  constexpr std::uint64_t kPlainHeaders = 32;
  LayerCursor cursor = begin_frame(frame);
  descend_to_ip(cursor, kPlainHeaders);
  return cursor.link_hash;
}

}  // namespace siptriage::detail
