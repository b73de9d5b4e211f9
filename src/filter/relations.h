#pragma once
// Relations: what of a conversation belongs to what. A message belongs to its
// transaction and call, a transaction to its call, a finding to the call and
// transaction it is about and to the messages of its frames; and back.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/filter/filter.h"

namespace siptriage::filter {

class Relations {
 public:
  // Lifetime: as long as `conversation` lives unchanged.
  void begin(const Analysis& conversation);

  // How many of `subject` the conversation has.
  [[nodiscard]] std::size_t count(FilterScope subject) const;

  // Calls `take` with each of `to` that belongs to `index` of `from`, in no
  // order that means something, until it gives true. What no pass over the
  // conversation can give is sorted when it is first asked for.
  template <typename Take>
  void each(FilterScope from, std::uint32_t index, FilterScope to,
            const Take& take) {
    using enum FilterScope;
    if (from == to) {
      take(index);
    } else if (to == Call || (to == Transaction && from != Call)) {
      const std::uint32_t one = the_one(from, index, to);
      if (one != kNone) take(one);
    } else if (from == Transaction && to == Message) {
      const Trace& trace = analysis_->trace;
      for (MessageId id = trace.transaction(TransactionId(index)).first_message;
           id.valid(); id = trace.message(id).next_in_transaction) {
        if (take(id.index())) return;
      }
    } else if (from == Finding) {  // to its messages
      for (const FrameId frame : analysis_->findings[index].frames) {
        for (const Pair& pair : at(messages_by_frame(), key_of(frame))) {
          if (take(pair.second)) return;
        }
      }
    } else {
      const std::uint64_t key =
          from == Message
              ? key_of(analysis_->trace.message(MessageId(index)).frame)
              : index;
      for (const Pair& pair : at(table(from, to), key)) {
        if (take(pair.second)) return;
      }
    }
  }

 private:
  // Sorted: what something belongs to, and its index.
  using Pair = std::pair<std::uint64_t, std::uint32_t>;
  using Table = std::vector<Pair>;
  struct Lazy {
    Table table;
    bool made = false;
  };

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  [[nodiscard]] static std::uint64_t key_of(FrameId frame) {
    return std::uint64_t{frame.file} << 32 | frame.number;
  }
  [[nodiscard]] static std::span<const Pair> at(const Table& table,
                                                std::uint64_t key);
  [[nodiscard]] std::uint32_t the_one(FilterScope from, std::uint32_t index,
                                      FilterScope to) const;
  const Table& table(FilterScope from, FilterScope to);
  const Table& messages_by_frame();
  const Table& messages_by_call();
  const Table& transactions_by_call();
  const Table& findings_by_call();
  const Table& findings_by_transaction();
  const Table& findings_by_frame();

  const Analysis* analysis_ = nullptr;
  Lazy messages_by_frame_;
  Lazy messages_by_call_;
  Lazy transactions_by_call_;
  Lazy findings_by_call_;
  Lazy findings_by_transaction_;
  Lazy findings_by_frame_;
};

}  // namespace siptriage::filter
