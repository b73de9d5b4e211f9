#include "siptriage/capture/frame.h"

#include <algorithm>
#include <array>
#include <limits>

#include "capture/frame_limit.h"

namespace siptriage {
namespace {

struct NamedLinkType {
  std::uint16_t number;
  std::string_view name;
};

// By number. Also those we do not decode but that people meet, so that the
// report can say what it left aside.
constexpr std::array kNames = {
    NamedLinkType{0, "BSD loopback"},
    NamedLinkType{1, "Ethernet"},
    NamedLinkType{6, "Token Ring"},
    NamedLinkType{8, "SLIP"},
    NamedLinkType{9, "PPP"},
    NamedLinkType{10, "FDDI"},
    NamedLinkType{50, "PPP in HDLC framing"},
    NamedLinkType{51, "PPPoE session"},
    NamedLinkType{100, "ATM RFC 1483"},
    NamedLinkType{101, "raw IP"},
    NamedLinkType{104, "Cisco HDLC"},
    NamedLinkType{105, "IEEE 802.11"},
    NamedLinkType{107, "Frame Relay"},
    NamedLinkType{108, "OpenBSD loopback"},
    NamedLinkType{113, "Linux cooked v1"},
    NamedLinkType{117, "OpenBSD pflog"},
    NamedLinkType{119, "IEEE 802.11 with Prism header"},
    NamedLinkType{127, "IEEE 802.11 with radiotap header"},
    NamedLinkType{141, "MTP3"},
    NamedLinkType{187, "Bluetooth HCI"},
    NamedLinkType{189, "USB (Linux)"},
    NamedLinkType{195, "IEEE 802.15.4"},
    NamedLinkType{220, "USB (Linux, mapped)"},
    NamedLinkType{227, "CAN bus"},
    NamedLinkType{228, "raw IPv4"},
    NamedLinkType{229, "raw IPv6"},
    NamedLinkType{231, "D-Bus"},
    NamedLinkType{239, "Linux netfilter log"},
    NamedLinkType{248, "SCTP"},
    NamedLinkType{249, "USBPcap"},
    NamedLinkType{252, "Wireshark upper PDU"},
    NamedLinkType{253, "Netlink"},
    NamedLinkType{258, "PKTAP"},
    NamedLinkType{276, "Linux cooked v2"},
    NamedLinkType{279, "EBHSCR"},
};

}  // namespace

std::string to_string(LinkType type) {
  const auto number = static_cast<std::uint16_t>(type);
  const auto* const found = std::find_if(
      kNames.begin(), kNames.end(),
      [number](NamedLinkType row) { return row.number == number; });
  if (found != kNames.end()) return std::string(found->name);
  return "link type " + std::to_string(number);
}

namespace detail {

std::uint32_t max_frame_octets(LinkType type, const Limits& limits) {
  constexpr std::uint32_t kMebi = 1024 * 1024;
  switch (static_cast<std::uint16_t>(type)) {
    case 231:  // D-Bus
      return 128 * kMebi;
    case 279:  // EBHSCR
      return 8 * kMebi;
    case 249:  // USBPcap
      return kMebi;
    default:
      return static_cast<std::uint32_t>(limits[LimitId::FrameOctets]);
  }
}

std::string too_long(std::uint32_t octets, std::uint32_t max_octets) {
  return std::to_string(octets) + " octets, more than a frame can have (" +
         std::to_string(max_octets) + ")";
}

LinkType link_type_from_number(std::uint32_t number) {
  switch (number) {
    case 11:  // DLT_ATM_RFC1483
      return static_cast<LinkType>(100);
    case 12:  // DLT_RAW
    case 14:  // DLT_RAW of OpenBSD
      return LinkType::RawIp;
    case 15:  // DLT_SLIP_BSDOS
      return static_cast<LinkType>(102);
    case 16:  // DLT_PPP_BSDOS
      return static_cast<LinkType>(103);
    case 19:  // DLT_ATM_CLIP
      return static_cast<LinkType>(106);
    default:
      return static_cast<LinkType>(std::min<std::uint32_t>(
          number, std::numeric_limits<std::uint16_t>::max()));
  }
}

}  // namespace detail
}  // namespace siptriage
