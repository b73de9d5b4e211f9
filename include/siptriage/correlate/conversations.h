#pragma once
/// Conversations: the conversations of a capture, spread over tables by their
/// key, so that several threads can enter messages at a time: each table is for
/// one of them at any moment.
///
///     Conversations conversations({}, 4);
///     ConversationTable& table =
///         conversations.tables[conversations.table_of(key)];

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/correlate/conversation.h"

namespace siptriage {

/// More tables are of no use to any number of threads.
inline constexpr std::size_t kMaxConversationTables = 32;

struct Conversations {
  /// For so many threads. What is found never depends on it.
  explicit Conversations(const Limits& limits = {}, unsigned threads = 1) {
    for (std::size_t i = tables_for(threads); i != 0; --i) {
      tables.emplace_back(
          static_cast<std::uint32_t>(limits[LimitId::ConversationMessages]));
    }
  }

  std::vector<ConversationTable> tables;  // a power of 2

  [[nodiscard]] std::size_t table_of(std::uint64_t key) const {
    return key >> 24 & (tables.size() - 1);
  }

  /// Those of one key are one.
  [[nodiscard]] std::uint64_t distinct() const {
    std::uint64_t count = 0;
    for (const ConversationTable& table : tables) {
      count += table.size() - table.cut_conversations();
    }
    return count;
  }

  /// One conversation in one number.
  [[nodiscard]] std::uint64_t number_of(std::size_t table,
                                        std::size_t conversation) const {
    return std::uint64_t{conversation} * tables.size() + table;
  }
  void read(std::uint64_t number, std::vector<Appearance>& out) const {
    tables[number % tables.size()].read(number / tables.size(), out);
  }
  [[nodiscard]] bool continues(std::uint64_t number) const {
    return tables[number % tables.size()].continues(number / tables.size());
  }
  void prefetch(std::uint64_t number) const {
    tables[number % tables.size()].prefetch(number / tables.size());
  }

 private:
  // Twice as many as threads, so that none waits long for the last one; one
  // thread works best with all in one place.
  static std::size_t tables_for(unsigned threads) {
    return threads == 1 ? 1
                        : std::min(kMaxConversationTables,
                                   std::bit_ceil(std::size_t{threads} * 2));
  }
};

}  // namespace siptriage
