// Holes in a TCP stream, and when they are given up.

#include <chrono>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/net/net_stage.h"

#include "unit/net/packets.h"
#include "unit/net/tcp_connection.h"

namespace siptriage::tcp_holes_test {
namespace {

using testing::Connection;
using testing::kAck;
using testing::kFin;
using testing::Wire;

TEST(TcpHoles, GivesUpAHoleThatThePeerAcknowledges) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one");
  connection.client(6, "three");      // frame 5
  connection.server(0, "", kAck, 3);  // asks for what is missing
  connection.server(0, "", kAck, 3);
  EXPECT_EQ(wire.stream(0), "one");
  connection.server(0, "", kAck, 11);  // has it all
  EXPECT_EQ(wire.stream(0), "one|three");
  EXPECT_EQ(wire.payloads.back().frame.number, 5u);
  EXPECT_EQ(wire.payloads.back().source.port, 40000);
  connection.client(11, "four");
  EXPECT_EQ(wire.stream(0), "one|threefour");
}

TEST(TcpHoles, KeepsAHoleThatOnlyTheSenderOrAnEarlyAckGoesBeyond) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  // The acknowledgement was captured before what it acknowledges.
  connection.server(0, "", kAck, 11);
  connection.client(0, "one");
  connection.client(6, "three", kAck, 4000);
  EXPECT_EQ(wire.stream(0), "one");
  connection.client(3, "two");
  EXPECT_EQ(wire.stream(0), "onetwothree");
}

TEST(TcpHoles, GivesUpOnlyTheHolesThatAreAcknowledged) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(2, "b");
  connection.client(4, "d");
  connection.server(0, "", kAck, 3);
  EXPECT_EQ(wire.stream(0), "|b");
  connection.client(3, "c");
  EXPECT_EQ(wire.stream(0), "|bcd");
}

TEST(TcpHoles, EndsBehindAHoleWhenTheFinIsAcknowledged) {
  Wire wire;
  Connection connection(wire);
  connection.handshake();
  connection.client(0, "one");
  connection.client(6, "", kAck | kFin);
  connection.server(0, "", kAck, 6);
  EXPECT_EQ(wire.stream(0), "one");
  connection.server(0, "", kAck, 7);
  EXPECT_EQ(wire.stream(0), "one|$");
}

TEST(TcpHoles, GivesUpHolesAtTheLimits) {
  Limits limits;
  limits.set(LimitId::OutOfOrderSegments, 3);
  {
    Wire wire(limits);
    Connection connection(wire);
    connection.handshake();
    connection.client(2, "b");
    connection.client(4, "d");
    connection.client(6, "f");
    EXPECT_EQ(wire.stream(0), "");
    connection.client(8, "h");
    EXPECT_EQ(wire.stream(0), "|b");
    EXPECT_EQ(wire.payloads.back().frame.number, 4u);
  }
  limits.set(LimitId::OutOfOrderSegments, 256);
  limits.set(LimitId::OutOfOrderOctets, 10);
  {
    Wire wire(limits);
    Connection connection(wire);
    connection.handshake();
    connection.client(2, "0123456789");
    EXPECT_EQ(wire.stream(0), "");
    connection.client(20, "x");
    EXPECT_EQ(wire.stream(0), "|0123456789");
  }
  limits.set(LimitId::OutOfOrderOctets, 100);
  limits.set(LimitId::OutOfOrderTotal, 10);
  {
    Wire wire(limits);
    Connection connection(wire);
    connection.handshake();
    connection.server(2, "01234");
    connection.client(2, "01234");
    EXPECT_EQ(wire.stream(0) + wire.stream(1), "");
    connection.client(20, "x");
    EXPECT_EQ(wire.stream(0), "|01234|x");
    EXPECT_EQ(wire.stream(1), "");
    // What was given up is no longer held.
    connection.client(30, "01234");
    EXPECT_EQ(wire.stream(0), "|01234|x");
  }
}

TEST(TcpHoles, GivesUpHolesThatNothingWillFill) {
  for (const std::uint32_t hole : {65535U, 65536U}) {
    Wire wire;
    Connection connection(wire);
    connection.client(0, "one");
    connection.client(3 + hole, "far");
    EXPECT_EQ(wire.stream(0), hole == 65535U ? "one" : "one|far");
    connection.client(6 + hole, "on");
    EXPECT_EQ(wire.stream(0), hole == 65535U ? "one" : "one|faron");
  }
}

TEST(TcpHoles, GivesUpHolesThatAreOld) {
  Wire wire;
  Connection connection(wire);
  connection.client(0, "one");
  connection.client(6, "three");
  wire.now += std::chrono::seconds(31);
  connection.client(11, "four");
  EXPECT_EQ(wire.stream(0), "one");
  wire.now += std::chrono::seconds(2);
  connection.client(15, "five");
  EXPECT_EQ(wire.stream(0), "one|threefourfive");
}
}  // namespace
}  // namespace siptriage::tcp_holes_test
