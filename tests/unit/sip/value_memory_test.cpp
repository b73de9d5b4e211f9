#include "siptriage/sip/value_memory.h"

#include <deque>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "unit/sip/realistic_messages.h"

namespace siptriage::sip::value_memory_test {
namespace {

void expect_same(const Message& a, const Message& b) {
  EXPECT_EQ(a.anomalies, b.anomalies);
  EXPECT_EQ(a.has_topmost_via, b.has_topmost_via);
  for (const auto part :
       {&Via::protocol, &Via::transport, &Via::sent_by_host, &Via::branch,
        &Via::received, &Via::rport, &Via::maddr, &Via::parameters}) {
    // Views of the same octets, not of those of another message.
    ASSERT_EQ((a.topmost_via.*part).size(), (b.topmost_via.*part).size());
    if (!(a.topmost_via.*part).empty()) {
      EXPECT_EQ((a.topmost_via.*part).data(), (b.topmost_via.*part).data());
    }
  }
  EXPECT_EQ(a.topmost_via.sent_by_port, b.topmost_via.sent_by_port);
  EXPECT_EQ(a.topmost_via.has_rport, b.topmost_via.has_rport);
  for (const auto tag : {&Message::from_tag, &Message::to_tag}) {
    ASSERT_EQ(a.*tag, b.*tag);
    if (!(a.*tag).empty()) {
      EXPECT_EQ((a.*tag).data(), (b.*tag).data());
    }
  }
}

// Calls whose messages repeat their values, some of them damaged.
TEST(ValueMemory, ChangesNothing) {
  constexpr std::string_view kOctets = "<>;:@,\"= \tax0\x80";
  std::mt19937 random(8);  // NOLINT: the same run each time
  std::deque<std::string> kept;
  ValueMemory memory;
  Message with;
  Message without;
  for (int round = 0; round < 400; ++round) {
    for (const std::string& message : realistic_messages(8)) {
      std::string& octets = kept.emplace_back(message);
      for (auto n = random() % 3; n != 0; --n) {
        octets[random() % octets.size()] = kOctets[random() % kOctets.size()];
      }
      const ParseStatus status =
          parse_message(octets, Framing::Datagram, without);
      ASSERT_EQ(parse_message(octets, Framing::Datagram, with, memory), status);
      if (status == ParseStatus::Complete) expect_same(with, without);
      if (::testing::Test::HasFailure()) FAIL() << octets;
    }
    if (round % 7 == 0) {
      memory.forget();
      kept.clear();
    }
  }
}

TEST(ValueMemory, KeepsTheLastFew) {
  ValueMemory::Values<int> values;
  EXPECT_EQ(values.find("a"), nullptr);
  int number = 0;
  for (const std::string_view value : {"a", "b", "c", "d", "e", "f"}) {
    values.remember(value, number++);
  }
  EXPECT_EQ(values.find("b"), nullptr);
  ASSERT_NE(values.find("c"), nullptr);
  EXPECT_EQ(values.find("c")->found, 2);
  values.forget();
  EXPECT_EQ(values.find("c"), nullptr);
  values.remember("g", 6);
  EXPECT_EQ(values.find("d"), nullptr);
  EXPECT_EQ(values.find("g")->found, 6);
}

}  // namespace
}  // namespace siptriage::sip::value_memory_test
