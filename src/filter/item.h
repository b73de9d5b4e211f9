#pragma once
// Item: one message, transaction, call or finding of a conversation, as fields
// look at it.

#include <cstdint>
#include <string>
#include <string_view>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/limits.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

namespace siptriage::filter {

// The message that was read last: fields of one message are asked in a row.
class ReadMessage {
 public:
  explicit ReadMessage(const Limits& limits) : message_(limits) {}

  void forget() { octets_ = {}; }

  const sip::Message& read(const MessageRecord& record) {
    if (record.octets.data() != octets_.data() ||
        record.octets.size() != octets_.size()) {
      octets_ = record.octets;
      if (sip::index_message(octets_, sip::Framing::Datagram, message_) !=
          sip::ParseStatus::Complete) {
        message_.clear();
      }
    }
    return message_;
  }

  // On one line. Lifetime: until the next call.
  std::string_view unfold(std::string_view value) {
    return sip::unfold(value, buffer_);
  }

 private:
  sip::Message message_;
  std::string_view octets_;
  std::string buffer_;
};

struct Item {
  const Analysis& analysis;
  ReadMessage& reading;
  std::uint32_t index;

  [[nodiscard]] const MessageRecord& message() const {
    return analysis.trace.message(MessageId(index));
  }
  [[nodiscard]] const Transaction& transaction() const {
    return analysis.trace.transaction(TransactionId(index));
  }
  [[nodiscard]] const Call& call() const {
    return analysis.trace.call(CallId(index));
  }
  [[nodiscard]] const Finding& finding() const {
    return analysis.findings[index];
  }
  // Of a message: its header fields and body.
  [[nodiscard]] const sip::Message& parts() const {
    return reading.read(message());
  }
};

}  // namespace siptriage::filter
