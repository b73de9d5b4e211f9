#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/base/endpoint.h"
#include "siptriage/net/net_stage.h"

#include "unit/net/packets.h"

namespace siptriage::ip_packet_test {
namespace {

using testing::ipv4;
using testing::Ipv4Options;
using testing::ipv6;
using testing::ipv6_fragment;
using testing::Ipv6Options;
using testing::tcp;
using testing::u8;
using testing::udp;
using testing::Wire;
using testing::zeros;

constexpr LinkType kRaw = LinkType::RawIp;

// An extension header of 8 octets.
std::string extension(unsigned next, const std::string& behind) {
  return u8(next) + u8(0) + zeros(6) + behind;
}
// An authentication header of 12 octets.
std::string authentication(unsigned next, const std::string& behind) {
  return u8(next) + u8(1) + zeros(10) + behind;
}

TEST(IpPacket, ReadsAddressesPortsAndIdentity) {
  Wire wire;
  Ipv4Options options;
  options.id = 0x1234;
  options.ttl = 61;
  wire.feed(ipv4(options, udp("sip", 5070, 5080)), kRaw);
  wire.feed(ipv6({}, udp("sip", 5070, 5080)), kRaw);
  ASSERT_EQ(wire.payloads.size(), 2u);
  EXPECT_EQ(to_string(wire.payloads[0].source), "192.0.2.1:5070");
  EXPECT_EQ(to_string(wire.payloads[0].destination), "192.0.2.2:5080");
  EXPECT_EQ(wire.payloads[0].identity.ip_identification, 0x1234u);
  EXPECT_TRUE(wire.payloads[0].identity.has_ip_identification);
  EXPECT_EQ(wire.payloads[0].identity.hop_limit, 61);
  EXPECT_EQ(to_string(wire.payloads[1].source), "[2001:db8::1]:5070");
  EXPECT_EQ(to_string(wire.payloads[1].destination), "[2001:db8::2]:5080");
  EXPECT_FALSE(wire.payloads[1].identity.has_ip_identification);
  EXPECT_EQ(wire.payloads[1].identity.hop_limit, 63);
  EXPECT_EQ(wire.payloads[1].frame, (FrameId{0, 2}));
}

TEST(IpPacket, TakesIdentificationZeroForNone) {
  Wire wire;
  Ipv4Options options;
  options.id = 0;
  wire.feed(ipv4(options, udp("sip")), kRaw);
  ASSERT_EQ(wire.payloads.size(), 1u);
  EXPECT_FALSE(wire.payloads[0].identity.has_ip_identification);
}

TEST(IpPacket, PassesOverWhatStandsBeforeTheTransport) {
  Ipv4Options with_options;
  with_options.options = zeros(40);
  Ipv4Options with_authentication;
  with_authentication.protocol = 51;
  Ipv4Options offloaded;
  offloaded.total_length = 0;
  Ipv6Options hop;
  hop.next_header = 0;
  Ipv6Options fragment;
  fragment.next_header = 44;
  Ipv6Options offloaded_v6;
  offloaded_v6.payload_length = 0;
  const struct {
    const char* name;
    std::string packet;
  } cases[] = {
      {"IPv4 options", ipv4(with_options, udp("sip"))},
      {"IPv4 authentication header",
       ipv4(with_authentication, authentication(17, udp("sip")))},
      {"IPv4 total length left to the network card",
       ipv4(offloaded, udp("sip"))},
      {"IPv6 payload length left to it", ipv6(offloaded_v6, udp("sip"))},
      {"hop-by-hop, routing, destination, authentication",
       ipv6(hop,
            extension(43, extension(60, extension(51, authentication(
                                                          17, udp("sip"))))))},
      {"atomic fragment",
       ipv6(fragment, ipv6_fragment(17, 0, false, 7, udp("sip")))},
      {"extension header behind an atomic fragment",
       ipv6(fragment,
            ipv6_fragment(60, 0, false, 7, extension(17, udp("sip"))))},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(c.packet, kRaw);
    ASSERT_EQ(wire.octets, std::vector<std::string>{"sip"});
    EXPECT_EQ(wire.skipped_in_all(), 0u);
    for (std::size_t size = 0; size < c.packet.size(); ++size) {
      Wire truncated;
      truncated.feed(c.packet.substr(0, size), kRaw, c.packet.size() - size);
      EXPECT_EQ(truncated.payloads.size() + truncated.skipped_in_all(), 1u);
    }
  }
}

TEST(IpPacket, CountsWhatContradictsItself) {
  const auto v4 = [](auto change) {
    Ipv4Options options;
    change(options);
    return ipv4(options, udp("sip"));
  };
  const auto v6 = [](unsigned next, const std::string& payload) {
    Ipv6Options options;
    options.next_header = next;
    return ipv6(options, payload);
  };
  std::string short_header = ipv4({}, udp("sip"));
  short_header[0] = 0x44;
  Ipv4Options long_total;
  long_total.total_length = 80;
  std::string long_header = ipv4(long_total, "");
  long_header[0] = 0x4f;
  std::string wide_header = ipv4({}, udp("sip"));
  wide_header[0] = 0x4f;
  std::string many = udp("sip");
  for (int i = 0; i < 20; ++i) many = extension(i == 0 ? 17 : 60, many);
  std::string bad_offset = tcp({}, "sip");
  bad_offset[12] = 0x40;
  std::string long_offset = tcp({}, "sip");
  long_offset[12] = static_cast<char>(0xf0);
  Ipv4Options with_tcp;
  with_tcp.protocol = 6;
  const struct {
    const char* name;
    std::string packet;
    SkipReason reason;
  } cases[] = {
      {"IPv4 header length 16", short_header, SkipReason::MalformedPacket},
      {"IPv4 header longer than the frame", long_header,
       SkipReason::TruncatedHeader},
      {"IPv4 header longer than the packet", wide_header,
       SkipReason::MalformedPacket},
      {"IPv4 total length 19", v4([](auto& o) { o.total_length = 19; }),
       SkipReason::MalformedPacket},
      {"total length ends in the UDP header",
       v4([](auto& o) { o.total_length = 27; }), SkipReason::TruncatedHeader},
      {"ICMP", v4([](auto& o) { o.protocol = 1; }),
       SkipReason::OtherIpProtocol},
      {"ICMPv6", v6(58, zeros(8)), SkipReason::OtherIpProtocol},
      {"SCTP", v4([](auto& o) { o.protocol = 132; }),
       SkipReason::OtherIpProtocol},
      {"ESP", v4([](auto& o) { o.protocol = 50; }), SkipReason::EncryptedEsp},
      {"ESP behind an extension header", v6(60, extension(50, zeros(20))),
       SkipReason::EncryptedEsp},
      {"no next header", v6(59, ""), SkipReason::OtherIpProtocol},
      {"too many extension headers", v6(60, many), SkipReason::MalformedPacket},
      {"extension header past the packet", v6(60, u8(17) + u8(9) + zeros(6)),
       SkipReason::TruncatedHeader},
      {"fragment not in units of 8",
       v4([](auto& o) { o.flags_and_offset = 0x2000; }),
       SkipReason::MalformedPacket},
      {"fragment past the largest packet",
       v4([](auto& o) { o.flags_and_offset = 0x1fff; }),
       SkipReason::MalformedPacket},
      {"UDP length 7", ipv4({}, udp("sip", 1, 2, 7)),
       SkipReason::MalformedPacket},
      {"UDP without payload", ipv4({}, udp("")), SkipReason::Empty},
      {"TCP header length 16", ipv4(with_tcp, bad_offset),
       SkipReason::MalformedPacket},
      {"TCP header longer than the packet", ipv4(with_tcp, long_offset),
       SkipReason::MalformedPacket},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(c.packet, kRaw);
    // Of encryption only its ends are told.
    for (const Payload& payload : wire.payloads) {
      EXPECT_EQ(payload.kind, PayloadKind::Encrypted);
      EXPECT_EQ(c.reason, SkipReason::EncryptedEsp);
    }
    EXPECT_EQ(wire.skipped(c.reason), 1u);
    EXPECT_EQ(wire.skipped_in_all(), 1u);
  }
}

TEST(UdpDatagram, KeepsToTheShorterOfItsLengthAndThePacket) {
  const struct {
    const char* name;
    int length;
    std::string octets;
    std::uint32_t original;
  } cases[] = {
      {"right", 11, "sip", 3},
      {"shorter than the packet", 9, "s", 1},
      // The frame is whole: the length is wrong, nothing was cut off.
      {"longer than the packet", 508, "sip", 3},
      {"0: as long as the packet", 0, "sip", 3},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(ipv4({}, udp("sip", 1, 2, c.length)), kRaw);
    ASSERT_EQ(wire.payloads.size(), 1u);
    EXPECT_EQ(wire.octets[0], c.octets);
    EXPECT_EQ(wire.payloads[0].original_length_octets, c.original);
  }
}

TEST(UdpDatagram, IsCountedWhenTheSnapLengthLeftNothingOfIt) {
  Wire wire;
  const std::string packet = ipv4({}, udp("sip"));
  wire.feed(packet.substr(0, 28), kRaw, 3);
  EXPECT_TRUE(wire.payloads.empty());
  EXPECT_EQ(wire.skipped(SkipReason::SnapLength), 1u);
}

TEST(UdpDatagram, IsTransientWhereItsFrameIs) {
  Wire wire;
  wire.feed(ipv4({}, udp("sip")), kRaw);
  wire.transient = true;
  wire.feed(ipv4({}, udp("sip")), kRaw);
  ASSERT_EQ(wire.payloads.size(), 2u);
  EXPECT_FALSE(wire.payloads[0].transient);
  EXPECT_TRUE(wire.payloads[1].transient);
}

}  // namespace
}  // namespace siptriage::ip_packet_test
