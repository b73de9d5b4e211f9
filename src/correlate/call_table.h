#pragma once
/// CallTable: which call a Call-ID means now, and what a message adds to its
/// call. A Call-ID used anew after its call is over is another call.

#include <cstdint>
#include <string_view>

#include "correlate/id_table.h"
#include "correlate/incoming.h"
#include "correlate/workspace.h"

namespace siptriage::correlate {

/// The kind of exchange that `in` belongs to, judging by its method alone.
[[nodiscard]] CallKind kind_of(const Incoming& in);

class CallTable {
 public:
  explicit CallTable(Workspace& workspace) : work_(workspace) {}
  void clear() {
    table_.clear();
    distinct_call_ids_ = 0;
  }

  /// The newest call of that Call-ID.
  [[nodiscard]] CallId find(std::string_view call_id) const;

  /// The same for `in`: each address-of-record that a Call-ID registers is a
  /// call of its own. Invalid: `in` begins one.
  [[nodiscard]] CallId find(const Incoming& in) const;

  /// A new call that begins with `in`; the newest of its Call-ID, if it has
  /// one.
  CallId create(const Incoming& in);

  /// True when `in`, which belongs to no transaction yet, uses the Call-ID of
  /// `call` for something else.
  [[nodiscard]] bool begins_anew(const Incoming& in, CallId call) const;

  /// True, and counted, for a call that has no room for one more transaction.
  [[nodiscard]] bool is_full(CallId call) const;

  /// Counts `in`, already appended to `transaction` of `call`.
  void note(const Incoming& in, CallId call, TransactionId transaction);

  /// Enters a new transaction in the list of its call.
  void append_transaction(CallId call, TransactionId transaction);

  [[nodiscard]] std::uint64_t distinct_call_ids() const {
    return distinct_call_ids_;
  }

 private:
  [[nodiscard]] bool is_over(CallId call) const;
  void note_start(const Incoming& in, CallId call, TransactionId transaction);
  void note_progress(const Incoming& in, CallId call,
                     TransactionId transaction);

  Workspace& work_;
  IdTable<CallId> table_;
  std::uint64_t distinct_call_ids_ = 0;
};

}  // namespace siptriage::correlate
