#pragma once
// ConversationFeed: reads conversations one after the other. Their messages lie
// far apart in memory: told which ones come next, it asks for their memory
// while the caller is busy with the one just read.
//
//     feed.expect(second, third);
//     for (const Appearance& appearance : feed.read(first)) ...

#include <cstdint>
#include <span>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/correlate/conversations.h"

namespace siptriage::detail {

class ConversationFeed {
 public:
  static constexpr std::uint64_t kNone = ConversationSource::kNoConversation;

  // Lifetime: `conversations` must outlive the feed.
  explicit ConversationFeed(const Conversations& conversations)
      : conversations_(conversations) {}

  // What is read after the next reading, and then; kNone: not known. No more
  // than a hint.
  void expect(std::uint64_t next, std::uint64_t after_next);

  // Lifetime: until the next reading.
  [[nodiscard]] std::span<const Appearance> read(std::uint64_t conversation);
  // Appearance::order of each message read last.
  [[nodiscard]] std::span<const std::uint64_t> orders() const {
    return orders_;
  }

 private:
  const Conversations& conversations_;
  std::vector<Appearance> appearances_;
  std::vector<std::uint64_t> orders_;
  std::uint64_t expected_ = kNone;
  std::uint64_t ahead_ = kNone;  // what `appearances_ahead_` are of
  std::vector<Appearance> appearances_ahead_;
};

}  // namespace siptriage::detail
