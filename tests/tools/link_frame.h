// The link layers a built capture can have, and the frames they make.
//
//   Link link;
//   link.kind = LinkKind::Ethernet;
//   link.vlan_ids = {100};
//   std::string frame = encode_frame(link, ByteOrder::LittleEndian, packet);
//
// MAC addresses are derived from the IP addresses inside the packet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/octets.h"

namespace siptriage::testing {

/// The values are the LINKTYPE_ numbers of capture files.
enum class LinkKind : std::uint16_t {
  Null = 0,
  Ethernet = 1,
  RawIp = 101,
  LinuxCooked = 113,
  LinuxCookedV2 = 276,
};

/// What packets travel in, between two gateways.
enum class Tunnel : std::uint8_t {
  None,
  Gtp,    // GTP-U (3GPP TS 29.281)
  Vxlan,  // RFC 7348
};

struct Link {
  LinkKind kind = LinkKind::Ethernet;
  std::vector<std::uint16_t> vlan_ids;  // outermost first; Ethernet only
  bool is_padded = false;  // Ethernet: 60 octets at least, as received
  Tunnel tunnel = Tunnel::None;
  std::string name;  // pcapng interface name, may be empty
};

/// Wraps one IPv4 or IPv6 packet. `byte_order` is the capturing machine's:
/// the Null link writes its address family in it.
std::string encode_frame(const Link& link, ByteOrder byte_order,
                         std::string_view packet);

}  // namespace siptriage::testing
