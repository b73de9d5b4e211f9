#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/net/net_stage.h"

#include "unit/net/packets.h"
#include "unit/net/tcp_connection.h"

namespace siptriage::tcp_reassembler_test {
namespace {

using testing::Connection;
using testing::ipv4;
using testing::Ipv4Options;
using testing::kAck;
using testing::kFin;
using testing::kRst;
using testing::kSyn;
using testing::tcp;
using testing::TcpOptions;
using testing::Wire;

TEST(TcpReassembler, GivesBothDirectionsInOrder) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "INVITE ");
  connection.server(0, "SIP/2.0 100");
  connection.client(7, "sip:a");
  connection.server(11, " Trying");
  ASSERT_EQ(wire.payloads.size(), 4u);
  EXPECT_EQ(wire.stream(0), "INVITE sip:a");
  EXPECT_EQ(wire.stream(1), "SIP/2.0 100 Trying");
  EXPECT_EQ(wire.payloads[0].transport, Transport::Tcp);
  EXPECT_EQ(wire.payloads[0].source.port, 40000);
  EXPECT_EQ(wire.payloads[1].source.port, 5060);
  EXPECT_EQ(wire.payloads[1].destination.port, 40000);
  EXPECT_EQ(wire.payloads[0].stream, wire.payloads[1].stream);
  EXPECT_EQ(wire.payloads[0].frame.number, 4u);
  EXPECT_EQ(wire.coverage.tcp_connections, 1u);
  EXPECT_EQ(wire.skipped(SkipReason::Empty), 3u);
  EXPECT_EQ(wire.skipped_in_all(), 3u);
}

TEST(TcpReassembler, EndsEachDirectionAtItsFin) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "BYE", kAck | kFin);
  connection.server(0, "200", kAck, 4);
  EXPECT_EQ(wire.stream(0), "BYE$");
  EXPECT_EQ(wire.stream(1), "200");
  connection.server(3, "", kAck | kFin, 4);
  connection.server(3, "", kAck | kFin, 4);
  EXPECT_EQ(wire.stream(1), "200$");
  wire.finish();
  EXPECT_EQ(wire.stream(0), "BYE$");
  EXPECT_EQ(wire.stream(1), "200$");
}

TEST(TcpReassembler, EndsBothDirectionsAtAResetAfterWhatWaits) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one");
  connection.client(6, "three");
  connection.server(0, "reply");
  EXPECT_EQ(wire.stream(0), "one");
  connection.server(5, "", kRst);
  EXPECT_EQ(wire.stream(0), "one|three$");
  EXPECT_EQ(wire.stream(1), "reply$");
}

TEST(TcpReassembler, EndsStreamsThatGavePayloadsAtTheEndOfTheCapture) {
  Wire wire;
  Connection connection(wire);
  connection.client(0, "one");
  connection.client(6, "three");
  connection.server(0, "");
  wire.finish();
  EXPECT_EQ(wire.stream(0), "one|three$");
  EXPECT_EQ(wire.stream(1), "");
  EXPECT_EQ(wire.payloads.back().source.port, 40000);
}

TEST(TcpReassembler, TellsTheFrameThatFilledTheHole) {
  for (const bool transient : {false, true}) {
    Wire wire;
    wire.transient = transient;
    Connection connection(wire);
    connection.client(0, "one");  // frame 1
    connection.client(6, "three");
    connection.client(11, "four");
    connection.client(3, "two");  // frame 4
    ASSERT_EQ(wire.payloads.size(), 4u);
    EXPECT_EQ(wire.stream(0), "onetwothreefour");
    EXPECT_EQ(wire.octets[1], "two");
    for (std::size_t i = 1; i < 4; ++i) {
      EXPECT_EQ(wire.payloads[i].frame.number, 4u);
      EXPECT_EQ(wire.payloads[i].transient, transient);
    }
    EXPECT_EQ(wire.skipped_in_all(), 0u);
  }
}

TEST(TcpReassembler, CountsRetransmissionsAndKeepAlives) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "hello");
  connection.client(0, "hello");  // a copy
  connection.client(2, "llo");    // the end of it
  connection.client(4, "o");      // a keep-alive with its octet
  connection.client(4, "");       // and without
  EXPECT_EQ(wire.stream(0), "hello");
  EXPECT_EQ(wire.skipped(SkipReason::TcpRetransmission), 2u);
  EXPECT_EQ(wire.skipped(SkipReason::Empty), 5u);
  // Old and new octets in one segment.
  connection.client(2, "llo world");
  EXPECT_EQ(wire.stream(0), "hello world");
  // Copies of what waits.
  connection.client(15, "!");
  connection.client(15, "!");
  EXPECT_EQ(wire.skipped(SkipReason::TcpRetransmission), 3u);
  EXPECT_EQ(wire.skipped_in_all(), 8u);
}

TEST(TcpReassembler, LetsTheFirstCopyWin) {
  for (const bool transient : {false, true}) {
    Wire wire;
    wire.transient = transient;
    Connection connection(wire);
    connection.handshake();
    connection.client(4, "BBBB");            // 4 to 8
    connection.client(12, "DD");             // 12 to 14
    connection.client(2, "cccccccccccccc");  // 2 to 16 around both
    connection.client(0, "aaaaaa");          // 0 to 6
    EXPECT_EQ(wire.stream(0), "aaccBBBBccccDDcc");
  }
}

TEST(TcpReassembler, StartsInMidStreamAtTheFirstOctetsSeen) {
  Wire wire;
  Connection connection(wire);
  connection.server(100, "");
  connection.client(70500, "middle");
  EXPECT_EQ(wire.stream(0), "middle");
  // Too old to be of interest.
  connection.client(300, "older");
  EXPECT_EQ(wire.stream(0), "middle");
  EXPECT_EQ(wire.skipped(SkipReason::TcpRetransmission), 1u);
}

TEST(TcpReassembler, GivesOutLateOctetsBetweenGaps) {
  for (const bool transient : {false, true}) {
    Wire wire;
    wire.transient = transient;
    Connection connection(wire);
    connection.client(100, "one");
    connection.client(110, "three");
    connection.server(0, "reply", kAck, 115);
    EXPECT_EQ(wire.stream(0), "one|three");
    // The hole from 103 to 110, in two parts, each seen twice.
    connection.client(105, "five0");
    connection.client(105, "five0");
    connection.client(100, "onetwfive0");
    EXPECT_EQ(wire.stream(0), "one|three|five0|tw|");
    EXPECT_EQ(wire.skipped(SkipReason::TcpRetransmission), 1u);
    // What came before the first octets seen, and goes on with new ones.
    connection.client(97, "agoonetwfive0threefour");
    EXPECT_EQ(wire.stream(0), "one|three|five0|tw|ago|four");
    connection.client(97, "ago");
    EXPECT_EQ(wire.skipped(SkipReason::TcpRetransmission), 2u);
  }
}

TEST(TcpReassembler, TakesTheStartFromTheSyn) {
  Wire wire;
  Connection connection(wire);
  connection.client(static_cast<std::uint32_t>(-1), "", kSyn);
  connection.client(5, "world");
  EXPECT_EQ(wire.stream(0), "");
  connection.client(0, "hello");
  EXPECT_EQ(wire.stream(0), "helloworld");
}

TEST(TcpReassembler, TakesOctetsOfASynAndASynThatComesLate) {
  Wire wire;
  Connection connection(wire);
  connection.client(static_cast<std::uint32_t>(-1), "fast", kSyn);
  EXPECT_EQ(wire.stream(0), "fast");
  connection.server(0, "late");
  connection.server(static_cast<std::uint32_t>(-1), "", kSyn | kAck);
  connection.server(4, "r");
  EXPECT_EQ(wire.stream(1), "later");
  EXPECT_EQ(wire.coverage.tcp_connections, 1u);
}

// Left out of the capture rather than lost: what comes behind is not kept back.
TEST(TcpReassembler, GoesOnWhereTheSequenceNumbersWrap) {
  for (std::uint32_t before = 0; before < 12; ++before) {
    Wire wire;
    Connection connection(wire, 0U - before, 0U - before);
    connection.handshake();
    connection.client(6, "three");
    connection.client(3, "two");
    connection.client(0, "one");
    connection.server(4, "world");
    connection.server(0, "", kAck, 11);
    connection.client(11, "", kAck, 9);
    EXPECT_EQ(wire.stream(0), "onetwothree");
    EXPECT_EQ(wire.stream(1), "|world");
  }
}

TEST(TcpReassembler, FindsItsWayBackAfterAJump) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one");
  connection.client(6, "three");
  connection.client(0xa0000000, "far");
  connection.client(0xa0000003, "ther");
  EXPECT_EQ(wire.stream(0), "one|three|farther");
}

// Octets before the first ones seen count as missed; after a jump into them,
// they were given out once as such and once in order.
TEST(TcpReassembler, GivesNothingTwiceAfterAJumpBack) {
  Wire wire;
  Connection connection(wire);
  connection.client(1000, "middle");
  connection.client(0xa0000000, "far");
  connection.client(900, "front");
  connection.client(903, "nt and more");
  EXPECT_EQ(wire.stream(0), "middle|far|front and more");
}

// The same for a hole that is left behind when the sequence numbers wrap.
TEST(TcpReassembler, ForgetsHolesWhenTheSequenceNumbersComeAround) {
  constexpr std::uint32_t kStep = 0x3ffffff0;
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  for (std::uint32_t i = 1; i <= 4; ++i) {
    connection.client(i * kStep, "x");
    connection.server(0, "", kAck, i * kStep + 1);
  }
  const std::uint32_t around = 4 * kStep + 1;  // short of where it began
  connection.client(around, std::string(100, 'a'));
  connection.client(around + 90, std::string(20, 'a'));
  EXPECT_EQ(wire.stream(0), "|x|x|x|x" + std::string(110, 'a'));
}

TEST(TcpReassembler, TellsConnectionsOfTheSamePortsApart) {
  Wire wire;
  Connection first(wire);
  first.handshake();
  first.client(0, "first");
  first.client(7, "waits");
  Connection second(wire, 700000, 800000);
  second.handshake();
  second.client(0, "second");
  ASSERT_EQ(wire.coverage.tcp_connections, 2u);
  EXPECT_EQ(wire.stream(0), "first|waits$second");
  EXPECT_NE(wire.payloads.front().stream, wire.payloads.back().stream);
}

TEST(TcpReassembler, TakesNewOctetsAfterTheEndForAnotherConnection) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one");
  connection.server(0, "reply");
  connection.client(3, "", kRst);
  connection.client(0, "one");
  EXPECT_EQ(wire.coverage.tcp_connections, 1u);
  connection.client(90, "two");
  connection.server(5, "more");
  EXPECT_EQ(wire.coverage.tcp_connections, 2u);
  EXPECT_EQ(wire.stream(0), "one$two");
  EXPECT_EQ(wire.stream(1), "reply$more");
}

// The SYN of before, but with octets that came behind its end.
TEST(TcpReassembler, TakesASynPastTheEndForAnotherConnection) {
  constexpr auto kSynAt = static_cast<std::uint32_t>(-1);
  Wire wire;
  Connection connection(wire);
  connection.client(kSynAt, "one", kSyn | kFin);
  connection.client(kSynAt, "one", kSyn | kFin);
  EXPECT_EQ(wire.coverage.tcp_connections, 1u);
  connection.client(kSynAt, "onetwo", kSyn | kFin);
  EXPECT_EQ(wire.coverage.tcp_connections, 2u);
  EXPECT_EQ(wire.stream(0), "one$onetwo$");
}

TEST(TcpReassembler, ConnectsAgainAfterARefusal) {
  Wire wire;
  Connection connection(wire);
  connection.client(static_cast<std::uint32_t>(-1), "", kSyn);
  connection.server(0, "", kRst | kAck, 0);
  Connection again(wire, 99, 5000);
  again.handshake();
  again.client(0, "hello");
  again.server(0, "world");
  EXPECT_EQ(wire.stream(0), "hello");
  EXPECT_EQ(wire.stream(1), "world");
  EXPECT_EQ(wire.coverage.tcp_connections, 2u);
}

TEST(TcpReassembler, LeavesAGapForWhatTheSnapLengthCut) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one--", kAck, 0, 2);
  connection.client(5, "two");
  EXPECT_EQ(wire.stream(0), "one|two");
  connection.client(8, "--", kAck, 0, 2);
  EXPECT_EQ(wire.skipped(SkipReason::SnapLength), 1u);
  connection.client(10, "three");
  EXPECT_EQ(wire.stream(0), "one|two|three");
  // The same behind a hole.
  connection.client(20, "five--", kAck, 0, 2);
  connection.client(15, "four-");
  connection.client(26, "six");
  EXPECT_EQ(wire.stream(0), "one|two|threefour-five|six");
  // A frame without octets completes nothing.
  connection.client(31, "eight");  // frame 11
  connection.client(29, "--", kAck, 0, 2);
  EXPECT_EQ(wire.stream(0), "one|two|threefour-five|six|eight");
  EXPECT_EQ(wire.payloads.back().frame.number, 11u);
  EXPECT_EQ(wire.skipped(SkipReason::SnapLength), 2u);
}

TEST(TcpReassembler, EvictsTheConnectionLeftAloneTheLongest) {
  Limits limits;
  limits.set(LimitId::TcpConnections, 2);
  Wire wire(limits);
  const auto send = [&](unsigned port, std::uint32_t sequence,
                        std::string_view octets) {
    TcpOptions segment;
    segment.source_port = port;
    segment.sequence = sequence;
    Ipv4Options packet;
    packet.protocol = 6;
    wire.feed(ipv4(packet, tcp(segment, octets)), LinkType::RawIp);
  };
  send(1, 0, "a");
  send(2, 0, "b");
  send(1, 1, "A");
  EXPECT_EQ(wire.stream(0), "abA");
  send(3, 0, "c");
  ASSERT_EQ(wire.payloads.size(), 5u);
  EXPECT_EQ(wire.payloads[3].kind, PayloadKind::StreamEnd);
  EXPECT_EQ(wire.payloads[3].stream, wire.payloads[1].stream);
  EXPECT_EQ(wire.coverage.tcp_connections, 3u);
}

TEST(TcpReassembler, DropsWhatNobodyWants) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one");
  connection.client(6, "three");
  wire.net.abandon_stream(wire.payloads[0].stream, 0, SkipReason::EncryptedTls);
  wire.net.abandon_stream(77, 0);
  wire.net.abandon_stream(wire.payloads[0].stream, 2);
  connection.client(3, "two");
  connection.client(11, "four");
  connection.server(0, "reply");
  EXPECT_EQ(wire.stream(0), "one");
  EXPECT_EQ(wire.stream(1), "reply");
  EXPECT_EQ(wire.skipped(SkipReason::EncryptedTls), 2u);
  connection.client(15, "", kAck | kFin);
  EXPECT_EQ(wire.stream(0), "one$");
}

}  // namespace
}  // namespace siptriage::tcp_reassembler_test
