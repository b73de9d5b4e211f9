#pragma once
// Crossings: the messages of a transaction as they crossed its hop, in order:
// none twice because the capture holds a packet twice, or saw it at another
// point of its way.
//
//     for_each_crossing(trace, transaction,
//                       [&](MessageId id, const MessageRecord& message) {});

#include <cstddef>
#include <string>
#include <vector>

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

[[nodiscard]] inline bool is_crossing(const MessageRecord& message) {
  return message.repetition == Repetition::None ||
         message.repetition == Repetition::Retransmission;
}

template <typename Visit>
void for_each_crossing(const Trace& trace, const Transaction& transaction,
                       Visit visit) {
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (is_crossing(message)) visit(id, message);
  }
}

using Crossings = std::vector<const MessageRecord*>;

// The request and its retransmissions. Lifetime: of the trace.
[[nodiscard]] Crossings copies_of_request(const Trace& trace,
                                          const Transaction& transaction);
// The final response and its retransmissions. Lifetime: of the trace.
[[nodiscard]] Crossings copies_of_final(const Trace& trace,
                                        const Transaction& transaction);
// The first response of any kind; nullptr: none. Lifetime: of the trace.
[[nodiscard]] const MessageRecord* first_response(
    const Trace& trace, const Transaction& transaction);

// How many of `messages` came after `time`.
[[nodiscard]] std::size_t count_after(const Crossings& messages,
                                      Timestamp time);

[[nodiscard]] std::vector<FrameId> frames_of(const Crossings& messages);

// From the first to the last.
[[nodiscard]] Duration span_of(const Crossings& messages);

// "once", "3 times".
[[nodiscard]] std::string times(std::size_t count);

}  // namespace siptriage::detail
