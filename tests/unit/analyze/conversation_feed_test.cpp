#include "analyze/conversation_feed.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::detail::conversation_feed_test {
namespace {

constexpr std::uint64_t kNone = ConversationFeed::kNone;
constexpr std::string_view kOctets = "Views of these are what is read back.";

// Conversation n: n + 1 messages, each in a frame of its own.
Conversations make_conversations(std::uint64_t count) {
  Conversations conversations;
  std::uint64_t frame = 0;
  for (std::uint64_t key = 0; key < count; ++key) {
    for (std::uint64_t i = 0; i <= key; ++i) {
      Appearance appearance;
      appearance.octets = kOctets.substr(i, key + 1);
      appearance.order = message_order(frame, 0);
      appearance.seen.frame = {0, static_cast<std::uint32_t>(++frame)};
      conversations.tables[0].add(key, appearance);
    }
  }
  return conversations;
}

void expect_reads(ConversationFeed& feed, const Conversations& conversations,
                  std::uint64_t number) {
  std::vector<Appearance> wanted;
  conversations.read(number, wanted);
  const std::span<const Appearance> read = feed.read(number);
  EXPECT_EQ(std::vector<Appearance>(read.begin(), read.end()), wanted);
  ASSERT_EQ(feed.orders().size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(feed.orders()[i], wanted[i].order);
  }
}

TEST(ConversationFeed, ReadsTheSameWhateverItWasToldToExpect) {
  const Conversations conversations = make_conversations(5);
  struct Reading {
    std::uint64_t next;
    std::uint64_t after_next;
    std::uint64_t read;
  };
  const Reading readings[] = {
      {1, 2, 0},          // as it comes
      {2, 3, 1},          //
      {kNone, kNone, 2},  // nothing is known
      {4, kNone, 3},      // comes
      {0, 1, 4},          // does not come
      {3, 3, 2},          // comes twice
      {3, 3, 3},          // is what is read just now
      {3, 0, 3},          //
      {0, 4, 0},          //
      {kNone, 4, 4},
  };
  ConversationFeed feed(conversations);
  for (const Reading& reading : readings) {
    feed.expect(reading.next, reading.after_next);
    expect_reads(feed, conversations, reading.read);
  }
}

TEST(ConversationFeed, ReadsWithoutHints) {
  const Conversations conversations = make_conversations(3);
  ConversationFeed feed(conversations);
  for (const std::uint64_t number : {2U, 0U, 0U, 1U}) {
    expect_reads(feed, conversations, number);
  }
}

}  // namespace
}  // namespace siptriage::detail::conversation_feed_test
