#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/net/net_stage.h"

#include "unit/net/packets.h"

namespace siptriage::link_layer_test {
namespace {

using testing::ethernet;
using testing::ipv4;
using testing::ipv6;
using testing::mpls;
using testing::pppoe;
using testing::u16;
using testing::u32;
using testing::u8;
using testing::udp;
using testing::vlan;
using testing::Wire;
using testing::zeros;

constexpr LinkType kEthernet = LinkType::Ethernet;

std::string v4() { return ipv4({}, udp("sip")); }
std::string v6() { return ipv6({}, udp("sip")); }
std::string snap(unsigned type, const std::string& payload) {
  return u8(0xaa) + u8(0xaa) + u8(0x03) + zeros(3) + u16(type) + payload;
}
std::string llc_frame(const std::string& llc) {
  return ethernet(static_cast<unsigned>(llc.size()), llc);
}
std::string sll(unsigned protocol, const std::string& payload) {
  return u16(0) + u16(1) + u16(6) + zeros(8) + u16(protocol) + payload;
}
std::string sll2(unsigned protocol, const std::string& payload) {
  return u16(protocol) + u16(0) + u32(3) + u16(1) + u8(0) + u8(6) + zeros(8) +
         payload;
}
// Attributes in little-endian order, as most hosts write them.
std::string nflog_attribute(unsigned type, unsigned length,
                            const std::string& value) {
  return u8(length & 0xff) + u8(length >> 8) + u8(type) + u8(0) + value;
}
std::string nflog_payload(const std::string& packet) {
  return nflog_attribute(9, static_cast<unsigned>(packet.size() + 4), packet);
}

struct Carried {
  const char* name;
  LinkType type;
  std::string octets;
};

std::vector<Carried> carried_frames() {
  const std::string nflog_header = u8(2) + u8(0) + u16(5);
  return {
      {"Ethernet II, IPv4", kEthernet, ethernet(0x0800, v4())},
      {"Ethernet II, IPv6", kEthernet, ethernet(0x86dd, v6())},
      {"padding behind the packet", kEthernet,
       ethernet(0x0800, v4() + zeros(15))},
      {"802.3 with LLC and SNAP", kEthernet, llc_frame(snap(0x0800, v4()))},
      {"one VLAN tag", kEthernet, ethernet(0x8100, vlan(5, 0x0800, v4()))},
      {"QinQ", kEthernet,
       ethernet(0x88a8, vlan(5, 0x8100, vlan(6, 0x86dd, v6())))},
      {"three tags of old numbers", kEthernet,
       ethernet(0x9100,
                vlan(5, 0x9200, vlan(6, 0x8100, vlan(7, 0x0800, v4()))))},
      {"SNAP behind a VLAN tag", kEthernet,
       ethernet(0x8100, vlan(5, 0x20, snap(0x0800, v4())))},
      {"one MPLS label", kEthernet, ethernet(0x8847, mpls(true, v4()))},
      {"three MPLS labels, IPv6", kEthernet,
       ethernet(0x8848, mpls(false, mpls(false, mpls(true, v6()))))},
      {"Ethernet pseudowire with control word", kEthernet,
       ethernet(0x8847, mpls(true, zeros(4) + ethernet(0x0800, v4())))},
      {"PPPoE", kEthernet, ethernet(0x8864, pppoe(u16(0x0021) + v4()))},
      {"PPPoE behind a VLAN tag, IPv6", kEthernet,
       ethernet(0x8100, vlan(5, 0x8864, pppoe(u16(0x0057) + v6())))},
      {"Linux cooked", LinkType::LinuxSll, sll(0x0800, v4())},
      {"Linux cooked with a VLAN tag", LinkType::LinuxSll,
       sll(0x8100, vlan(5, 0x0800, v4()))},
      {"Linux cooked v2, IPv6", LinkType::LinuxSll2, sll2(0x86dd, v6())},
      {"Null, little-endian", LinkType::Null, u32(0x02000000) + v4()},
      {"Null, big-endian", LinkType::Null, u32(2) + v4()},
      {"Null, AF_INET6 of Linux", LinkType::Null, u32(0x0a000000) + v6()},
      {"Null, AF_INET6 of OpenBSD", LinkType::Null, u32(0x18000000) + v6()},
      {"Null, AF_INET6 of FreeBSD", LinkType::Null, u32(28) + v6()},
      {"Null, AF_INET6 of Darwin", LinkType::Null, u32(0x1e000000) + v6()},
      {"Loop", LinkType::Loop, u32(2) + v4()},
      {"raw, IPv4", LinkType::RawIp, v4()},
      {"raw, IPv6", LinkType::RawIp, v6()},
      {"raw under a platform's number", static_cast<LinkType>(12), v4()},
      {"raw under another one", static_cast<LinkType>(14), v6()},
      {"IPv4", LinkType::Ipv4, v4()},
      {"IPv6", LinkType::Ipv6, v6()},
      {"PPP", LinkType::Ppp, u16(0x0021) + v4()},
      {"PPP with address and control", LinkType::Ppp,
       u16(0xff03) + u16(0x0057) + v6()},
      {"PPP with a compressed protocol", LinkType::Ppp, u8(0x21) + v4()},
      {"PPP with both", LinkType::Ppp, u16(0xff03) + u8(0x57) + v6()},
      {"PPP carrying MPLS", LinkType::Ppp, u16(0x0281) + mpls(true, v4())},
      {"PPP in HDLC", LinkType::PppHdlc, u16(0xff03) + u16(0x0021) + v4()},
      {"Cisco HDLC", LinkType::PppHdlc, u16(0x0f00) + u16(0x0800) + v4()},
      {"PPPoE as link type", LinkType::PppEther,
       pppoe(u16(0xff03) + u16(0x0021) + v4())},
      {"NFLOG", LinkType::Nflog, nflog_header + nflog_payload(v4())},
      {"NFLOG, payload after a padded attribute", LinkType::Nflog,
       nflog_header + nflog_attribute(10, 9, "hello") + zeros(3) +
           nflog_payload(v6())},
      {"NFLOG, big-endian", LinkType::Nflog,
       nflog_header + u16(static_cast<unsigned>(v4().size() + 4)) + u16(9) +
           v4()},
      {"NFLOG, payload that claims to be longer than it is", LinkType::Nflog,
       nflog_header + nflog_attribute(9, 60000, v4())},
  };
}

TEST(LinkLayer, FindsThePacketUnderEveryHeader) {
  for (const Carried& carried : carried_frames()) {
    SCOPED_TRACE(carried.name);
    Wire wire;
    wire.feed(carried.octets, carried.type);
    ASSERT_EQ(wire.payloads.size(), 1u);
    EXPECT_EQ(wire.octets[0], "sip");
    EXPECT_EQ(wire.payloads[0].source.port, 5060);
    EXPECT_EQ(wire.payloads[0].original_length_octets, 3u);
    EXPECT_EQ(wire.skipped_in_all(), 0u);
  }
}

TEST(LinkLayer, SurvivesTruncationAtEveryOctet) {
  for (const Carried& carried : carried_frames()) {
    SCOPED_TRACE(carried.name);
    for (std::size_t size = 0; size < carried.octets.size(); ++size) {
      Wire wire;
      wire.feed(carried.octets.substr(0, size), carried.type,
                carried.octets.size() - size);
      const bool padding_only = wire.octets == std::vector<std::string>{"sip"};
      EXPECT_TRUE(wire.payloads.size() + wire.skipped_in_all() == 1) << size;
      if (!wire.payloads.empty() && !padding_only) {
        EXPECT_LT(wire.octets[0].size(), 3u);
        EXPECT_EQ(wire.payloads[0].original_length_octets, 3u);
      }
    }
  }
}

TEST(LinkLayer, CountsWhatItCannotDecode) {
  std::string deep = v4();
  for (int i = 0; i < 100; ++i) deep = vlan(5, i == 0 ? 0x0800 : 0x8100, deep);
  std::string labels = mpls(true, v4());
  for (int i = 0; i < 100; ++i) labels = mpls(false, labels);
  const std::string nflog_header = u8(2) + u8(0) + u16(5);
  const struct {
    const char* name;
    LinkType type;
    std::string octets;
    SkipReason reason;
  } cases[] = {
      {"unknown link type", static_cast<LinkType>(147), v4(),
       SkipReason::UnknownLinkType},
      {"ARP", kEthernet, ethernet(0x0806, zeros(28)), SkipReason::NotIp},
      {"spanning tree", kEthernet,
       llc_frame(u8(0x42) + u8(0x42) + u8(0x03) + zeros(35)),
       SkipReason::NotIp},
      {"PPPoE discovery", kEthernet, ethernet(0x8863, zeros(20)),
       SkipReason::NotIp},
      {"PPP link control", LinkType::Ppp, u16(0xc021) + zeros(8),
       SkipReason::NotIp},
      {"empty frame", kEthernet, "", SkipReason::TruncatedHeader},
      {"EtherType IPv4, version 5", kEthernet,
       ethernet(0x0800, u8(0x55) + zeros(40)), SkipReason::MalformedPacket},
      {"raw IP of version 0", LinkType::RawIp, zeros(40), SkipReason::NotIp},
      {"unknown address family", LinkType::Null, u32(7) + v4(),
       SkipReason::NotIp},
      {"cooked frame without EtherType", LinkType::LinuxSll, sll(4, zeros(30)),
       SkipReason::NotIp},
      {"a hundred VLAN tags", kEthernet, ethernet(0x8100, deep),
       SkipReason::TunnelTooDeep},
      {"a hundred MPLS labels", kEthernet, ethernet(0x8847, labels),
       SkipReason::TunnelTooDeep},
      {"NFLOG attribute of length 0", LinkType::Nflog,
       nflog_header + nflog_attribute(10, 0, zeros(40)),
       SkipReason::MalformedPacket},
      {"NFLOG attribute of length 3", LinkType::Nflog,
       nflog_header + nflog_attribute(10, 3, zeros(40)),
       SkipReason::MalformedPacket},
      {"NFLOG attribute longer than the frame", LinkType::Nflog,
       nflog_header + nflog_attribute(10, 60000, zeros(8)),
       SkipReason::MalformedPacket},
      {"NFLOG without payload", LinkType::Nflog,
       nflog_header + nflog_attribute(10, 12, zeros(8)), SkipReason::NotIp},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(c.octets, c.type);
    EXPECT_TRUE(wire.payloads.empty());
    EXPECT_EQ(wire.skipped(c.reason), 1u);
    EXPECT_EQ(wire.skipped_in_all(), 1u);
  }
}

TEST(LinkLayer, HashTellsLinksApart) {
  Wire wire;
  wire.feed(ethernet(0x0800, v4(), 1));
  wire.feed(ethernet(0x0800, v4(), 1));
  wire.feed(ethernet(0x0800, v4(), 9));
  wire.feed(ethernet(0x8100, vlan(5, 0x0800, v4()), 1));
  wire.feed(ethernet(0x8100, vlan(6, 0x0800, v4()), 1));
  // The priority is not the link.
  wire.feed(ethernet(0x8100, vlan(0xe006, 0x0800, v4()), 1));
  wire.interface_index = 1;
  wire.feed(ethernet(0x0800, v4(), 1));
  ASSERT_EQ(wire.payloads.size(), 7u);
  const auto hash = [&](std::size_t i) {
    return wire.payloads[i].identity.link_hash;
  };
  EXPECT_EQ(hash(0), hash(1));
  EXPECT_EQ(hash(4), hash(5));
  const std::size_t different[] = {0, 2, 3, 4, 6};
  for (const std::size_t a : different) {
    for (const std::size_t b : different) {
      EXPECT_TRUE(a == b || hash(a) != hash(b)) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace siptriage::link_layer_test
