#include "redact/frame_layers.h"

#include "net/gre.h"
#include "net/link_layer.h"
#include "net/load.h"
#include "net/udp_tunnel.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kIpv6Octets = 40;
constexpr std::size_t kFragmentHeaderOctets = 8;

LayerAt::Kind first_kind(LinkType type) {
  switch (type) {
    case LinkType::LinuxSll:
      return LayerAt::Kind::LinuxSll;
    case LinkType::LinuxSll2:
      return LayerAt::Kind::LinuxSll2;
    case LinkType::Nflog:
      return LayerAt::Kind::Nflog;
    default:
      return LayerAt::Kind::Harmless;
  }
}

class Descent {
 public:
  Descent(const Frame& frame, const Limits& limits, FrameLayers& found)
      : frame_(frame),
        limits_(limits),
        found_(found),
        cursor_(begin_frame(frame)) {}

  bool run() {
    add(first_kind(frame_.link_type), frame_.octets);
    for (std::uint64_t depth = 0; depth <= limits_[LimitId::TunnelDepth];
         ++depth) {
      if (!leave_link() || !decode_ip()) return false;
      if (found_.ip.is_fragment) return true;
      switch (found_.ip.protocol) {
        case kProtocolIpv4:
          cursor_.layer = Layer::Ipv4;
          break;
        case kProtocolIpv6:
          cursor_.layer = Layer::Ipv6;
          break;
        case kProtocolMplsInIp:
          cursor_.layer = Layer::Mpls;
          break;
        case kProtocolGre:
          if (!leave_gre_tunnel()) return false;
          break;
        case kProtocolUdp: {
          const std::string_view before = cursor_.rest;
          if (!leave_udp_tunnel(cursor_)) return true;
          if (names_hosts(before)) return false;
          add(LayerAt::Kind::UdpTunnel, before);
          break;
        }
        default:
          return true;
      }
    }
    return false;
  }

 private:
  [[nodiscard]] std::size_t offset_of(std::string_view rest) const {
    return static_cast<std::size_t>(rest.data() - frame_.octets.data());
  }

  // The header from where `before` begins to where the cursor is.
  void add(LayerAt::Kind kind, std::string_view before) {
    const std::size_t offset = offset_of(before);
    if (cursor_.layer == Layer::Skip) return;
    const std::size_t octets = offset_of(cursor_.rest) - offset;
    if (octets > 0) {
      found_.layers.push_back({kind, offset, octets, offset + before.size()});
    }
  }

  bool leave_link() {
    for (std::uint64_t step = 0; step <= limits_[LimitId::LinkHeaders];
         ++step) {
      if (cursor_.layer == Layer::Skip) return false;
      if (cursor_.layer == Layer::Ipv4 || cursor_.layer == Layer::Ipv6) {
        return true;
      }
      const std::string_view before = cursor_.rest;
      const bool is_ethernet = cursor_.layer == Layer::Ethernet;
      leave_link_header(cursor_);
      add(is_ethernet ? LayerAt::Kind::Ethernet : LayerAt::Kind::Harmless,
          before);
    }
    return false;
  }

  bool decode_ip() {
    const bool is_v4 = cursor_.layer == Layer::Ipv4;
    const std::string_view before = cursor_.rest;
    IpPacket& ip = found_.ip;
    ip = {};
    if (is_v4) {
      decode_ipv4(before, ip, limits_[LimitId::ExtensionHeaders]);
    } else {
      decode_ipv6(before, ip, limits_[LimitId::ExtensionHeaders]);
    }
    if (ip.skip) return false;
    cursor_.rest = ip.payload;
    found_.payload_offset = offset_of(ip.payload);
    const std::size_t octets = found_.payload_offset - offset_of(before);
    add(is_v4 ? LayerAt::Kind::Ipv4 : LayerAt::Kind::Ipv6, before);
    return is_v4 ? octets == std::size_t{4} * (load_u8(before.data()) & 0xfU)
                 : has_known_extensions(before, octets);
  }

  // Routing headers name hosts, options and what authenticates may.
  static bool has_known_extensions(std::string_view packet,
                                   std::size_t octets) {
    constexpr std::uint8_t kFragment = 44;
    return octets == kIpv6Octets ||
           (octets == kIpv6Octets + kFragmentHeaderOctets &&
            load_u8(packet.data() + 6) == kFragment);
  }

  // Options of Geneve and tags of TZSP may.
  [[nodiscard]] bool names_hosts(std::string_view tunnel) const {
    constexpr std::size_t kUdpHeaderOctets = 8;
    constexpr std::size_t kGeneveOctets = 8;
    constexpr std::size_t kTzspOctets = 5;
    const std::size_t octets =
        tunnel.size() - cursor_.rest.size() - kUdpHeaderOctets;
    const std::uint16_t port = load_u16(tunnel.data() + 2);
    return (port == kGenevePort && octets != kGeneveOctets) ||
           (port == kTzspPort && octets != kTzspOctets);
  }

  bool leave_gre_tunnel() {
    constexpr unsigned kHasRouting = 0x4000;
    const std::string_view before = cursor_.rest;
    if (before.size() < 4 || (load_u16(before.data()) & kHasRouting) != 0) {
      return false;
    }
    leave_gre(cursor_);
    add(LayerAt::Kind::Gre, before);
    return true;
  }

  const Frame& frame_;
  const Limits& limits_;
  FrameLayers& found_;
  LayerCursor cursor_;
};

}  // namespace

bool find_layers(const Frame& frame, const Limits& limits, FrameLayers& found) {
  found.layers.clear();
  return Descent(frame, limits, found).run();
}

}  // namespace siptriage::detail
