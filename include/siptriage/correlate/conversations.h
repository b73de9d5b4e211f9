#pragma once
/// Conversations: the conversations of a capture, spread over tables by their
/// key, so that several threads can enter messages at a time: each table is for
/// one of them at any moment.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/correlate/conversation.h"

namespace siptriage {

/// Tables: more than threads are of use, few enough to cost a small capture
/// nothing. What is found never depends on it.
inline constexpr std::size_t kConversationTables = 32;

struct Conversations {
  explicit Conversations(const CorrelateOptions& options = {}) {
    for (ConversationTable& table : tables) {
      table = ConversationTable(options.max_conversation_messages);
    }
  }

  std::array<ConversationTable, kConversationTables> tables;

  [[nodiscard]] static std::size_t table_of(std::uint64_t key) {
    return (key >> 24) % kConversationTables;
  }

  /// One conversation in one number.
  [[nodiscard]] static std::uint64_t number_of(std::size_t table,
                                               std::size_t conversation) {
    return std::uint64_t{conversation} * kConversationTables + table;
  }
  void read(std::uint64_t number, std::vector<Appearance>& out) const {
    tables[number % kConversationTables].read(number / kConversationTables,
                                              out);
  }
  void prefetch(std::uint64_t number) const {
    tables[number % kConversationTables].prefetch(number / kConversationTables);
  }
};

}  // namespace siptriage
