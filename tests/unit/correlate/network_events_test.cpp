#include "siptriage/correlate/network_events.h"

#include <chrono>

#include <gtest/gtest.h>

namespace siptriage::network_events_test {
namespace {

using std::chrono::seconds;

const Endpoint kAlice{IpAddress::v4(0xC0000201), 5060};
const Endpoint kBob{IpAddress::v4(0xC0000202), 5060};
const Timestamp kStart = timestamp_from_nanoseconds(1'700'000'000'000'000'000);

NetworkEvent event_at(int second, const Endpoint& from, const Endpoint& to,
                      NetworkErrorKind kind = NetworkErrorKind::PortUnreachable,
                      Transport transport = Transport::Udp) {
  NetworkEvent event;
  event.error.kind = kind;
  event.transport = transport;
  event.source = from;
  event.destination = to;
  event.timestamp = kStart + seconds(second);
  return event;
}

TEST(NetworkEvents, AreFoundByWayAndTime) {
  NetworkEvents events;
  EXPECT_TRUE(events.empty());
  for (const int second : {3, 1, 2}) {
    EXPECT_TRUE(events.add(event_at(second, kAlice, kBob)));
  }
  EXPECT_TRUE(events.add(event_at(2, kBob, kAlice)));
  EXPECT_TRUE(events.add(event_at(
      2, kAlice, kBob, NetworkErrorKind::ConnectionReset, Transport::Tcp)));
  events.sort();
  const auto found =
      events.between(Transport::Udp, kAlice, kBob, kStart + seconds(2));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].timestamp, kStart + seconds(2));
  EXPECT_EQ(found[1].timestamp, kStart + seconds(3));
  EXPECT_EQ(events.between(Transport::Tcp, kAlice, kBob, kStart).size(), 1U);
  EXPECT_TRUE(events.between(Transport::Udp, kAlice, kBob, kStart + seconds(4))
                  .empty());
}

TEST(NetworkEvents, KnowWhoWasRefused) {
  NetworkEvents events;
  const Endpoint other_port{kAlice.address, 40001};
  for (const Endpoint& from : {other_port, kAlice, kBob}) {
    EXPECT_TRUE(events.add(event_at(
        1, from, kBob, NetworkErrorKind::ConnectionRefused, Transport::Tcp)));
  }
  EXPECT_TRUE(events.add(event_at(1, kAlice, kBob)));
  events.sort();
  EXPECT_EQ(events.refused_to(kAlice.address, kStart).size(), 2U);
  EXPECT_TRUE(events.refused_to(kAlice.address, kStart + seconds(2)).empty());
}

TEST(NetworkEvents, TakeNoMoreThanTheirLimit) {
  Limits limits;
  limits.set(LimitId::NetworkEvents, 1);
  NetworkEvents events(limits);
  EXPECT_TRUE(events.add(event_at(1, kAlice, kBob)));
  EXPECT_FALSE(events.add(event_at(1, kAlice, kBob)));
  EXPECT_EQ(events.size(), 1U);
}

}  // namespace
}  // namespace siptriage::network_events_test
