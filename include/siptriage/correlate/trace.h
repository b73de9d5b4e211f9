#pragma once
/// Trace: everything seen of the SIP in a capture, as tables that point at
/// each other by strong ids.
///
///     for (const Call& call : trace.calls())
///       for (TransactionId id = call.first_transaction; id.valid();
///            id = trace.transaction(id).next_in_call) ...
///
/// Built by a Correlator; owns the octets that every view points into.

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "siptriage/base/limits.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/correlate/message_counter.h"
#include "siptriage/correlate/model.h"
#include "siptriage/sip/message.h"

namespace siptriage {

class Trace {
 public:
  Trace() = default;
  Trace(Trace&&) noexcept = default;
  Trace& operator=(Trace&&) noexcept = default;
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
  ~Trace() = default;

  /// In the order of the capture.
  [[nodiscard]] const std::vector<MessageRecord>& messages() const {
    return messages_;
  }
  /// In the order of their first message.
  [[nodiscard]] const std::vector<Transaction>& transactions() const {
    return transactions_;
  }
  [[nodiscard]] const std::vector<Dialog>& dialogs() const { return dialogs_; }
  [[nodiscard]] const std::vector<Call>& calls() const { return calls_; }

  [[nodiscard]] const MessageRecord& message(MessageId id) const {
    return messages_[id.index()];
  }
  [[nodiscard]] const Transaction& transaction(TransactionId id) const {
    return transactions_[id.index()];
  }
  [[nodiscard]] const Dialog& dialog(DialogId id) const {
    return dialogs_[id.index()];
  }
  [[nodiscard]] const Call& call(CallId id) const { return calls_[id.index()]; }

  /// Parses the octets of a message again. False only for a message that
  /// never parsed. `message` takes over the limits of the first time.
  /// Lifetime: views in `message` live as long as this Trace.
  bool parse(MessageId id, sip::Message& message) const;

  /// Counted anew at each call.
  [[nodiscard]] MessageCounts counts() const;
  /// Distinct Call-IDs, messages without one left aside.
  [[nodiscard]] std::uint64_t distinct_call_ids() const {
    return distinct_call_ids_;
  }

  /// The time of the last frame of the capture, SIP or not: what is not in the
  /// trace by then was not seen.
  [[nodiscard]] Timestamp capture_end() const { return capture_end_; }
  /// T1 of RFC 3261 17.1.1.1, by which timers were judged.
  [[nodiscard]] Duration t1() const { return t1_; }

  /// For what tells more than its messages do.
  void set_outcome(CallId id, Outcome outcome) {
    calls_[id.index()].outcome = outcome;
  }

  /// What was lost while it was made.
  [[nodiscard]] const LimitCounts& limits_reached() const {
    return limits_reached_;
  }

 private:
  friend class Correlator;

  OctetStore store_;
  std::vector<MessageRecord> messages_;
  std::vector<Transaction> transactions_;
  std::vector<Dialog> dialogs_;
  std::vector<Call> calls_;
  Timestamp capture_end_{};
  Duration t1_ = std::chrono::milliseconds(500);
  std::uint64_t distinct_call_ids_ = 0;
  LimitCounts limits_reached_;
  sip::MessageLimits message_limits_;
};

}  // namespace siptriage
