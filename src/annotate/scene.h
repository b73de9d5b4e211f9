#pragma once
// Scene: what rules look at: the trace of one conversation, or of a capture,
// its messages, and what the network said beside them.
//
//     const Reading request(scene, transaction.request);
//     if (request && request->has(sip::HeaderId::Expires)) ...
//
// What rules say must not depend on anything else.

#include <memory>
#include <utility>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/capture_gaps.h"
#include "siptriage/base/limits.h"
#include "siptriage/correlate/network_events.h"
#include "siptriage/correlate/trace.h"
#include "siptriage/sip/message.h"

#include "annotate/parsed_messages.h"

namespace siptriage::detail {

// Memory for messages that were not kept; large, so used again.
class SpareMessages {
 public:
  [[nodiscard]] std::unique_ptr<sip::Message> take() {
    if (free_.empty()) return std::make_unique<sip::Message>();
    std::unique_ptr<sip::Message> message = std::move(free_.back());
    free_.pop_back();
    return message;
  }
  void give_back(std::unique_ptr<sip::Message> message) {
    free_.push_back(std::move(message));
  }

 private:
  std::vector<std::unique_ptr<sip::Message>> free_;
};

struct Scene {
  const Trace& trace;
  const ParsedMessages& parsed;
  SpareMessages& spares;
  const Limits& limits;
  const NetworkEvents& network_events;  // of the whole capture
  const CaptureGaps& gaps;              // the same
  // Growing: of it, rules look at the causes alone, see causes_of().
  const Analysis& analysis;

  [[nodiscard]] const Transaction& transaction(TransactionId id) const {
    return trace.transaction(id);
  }
  [[nodiscard]] const MessageRecord& message(MessageId id) const {
    return trace.message(id);
  }
};

// A message of the scene, to be looked at while this lives. Holds nothing for
// an invalid id, and for a message that does not parse.
class Reading {
 public:
  [[gnu::always_inline]] Reading(const Scene& scene, MessageId id)
      : spares_(scene.spares) {
    if (!id.valid()) return;
    message_ = scene.parsed.find(id);
    if (message_ == nullptr) [[unlikely]] {
      parse(scene, id);
    }
  }
  [[gnu::always_inline]] ~Reading() {
    if (spare_) [[unlikely]] {
      give_back();
    }
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  [[nodiscard]] explicit operator bool() const { return message_ != nullptr; }
  [[nodiscard]] const sip::Message& operator*() const { return *message_; }
  [[nodiscard]] const sip::Message* operator->() const { return message_; }
  // nullptr: holds nothing. Lifetime: that of this Reading.
  [[nodiscard]] const sip::Message* get() const { return message_; }

 private:
  // As a rule the message was kept: there are many readings of each.
  [[gnu::noinline]] void parse(const Scene& scene, MessageId id) {
    spare_ = spares_.take();
    if (scene.trace.parse(id, *spare_)) message_ = spare_.get();
  }
  [[gnu::noinline]] void give_back() { spares_.give_back(std::move(spare_)); }

  SpareMessages& spares_;
  const sip::Message* message_ = nullptr;
  std::unique_ptr<sip::Message> spare_;
};

}  // namespace siptriage::detail
