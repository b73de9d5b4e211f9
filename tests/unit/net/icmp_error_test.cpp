// ICMP errors and TCP resets on their way out of the net room.

#include <string>

#include <gtest/gtest.h>

#include "unit/net/packets.h"

namespace siptriage::icmp_error_test {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

constexpr LinkType kRaw = LinkType::RawIp;

std::string icmp(unsigned type, unsigned code, std::uint32_t word,
                 const std::string& quote) {
  return ipv4({.protocol = 1, .source = 0xc0000201, .destination = 0xc0000202},
              u8(type) + u8(code) + u16(0) + u32(word) + quote);
}
std::string icmpv6(unsigned type, unsigned code, std::uint32_t word,
                   const std::string& quote) {
  return ipv6({.next_header = 58},
              u8(type) + u8(code) + u16(0) + u32(word) + quote);
}

const std::string kQuote =
    ipv4({.id = 77}, udp("OPTIONS sip:bob@example.com SIP/2.0\r\n"));
const std::string kQuoteV6 = ipv6({}, udp("OPTIONS", 5060, 5061));

TEST(IcmpError, TellsWhatDiedAndWhy) {
  Wire wire;
  wire.feed(icmp(3, 3, 0, kQuote), kRaw);
  ASSERT_EQ(wire.payloads.size(), 1U);
  const Payload& payload = wire.payloads.front();
  EXPECT_EQ(payload.kind, PayloadKind::NetworkError);
  EXPECT_EQ(payload.error.kind, NetworkErrorKind::PortUnreachable);
  EXPECT_EQ(to_string(payload.error.reporter), "192.0.2.1");
  EXPECT_EQ(to_string(payload.source), "192.0.2.1:5060");
  EXPECT_EQ(to_string(payload.destination), "192.0.2.2:5061");
  EXPECT_EQ(payload.identity.ip_identification, 77U);
  EXPECT_EQ(wire.octets.front(), "OPTIONS sip:bob@example.com SIP/2.0\r\n");
  // It is no SIP all the same.
  EXPECT_EQ(wire.skipped(SkipReason::OtherIpProtocol), 1U);
}

TEST(IcmpError, HasAKindForEachTypeAndCode) {
  const struct {
    std::string packet;
    NetworkErrorKind kind;
    std::uint32_t mtu = 0;
  } cases[] = {
      {icmp(3, 0, 0, kQuote), NetworkErrorKind::NetworkUnreachable},
      {icmp(3, 1, 0, kQuote), NetworkErrorKind::HostUnreachable},
      {icmp(3, 2, 0, kQuote), NetworkErrorKind::OtherUnreachable},
      {icmp(3, 4, 1400, kQuote), NetworkErrorKind::PacketTooBig, 1400},
      {icmp(3, 10, 0, kQuote), NetworkErrorKind::Prohibited},
      {icmp(3, 13, 0, kQuote), NetworkErrorKind::Prohibited},
      {icmp(11, 0, 0, kQuote), NetworkErrorKind::HopLimitExceeded},
      {icmp(11, 1, 0, kQuote), NetworkErrorKind::ReassemblyTimedOut},
      {icmpv6(1, 0, 0, kQuoteV6), NetworkErrorKind::NetworkUnreachable},
      {icmpv6(1, 1, 0, kQuoteV6), NetworkErrorKind::Prohibited},
      {icmpv6(1, 2, 0, kQuoteV6), NetworkErrorKind::OtherUnreachable},
      {icmpv6(1, 3, 0, kQuoteV6), NetworkErrorKind::HostUnreachable},
      {icmpv6(1, 4, 0, kQuoteV6), NetworkErrorKind::PortUnreachable},
      {icmpv6(2, 0, 1280, kQuoteV6), NetworkErrorKind::PacketTooBig, 1280},
      {icmpv6(3, 0, 0, kQuoteV6), NetworkErrorKind::HopLimitExceeded},
      {icmpv6(3, 1, 0, kQuoteV6), NetworkErrorKind::ReassemblyTimedOut},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(to_string(c.kind));
    Wire wire;
    wire.feed(c.packet, kRaw);
    ASSERT_EQ(wire.payloads.size(), 1U);
    EXPECT_EQ(wire.payloads.front().error.kind, c.kind);
    EXPECT_EQ(wire.payloads.front().error.mtu, c.mtu);
  }
}

TEST(IcmpError, IsNoneWithoutPorts) {
  const struct {
    const char* name;
    std::string packet;
  } cases[] = {
      {"echo request", icmp(8, 0, 0, kQuote)},
      {"redirect", icmp(5, 0, 0, kQuote)},
      {"unknown code of time exceeded", icmp(11, 7, 0, kQuote)},
      {"nothing quoted", icmp(3, 3, 0, "")},
      {"half an IP header", icmp(3, 3, 0, kQuote.substr(0, 10))},
      {"no ports", icmp(3, 3, 0, kQuote.substr(0, 22))},
      {"quotes ICMP", icmp(3, 3, 0, ipv4({.protocol = 1}, zeros(8)))},
      {"quotes another fragment",
       icmp(3, 3, 0, ipv4({.flags_and_offset = 100}, zeros(16)))},
      {"IPv6 in ICMP", icmp(3, 3, 0, kQuoteV6)},
      {"parameter problem", icmpv6(4, 0, 0, kQuoteV6)},
      {"neighbour solicitation", icmpv6(135, 0, 0, kQuoteV6)},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wire wire;
    wire.feed(c.packet, kRaw);
    EXPECT_TRUE(wire.payloads.empty());
    EXPECT_EQ(wire.skipped(SkipReason::OtherIpProtocol), 1U);
  }
}

// RFC 4884 3: the length ends what is quoted; extensions follow.
TEST(IcmpError, QuotesNoMoreThanItsLengthSays) {
  const std::string padded = kQuote + zeros(128 - kQuote.size());
  Wire wire;
  wire.feed(icmp(3, 3, 32U << 16, padded + std::string(20, 'e')), kRaw);
  wire.feed(icmp(3, 3, 7U << 16, padded), kRaw);
  ASSERT_EQ(wire.payloads.size(), 2U);
  EXPECT_EQ(wire.octets[0], "OPTIONS sip:bob@example.com SIP/2.0\r\n");
  EXPECT_EQ(wire.octets[1], "");
}

TEST(IcmpError, MayBeAboutTcp) {
  Wire wire;
  wire.feed(icmp(3, 1, 0, ipv4({.protocol = 6}, tcp({}, "").substr(0, 8))),
            kRaw);
  ASSERT_EQ(wire.payloads.size(), 1U);
  EXPECT_EQ(wire.payloads.front().transport, Transport::Tcp);
  EXPECT_EQ(to_string(wire.payloads.front().source), "192.0.2.1:40000");
}

std::string segment(const TcpOptions& options, const std::string& payload,
                    bool back = false) {
  return ipv4({.protocol = 6,
               .source = back ? 0xc0000202 : 0xc0000201,
               .destination = back ? 0xc0000201 : 0xc0000202},
              tcp(options, payload));
}

TEST(TcpReset, OfAnOpenConnectionIsTold) {
  Wire wire;
  wire.feed(segment({.sequence = 100}, "INVITE"), kRaw);
  const TcpOptions reset{.source_port = 5060,
                         .destination_port = 40000,
                         .sequence = 1,
                         .flags = kRst | kAck};
  wire.feed(segment(reset, "", true), kRaw);
  wire.feed(segment(reset, "", true), kRaw);  // for what was under way
  ASSERT_EQ(wire.payloads.size(), 3U);
  const Payload& payload = wire.payloads[1];
  EXPECT_EQ(payload.kind, PayloadKind::NetworkError);
  EXPECT_EQ(payload.error.kind, NetworkErrorKind::ConnectionReset);
  EXPECT_EQ(to_string(payload.error.reporter), "192.0.2.2");
  EXPECT_EQ(to_string(payload.source), "192.0.2.1:40000");
  EXPECT_EQ(to_string(payload.destination), "192.0.2.2:5060");
  EXPECT_EQ(wire.payloads[2].kind, PayloadKind::StreamEnd);
}

TEST(TcpReset, InAnswerToSynIsARefusal) {
  Wire wire;
  wire.feed(segment({.sequence = 99, .flags = kSyn}, ""), kRaw);
  wire.feed(segment({.source_port = 5060,
                     .destination_port = 40000,
                     .acknowledgement = 100,
                     .flags = kRst | kAck},
                    "", true),
            kRaw);
  ASSERT_EQ(wire.payloads.size(), 1U);
  EXPECT_EQ(wire.payloads.front().error.kind,
            NetworkErrorKind::ConnectionRefused);
}

}  // namespace
}  // namespace siptriage::icmp_error_test
