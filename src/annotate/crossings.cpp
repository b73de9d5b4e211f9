#include "annotate/crossings.h"

#include <algorithm>

#include <fmt/format.h>

namespace siptriage::detail {

Crossings copies_of_request(const Trace& trace,
                            const Transaction& transaction) {
  Crossings copies;
  for_each_crossing(
      trace, transaction, [&](MessageId, const MessageRecord& message) {
        if (message.is_request() && message.method == transaction.method) {
          copies.push_back(&message);
        }
      });
  return copies;
}

Crossings copies_of_final(const Trace& trace, const Transaction& transaction) {
  Crossings copies;
  for_each_crossing(trace, transaction,
                    [&](MessageId id, const MessageRecord& message) {
                      if (id == transaction.final_response ||
                          (message.original.valid() &&
                           message.original == transaction.final_response)) {
                        copies.push_back(&message);
                      }
                    });
  return copies;
}

const MessageRecord* first_response(const Trace& trace,
                                    const Transaction& transaction) {
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (!message.is_request() && is_crossing(message)) return &message;
  }
  return nullptr;
}

std::size_t count_after(const Crossings& messages, Timestamp time) {
  return static_cast<std::size_t>(
      std::ranges::count_if(messages, [time](const MessageRecord* message) {
        return message->timestamp > time;
      }));
}

std::vector<FrameId> frames_of(const Crossings& messages) {
  std::vector<FrameId> frames;
  frames.reserve(messages.size());
  for (const MessageRecord* message : messages) {
    frames.push_back(message->frame);
  }
  return frames;
}

Duration span_of(const Crossings& messages) {
  if (messages.empty()) return Duration::zero();
  return elapsed(messages.front()->timestamp, messages.back()->timestamp);
}

std::string times(std::size_t count) {
  return count == 1 ? std::string("once") : fmt::format("{} times", count);
}

}  // namespace siptriage::detail
