#include "siptriage/correlate/conversation.h"

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/correlate/conversations.h"

namespace siptriage::conversation_test {
namespace {

constexpr std::string_view kOctets =
    "What a table is given are views: it never looks at the octets themselves.";

const Endpoint kAlice{IpAddress::v4(0xC000020A), 5060};
const Endpoint kBob{IpAddress::v4(0xC0000201), 5060};

Appearance make(std::uint64_t frame, const Endpoint& from, const Endpoint& to) {
  Appearance appearance;
  appearance.octets = kOctets.substr(frame % 7, 10 + frame % 5);
  appearance.seen.frame = {0, static_cast<std::uint32_t>(frame + 1)};
  appearance.seen.timestamp = timestamp_from_nanoseconds(
      1'772'716'500'000'000'000 + static_cast<std::int64_t>(frame) * 20'000);
  appearance.seen.source = from;
  appearance.seen.destination = to;
  appearance.seen.identity = {static_cast<std::uint32_t>(frame + 100), true, 64,
                              0x1234};
  appearance.order = message_order(frame, 0);
  return appearance;
}

std::vector<Appearance> read(const ConversationTable& table,
                             std::size_t conversation) {
  std::vector<Appearance> appearances;
  table.read(conversation, appearances);
  return appearances;
}

TEST(ConversationTable, GivesBackWhatItWasGiven) {
  ConversationTable table;
  std::vector<Appearance> given = {make(0, kAlice, kBob), make(1, kBob, kAlice),
                                   make(9, kAlice, kBob)};
  for (const Appearance& appearance : given) table.add(7, appearance);
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table.message_count(0), 3U);
  EXPECT_EQ(table.first_order(0), given[0].order);
  EXPECT_EQ(read(table, 0), given);
}

TEST(ConversationTable, KeepsWhatIsOutOfTheOrdinary) {
  ConversationTable table;
  std::vector<Appearance> given(6, make(3, kAlice, kBob));
  given[0].anomalies.add(AnomalyKind::TruncatedBySnapLength);
  given[1].order += 1;  // the second message of the same frame
  given[1].anomalies.add(AnomalyKind::TruncatedByGap);
  given[2] = make(4, kBob, {IpAddress::v4(1), 9});  // another hop
  given[2].seen.transport = Transport::Tcp;
  given[3] = make(5, kAlice, kBob);
  given[3].seen.frame = {2, 1};  // of another file
  given[3].seen.timestamp = timestamp_from_nanoseconds(
      std::numeric_limits<std::int64_t>::min());  // clocks go backwards
  given[4] = make(6, kAlice, kBob);
  given[4].seen.identity = {0xFFFFFFFF, true, 0, 0xFFFFFFFF};
  given[4].seen.timestamp =
      timestamp_from_nanoseconds(std::numeric_limits<std::int64_t>::max());
  given[5] = make(std::uint64_t{1} << 43, kBob, kAlice);
  given[5].seen.identity = {0, false, 1, 2};
  for (const Appearance& appearance : given) table.add(7, appearance);
  EXPECT_EQ(read(table, 0), given);
}

TEST(ConversationTable, CutsWhatIsTooLong) {
  ConversationTable table(2);
  for (std::uint64_t i = 0; i < 200; ++i) {
    table.add(i % 3, make(i, kAlice, kBob));  // grows meanwhile
    if (i < 150) table.add(100 + i, make(i, kAlice, kBob));
  }
  // 67, 67 and 66 messages, two at a time.
  EXPECT_EQ(table.cut_conversations(), 33U + 33U + 32U);
  ASSERT_EQ(table.size(), 150U + 34U + 34U + 33U);
  std::size_t messages = 0;
  std::size_t continued = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_LE(table.message_count(i), 2U);
    messages += read(table, i).size();
    continued += table.continues(i) ? 1U : 0U;
  }
  EXPECT_EQ(continued, table.cut_conversations());
  EXPECT_EQ(messages, 350U);
}

TEST(ConversationTable, TellsKeysApartThatShareASlot) {
  ConversationTable table;
  constexpr std::uint64_t kStep = std::uint64_t{1} << 32;
  for (std::uint64_t i = 0; i < 500; ++i) {
    table.add(i * kStep, make(i, kAlice, kBob));
  }
  ASSERT_EQ(table.size(), 500U);
  for (std::uint64_t i = 0; i < 500; ++i) {
    EXPECT_EQ(read(table, i), std::vector{make(i, kAlice, kBob)});
  }
}

// Conversations of all lengths, interleaved, between many endpoints.
TEST(ConversationTable, HoldsRandomConversations) {
  std::mt19937_64 random(20260302);  // NOLINT: the same run each time
  ConversationTable table;
  std::map<std::uint64_t, std::vector<Appearance>> given;
  std::vector<std::uint64_t> keys;
  for (std::uint64_t frame = 0; frame < 50000; ++frame) {
    const std::uint64_t key =
        random() % 3 == 0 ? random() % 5 : random() % 9000;
    const Endpoint from{IpAddress::v4(static_cast<std::uint32_t>(
                            random() % (key % 11 == 0 ? 1000 : 2))),
                        5060};
    const Endpoint to{IpAddress::v4(static_cast<std::uint32_t>(random() % 2)),
                      static_cast<std::uint16_t>(random() % 2)};
    Appearance appearance = make(frame, from, to);
    if (random() % 8 == 0) {
      appearance.seen.timestamp =
          timestamp_from_nanoseconds(static_cast<std::int64_t>(random()));
    }
    if (given[key].empty()) keys.push_back(key);
    given[key].push_back(appearance);
    table.add(key, appearance);
  }
  ASSERT_EQ(table.size(), keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ASSERT_EQ(read(table, i), given[keys[i]]) << "key " << keys[i];
  }
}

TEST(ConversationKey, IsThatOfTheCallId) {
  const IpAddress a = kAlice.address;
  const IpAddress b = kBob.address;
  EXPECT_EQ(conversation_key("one@a", a, b), conversation_key("one@a", b, b));
  EXPECT_NE(conversation_key("one@a", a, b), conversation_key("One@a", a, b));
}

TEST(ConversationKey, IsThatOfTheHostsWithoutCallId) {
  const IpAddress a = kAlice.address;
  const IpAddress b = kBob.address;
  EXPECT_EQ(conversation_key("", a, b), conversation_key("", b, a));
  EXPECT_NE(conversation_key("", a, b), conversation_key("", b, b));
}

TEST(Conversations, NumbersLeadBackToTheirTable) {
  for (const unsigned threads : {1U, 2U, 3U, 16U, 256U}) {
    Conversations conversations({}, threads);
    for (std::uint64_t frame = 0; frame < 1000; ++frame) {
      const std::uint64_t key = frame * 0x9E3779B97F4A7C15;
      conversations.tables[conversations.table_of(key)].add(
          key, make(frame, kAlice, kBob));
    }
    std::size_t found = 0;
    std::vector<Appearance> appearances;
    for (std::size_t t = 0; t < conversations.tables.size(); ++t) {
      const ConversationTable& table = conversations.tables[t];
      for (std::size_t i = 0; i < table.size(); ++i) {
        conversations.read(conversations.number_of(t, i), appearances);
        ASSERT_EQ(appearances.size(), 1U);
        EXPECT_EQ(appearances[0].order, table.first_order(i));
        ++found;
      }
    }
    EXPECT_EQ(found, 1000U);
  }
}

}  // namespace
}  // namespace siptriage::conversation_test
