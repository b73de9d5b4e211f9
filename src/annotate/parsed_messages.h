#pragma once
// ParsedMessages: the first messages of a trace as they were parsed when it
// was correlated, so that rules need not parse them again.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "siptriage/correlate/model.h"
#include "siptriage/sip/message.h"

namespace siptriage::detail {

class ParsedMessages {
 public:
  explicit ParsedMessages(const sip::MessageLimits& limits = {})
      : limits_(limits) {}

  // Messages kept: those of an ordinary call. Of longer ones, the rest is
  // parsed when asked for.
  static constexpr std::size_t kKept = 32;

  void clear() { count_ = 0; }

  // Where to parse the next message of the trace, in order.
  [[nodiscard]] sip::Message& next() {
    const std::size_t index = std::min(count_++, kKept);
    if (index == kept_.size()) {
      kept_.push_back(std::make_unique<sip::Message>(limits_));
    }
    return *kept_[index];
  }

  // The message; nullptr where it was not kept.
  [[nodiscard]] const sip::Message* find(MessageId id) const {
    return id.index() < std::min(count_, kKept) ? kept_[id.index()].get()
                                                : nullptr;
  }

 private:
  sip::MessageLimits limits_;
  std::vector<std::unique_ptr<sip::Message>> kept_;
  std::size_t count_ = 0;
};

}  // namespace siptriage::detail
