#pragma once
// EntryList: the rows of tables of transactions and of messages.
//
// Unlike calls they are kept, and not read again: those of a conversation may
// lie all over a table. Where only the first so many are shown, no more than
// twice as many are kept at a time.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "report/row_list.h"

namespace siptriage::report {

// Entry is TransactionRow or MessageRow.
template <typename Entry>
class EntryList final : public RowList {
 public:
  // Lifetime: the arguments must outlive the list.
  EntryList(const Triage& triage, const TableOptions& options);

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

  [[nodiscard]] std::size_t size() const override { return entries_.size(); }
  [[nodiscard]] std::size_t matching() const override { return matching_; }
  [[nodiscard]] std::size_t all() const override { return all_; }
  void write(const std::function<RowVisitor()>& make_visitor,
             output::BufferedOutput& output) const override;
  void look(const std::function<RowVisitor(unsigned worker)>& make_visitor)
      const override;

 private:
  class Chooser;

  const Triage& triage_;
  std::vector<Entry> entries_;
  std::size_t matching_ = 0;
  std::size_t all_ = 0;
};

// The messages that a table shows.
[[nodiscard]] std::vector<MessageRecord> list_messages(
    const Triage& triage, const TableOptions& options);

// Parses the octets of `record` again; `message` is empty if that fails.
bool parse_again(const MessageRecord& record, sip::Message& message);

}  // namespace siptriage::report
