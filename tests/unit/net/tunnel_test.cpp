#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/base/endpoint.h"
#include "siptriage/net/net_stage.h"

#include "unit/net/packets.h"

namespace siptriage::tunnel_test {
namespace {

using testing::ethernet;
using testing::ipv4;
using testing::Ipv4Options;
using testing::ipv6;
using testing::Ipv6Options;
using testing::mpls;
using testing::u16;
using testing::u32;
using testing::u8;
using testing::udp;
using testing::Wire;
using testing::zeros;

std::string inner_v4() {
  Ipv4Options options;
  options.source = 0x0a000001;
  options.id = 0x77;
  options.ttl = 9;
  return ipv4(options, udp("sip"));
}
std::string inner_v6() { return ipv6({}, udp("sip")); }

std::string in_v4(unsigned protocol, const std::string& payload) {
  Ipv4Options options;
  options.protocol = protocol;
  return ethernet(0x0800, ipv4(options, payload));
}
std::string in_v6(unsigned next_header, const std::string& payload) {
  Ipv6Options options;
  options.next_header = next_header;
  return ethernet(0x86dd, ipv6(options, payload));
}
std::string gre(unsigned flags, unsigned protocol, const std::string& behind) {
  return u16(flags) + u16(protocol) + behind;
}

TEST(Tunnel, ShowsTheInnermostPacket) {
  Wire wire;
  wire.feed(in_v4(4, inner_v4()));
  ASSERT_EQ(wire.payloads.size(), 1u);
  EXPECT_EQ(to_string(wire.payloads[0].source), "10.0.0.1:5060");
  EXPECT_EQ(wire.payloads[0].identity.ip_identification, 0x77u);
  EXPECT_EQ(wire.payloads[0].identity.hop_limit, 9);
}

std::string in_udp(unsigned port, const std::string& payload) {
  return in_v4(17, udp(payload, 50000, port));
}
// Of user data, of which `flags` say what stands in front.
std::string gtp(unsigned flags, const std::string& behind) {
  return u8(0x30 | flags) + u8(255) +
         u16(static_cast<unsigned>(behind.size())) + u32(0x1234) + behind;
}
std::string geneve(unsigned option_words, unsigned type,
                   const std::string& behind) {
  return u8(option_words) + u8(0) + u16(type) + u32(0x1200) + behind;
}
const std::string kVxlan = u8(8) + zeros(3) + u32(0x1200);

TEST(Tunnel, OpensEveryKind) {
  const std::string entry = u16(0x0800) + u8(0) + u8(4) + zeros(4) + zeros(4);
  const struct {
    const char* name;
    std::string frame;
  } cases[] = {
      {"IP in IP", in_v4(4, inner_v4())},
      {"IPv6 in IPv4", in_v4(41, inner_v6())},
      {"IPv4 in IPv6", in_v6(4, inner_v4())},
      {"IPv6 in IPv6", in_v6(41, inner_v6())},
      {"MPLS in IP", in_v4(137, mpls(true, inner_v4()))},
      {"GRE", in_v4(47, gre(0, 0x0800, inner_v4()))},
      {"GRE, IPv6 in IPv6", in_v6(47, gre(0, 0x86dd, inner_v6()))},
      {"GRE with checksum",
       in_v4(47, gre(0x8000, 0x0800, zeros(4) + inner_v4()))},
      {"GRE with key and sequence number",
       in_v4(47, gre(0x3000, 0x0800, zeros(8) + inner_v4()))},
      {"GRE with routing",
       in_v4(47, gre(0x4000, 0x0800, zeros(4) + entry + inner_v4()))},
      {"GRE with everything",
       in_v4(47, gre(0xf000, 0x0800, zeros(12) + entry + inner_v4()))},
      {"GRE bridging Ethernet",
       in_v4(47, gre(0, 0x6558, ethernet(0x0800, inner_v4())))},
      {"GRE carrying MPLS", in_v4(47, gre(0, 0x8847, mpls(true, inner_v4())))},
      {"GRE carrying PPP", in_v4(47, gre(0, 0x880b, u16(0x21) + inner_v4()))},
      {"PPTP", in_v4(47, gre(0x3001, 0x880b,
                             zeros(8) + u16(0xff03) + u16(0x21) + inner_v4()))},
      {"PPTP with acknowledgement",
       in_v4(47, gre(0x3081, 0x880b, zeros(12) + u8(0x21) + inner_v4()))},
      {"ERSPAN type I",
       in_v4(47, gre(0, 0x88be, ethernet(0x0800, inner_v4())))},
      {"ERSPAN type II",
       in_v4(47,
             gre(0x1000, 0x88be, zeros(12) + ethernet(0x0800, inner_v4())))},
      {"ERSPAN type III",
       in_v4(47,
             gre(0x1000, 0x22eb, zeros(16) + ethernet(0x0800, inner_v4())))},
      {"ERSPAN type III with subheader",
       in_v4(47,
             gre(0x1000, 0x22eb,
                 zeros(15) + u8(1) + zeros(8) + ethernet(0x0800, inner_v4())))},
      {"GTP-U", in_udp(2152, gtp(0, inner_v4()))},
      {"GTP-U, IPv6", in_udp(2152, gtp(0, inner_v6()))},
      {"GTP-U with sequence number",
       in_udp(2152, gtp(2, u16(7) + zeros(2) + inner_v4()))},
      // A PDU session container of 5G, and a PDCP number.
      {"GTP-U with extension headers",
       in_udp(2152,
              gtp(4, zeros(3) + u8(0x85) + u8(1) + u16(0x1001) + u8(0xc0) +
                         u8(2) + zeros(6) + u8(0) + inner_v4()))},
      {"VXLAN", in_udp(4789, kVxlan + ethernet(0x0800, inner_v4()))},
      {"VXLAN at Linux's old port",
       in_udp(8472, kVxlan + ethernet(0x86dd, inner_v6()))},
      {"Geneve", in_udp(6081, geneve(0, 0x6558, ethernet(0x0800, inner_v4())))},
      {"Geneve with options, without Ethernet",
       in_udp(6081, geneve(2, 0x0800, zeros(8) + inner_v4()))},
      {"TZSP",
       in_udp(37008, u32(0x01000001) + u8(1) + ethernet(0x0800, inner_v4()))},
      {"TZSP with tags",
       in_udp(37008, u32(0x01000001) + u8(0) + u8(10) + u8(1) + u8(0xd5) +
                         u8(1) + ethernet(0x0800, inner_v4()))},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(c.frame);
    EXPECT_EQ(wire.octets, std::vector<std::string>{"sip"});
    EXPECT_EQ(wire.skipped_in_all(), 0u);
    for (std::size_t size = 0; size < c.frame.size(); ++size) {
      Wire truncated;
      truncated.feed(c.frame.substr(0, size), LinkType::Ethernet,
                     c.frame.size() - size);
      EXPECT_EQ(truncated.payloads.size() + truncated.skipped_in_all(), 1u);
    }
  }
}

// The ports belong to whoever uses them.
TEST(Tunnel, LeavesOtherDatagramsAsTheyAre) {
  const std::string sip = "OPTIONS sip:bob@example.com SIP/2.0\r\n";
  const struct {
    unsigned port;
    std::string octets;
  } cases[] = {
      {2152, sip},
      {4789, sip},
      {6081, sip},
      {8472, sip},
      {37008, sip},
      {2152, u8(0x32) + u8(1) + u16(4) + zeros(12)},    // echo request
      {2152, u8(0x50) + u8(255) + u16(4) + zeros(12)},  // version 2
      {2152, gtp(4, zeros(3) + u8(0x85) + zeros(12))},  // of no length
      {2152, gtp(4, zeros(3) + u8(0x85) + u8(200) + zeros(12))},
      {2152, gtp(2, zeros(4))},
      {4789, zeros(8) + ethernet(0x0800, inner_v4())},     // of no network
      {6081, u8(0) + u8(0x80) + u16(0x0800) + zeros(16)},  // control
      {6081, geneve(0, 5, zeros(16))},
      {6081, geneve(4, 0x0800, zeros(16))},
      {37008, u32(0x01040001) + u8(1) + zeros(16)},  // keep-alive
      {37008, u32(0x01000001) + u8(10) + u8(200) + zeros(16)},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.port);
    Wire wire;
    wire.feed(in_udp(c.port, c.octets));
    EXPECT_EQ(wire.octets, std::vector<std::string>{c.octets});
  }
}

TEST(Tunnel, CountsWhatItCannotOpen) {
  const struct {
    const char* name;
    std::string frame;
    SkipReason reason;
  } cases[] = {
      {"GRE of version 2", in_v4(47, gre(2, 0x0800, inner_v4())),
       SkipReason::MalformedPacket},
      {"GRE keep-alive", in_v4(47, gre(0, 0, "")), SkipReason::NotIp},
      {"PPTP acknowledgement alone", in_v4(47, gre(0x2081, 0x880b, zeros(8))),
       SkipReason::Empty},
      {"PPP link control in PPTP",
       in_v4(47, gre(0x3001, 0x880b, zeros(8) + u16(0xc021) + zeros(4))),
       SkipReason::NotIp},
      {"GTP-U without IP", in_udp(2152, gtp(0, zeros(40))), SkipReason::NotIp},
      {"Geneve with ARP", in_udp(6081, geneve(0, 0x0806, zeros(28))),
       SkipReason::NotIp},
      {"routing without end",
       in_v4(47, gre(0x4000, 0x0800, zeros(4) + u32(0x08000004) + zeros(4))),
       SkipReason::TruncatedHeader},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(c.frame);
    EXPECT_TRUE(wire.payloads.empty());
    EXPECT_EQ(wire.skipped(c.reason), 1u);
    EXPECT_EQ(wire.skipped_in_all(), 1u);
  }
}

TEST(Tunnel, StopsAtTheDepthLimit) {
  Limits limits;
  limits.set(LimitId::TunnelDepth, 3);
  std::string packet = inner_v4();
  Ipv4Options ip_in_ip;
  ip_in_ip.protocol = 4;
  for (unsigned depth = 0; depth <= 4; ++depth) {
    Wire wire(limits);
    wire.feed(packet, LinkType::RawIp);
    EXPECT_EQ(wire.payloads.size(), depth <= 3 ? 1u : 0u) << depth;
    EXPECT_EQ(wire.skipped(SkipReason::TunnelTooDeep), depth <= 3 ? 0u : 1u);
    packet = ipv4(ip_in_ip, packet);
  }
}

TEST(Tunnel, PutsFragmentsTogetherOutsideAndInside) {
  // The inner packet is fragmented, and each half travels in two fragments.
  const std::string datagram = udp(std::string(40, 'x'));
  const auto inner = [&](unsigned offset, std::string_view part, bool more) {
    Ipv4Options options;
    options.source = 0x0a000001;
    options.flags_and_offset = offset / 8 | (more ? 0x2000U : 0U);
    return ipv4(options, part);
  };
  const auto outer = [](unsigned id, const std::string& packet, bool first) {
    Ipv4Options options;
    options.protocol = 4;
    options.id = id;
    options.flags_and_offset = first ? 0x2000U : 2U;
    return ethernet(0x0800, ipv4(options, first ? packet.substr(0, 16)
                                                : packet.substr(16)));
  };
  const std::string halves[] = {inner(0, datagram.substr(0, 24), true),
                                inner(24, datagram.substr(24), false)};
  for (const bool transient : {false, true}) {
    Wire wire;
    wire.transient = transient;
    wire.feed(outer(1, halves[0], true));
    wire.feed(outer(2, halves[1], false));
    wire.feed(outer(1, halves[0], false));
    wire.feed(outer(2, halves[1], true));
    ASSERT_EQ(wire.payloads.size(), 1u);
    EXPECT_EQ(wire.octets[0], std::string(40, 'x'));
    EXPECT_EQ(to_string(wire.payloads[0].source), "10.0.0.1:5060");
    EXPECT_EQ(wire.coverage.fragments, 6u);
    EXPECT_EQ(wire.coverage.reassembled_datagrams, 3u);
    wire.finish();
    EXPECT_EQ(wire.skipped_in_all(), 0u);
  }
}

}  // namespace
}  // namespace siptriage::tunnel_test
