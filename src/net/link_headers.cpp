// The link headers that may stand one inside another: Ethernet, VLAN tags,
// LLC and SNAP, MPLS labels, PPPoE, PPP.

#include <cstddef>
#include <cstdint>

#include "net/link_hash.h"
#include "net/link_layer.h"
#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kVlanTagOctets = 4;
constexpr std::size_t kSnapOctets = 8;
constexpr std::size_t kMplsLabelOctets = 4;
constexpr std::size_t kPseudowireControlOctets = 4;
constexpr std::size_t kPppoeOctets = 6;

bool has(LayerCursor& cursor, std::size_t octets) {
  if (cursor.rest.size() >= octets) return true;
  cursor.skip(SkipReason::TruncatedHeader);
  return false;
}

void leave_ethernet(LayerCursor& cursor) {
  if (!has(cursor, kEthernetOctets)) return;
  const char* octets = cursor.rest.data();
  cursor.link_hash = mix_ethernet(cursor.link_hash, octets);
  cursor.rest.remove_prefix(kEthernetOctets);
  cursor.at_ether_type(load_u16(octets + 12));
}

void leave_vlan_tag(LayerCursor& cursor) {
  if (!has(cursor, kVlanTagOctets)) return;
  const char* octets = cursor.rest.data();
  const auto vlan = static_cast<std::uint16_t>(load_u16(octets) & 0x0fff);
  cursor.link_hash = mix_link(cursor.link_hash, vlan);
  cursor.rest.remove_prefix(kVlanTagOctets);
  cursor.at_ether_type(load_u16(octets + 2));
}

// IEEE 802.2: only SNAP with an EtherType can carry IP.
void leave_llc(LayerCursor& cursor) {
  if (!has(cursor, 3)) return;
  const char* octets = cursor.rest.data();
  const bool snap = load_u16(octets) == 0xaaaa && load_u8(octets + 2) == 0x03;
  if (!snap) return cursor.skip(SkipReason::NotIp);
  if (!has(cursor, kSnapOctets)) return;
  // 00-00-00: an EtherType follows; 00-00-F8: the same, bridged.
  const std::uint32_t organization = load_u32(octets + 2) & 0xffffff;
  const std::uint16_t type = load_u16(octets + 6);
  if ((organization != 0 && organization != 0x0000f8) ||
      type < kSmallestEtherType) {
    return cursor.skip(SkipReason::NotIp);
  }
  cursor.rest.remove_prefix(kSnapOctets);
  cursor.at_ether_type(type);
}

void leave_ether_type(LayerCursor& cursor) {
  switch (cursor.ether_type) {
    case kIpv4Type:
      cursor.layer = Layer::Ipv4;
      return;
    case kIpv6Type:
      cursor.layer = Layer::Ipv6;
      return;
    case kVlanType:
    case 0x88a8:  // IEEE 802.1ad, the outer tag
    case 0x9100:  // the same before it was standardised
    case 0x9200:
      return leave_vlan_tag(cursor);
    case 0x8847:  // MPLS, unicast and multicast
    case 0x8848:
      cursor.layer = Layer::Mpls;
      return;
    case 0x8864:
      cursor.layer = Layer::Pppoe;
      return;
    case 0x6558:  // Transparent Ethernet bridging
      cursor.layer = Layer::Ethernet;
      return;
    case 0x880b:
      cursor.layer = Layer::Ppp;
      return;
    default:
      if (cursor.ether_type < kSmallestEtherType) return leave_llc(cursor);
      cursor.skip(SkipReason::NotIp);
  }
}

// MPLS does not say what it carries. Below the last label, four bits tell IP
// from a pseudowire's control word (RFC 4928 3, RFC 4385 3).
void leave_mpls_label(LayerCursor& cursor) {
  if (!has(cursor, kMplsLabelOctets)) return;
  const bool last = (load_u8(cursor.rest.data() + 2) & 1) != 0;
  cursor.rest.remove_prefix(kMplsLabelOctets);
  if (!last || !has(cursor, 1)) return;
  if (load_u8(cursor.rest.data()) >> 4 != 0) {
    cursor.layer = Layer::IpVersion;
    return;
  }
  if (!has(cursor, kPseudowireControlOctets)) return;
  cursor.rest.remove_prefix(kPseudowireControlOctets);
  cursor.layer = Layer::Ethernet;
}

//  0               1      2         4        6        (RFC 2516 4)
//  | version, type | code | session | length | PPP ...
void leave_pppoe(LayerCursor& cursor) {
  if (!has(cursor, kPppoeOctets)) return;
  const std::uint16_t version_and_code = load_u16(cursor.rest.data());
  if (version_and_code != 0x1100) return cursor.skip(SkipReason::NotIp);
  cursor.rest.remove_prefix(kPppoeOctets);
  cursor.layer = Layer::Ppp;
}

// RFC 1661 2 and 6.5, RFC 1662 3.1: address and control may stand in front,
// and a protocol number below 256 may be one octet, told by its odd value.
void leave_ppp(LayerCursor& cursor) {
  if (!has(cursor, 1)) return;
  if (cursor.rest.size() >= 2 && load_u16(cursor.rest.data()) == 0xff03) {
    cursor.rest.remove_prefix(2);
    if (!has(cursor, 1)) return;
  }
  std::uint16_t protocol = load_u8(cursor.rest.data());
  const bool compressed = (protocol & 1) != 0;
  if (!compressed) {
    if (!has(cursor, 2)) return;
    protocol = load_u16(cursor.rest.data());
  }
  cursor.rest.remove_prefix(compressed ? 1 : 2);
  switch (protocol) {
    case 0x0021:
      cursor.layer = Layer::Ipv4;
      return;
    case 0x0057:
      cursor.layer = Layer::Ipv6;
      return;
    case 0x0281:
    case 0x0283:
      cursor.layer = Layer::Mpls;
      return;
    default:
      cursor.skip(SkipReason::NotIp);
  }
}

void tell_ip_version(LayerCursor& cursor) {
  if (!has(cursor, 1)) return;
  switch (load_u8(cursor.rest.data()) >> 4) {
    case 4:
      cursor.layer = Layer::Ipv4;
      return;
    case 6:
      cursor.layer = Layer::Ipv6;
      return;
    default:
      cursor.skip(SkipReason::NotIp);
  }
}

}  // namespace

void leave_link_header(LayerCursor& cursor) {
  switch (cursor.layer) {
    case Layer::Skip:
    case Layer::Ipv4:
    case Layer::Ipv6:
      return;
    case Layer::IpVersion:
      return tell_ip_version(cursor);
    case Layer::Ethernet:
      return leave_ethernet(cursor);
    case Layer::EtherType:
      return leave_ether_type(cursor);
    case Layer::Mpls:
      return leave_mpls_label(cursor);
    case Layer::Pppoe:
      return leave_pppoe(cursor);
    case Layer::Ppp:
      return leave_ppp(cursor);
  }
}

void descend_to_ip(LayerCursor& cursor, std::uint64_t max_headers) {
  // The common road without a jump table.
  if (cursor.layer == Layer::Ethernet) {
    leave_ethernet(cursor);
    if (cursor.layer == Layer::EtherType && cursor.ether_type == kIpv4Type) {
      cursor.layer = Layer::Ipv4;
      return;
    }
  }
  for (std::uint64_t step = 0; step <= max_headers; ++step) {
    if (cursor.layer == Layer::Skip || cursor.layer == Layer::Ipv4 ||
        cursor.layer == Layer::Ipv6) {
      return;
    }
    leave_link_header(cursor);
  }
  cursor.skip(SkipReason::TunnelTooDeep);
  cursor.limit = LimitId::LinkHeaders;
}

}  // namespace siptriage::detail
