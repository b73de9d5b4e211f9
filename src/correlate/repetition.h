#pragma once
/// Repetition: is this message new in its transaction, sent again, captured
/// twice, or captured at another point of its way?

#include "correlate/incoming.h"
#include "correlate/workspace.h"

namespace siptriage::correlate {

struct RepetitionVerdict {
  Repetition repetition = Repetition::None;
  MessageId original;  // of a repetition: the first appearance
};

/// True when both are one packet that the capture holds twice: same way, same
/// octets, and the same IP identification within half of T1 (no copy takes as
/// long, no retransmission comes as soon); or, where that says nothing, within
/// CorrelateOptions::duplicate_window.
[[nodiscard]] bool is_same_packet(const MessageRecord& earlier,
                                  const MessageRecord& later,
                                  const CorrelateOptions& options);

[[nodiscard]] RepetitionVerdict judge_repetition(Workspace& work,
                                                 TransactionId transaction,
                                                 const Incoming& in);

/// Enters message `in.id` of `transaction`, already part of `work.messages`,
/// in the lists that later verdicts go by, and in its record.
void record_repetition(Workspace& work, TransactionId transaction,
                       const Incoming& in, const RepetitionVerdict& verdict);

}  // namespace siptriage::correlate
