// The key sequence: the messages of each call, in the order of the capture;
// what was sent again or seen twice is one message.

#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "check/check.h"
#include "check/sequence_matcher.h"

namespace siptriage::check {
namespace {

// The messages of each call of a conversation, found in one pass.
class MessagesOfCalls {
 public:
  void forget() { is_known_ = false; }

  [[nodiscard]] const std::vector<std::uint32_t>& of(const Trace& trace,
                                                     std::uint32_t call) {
    if (!is_known_) find(trace);
    return messages_[call];
  }

 private:
  void find(const Trace& trace) {
    messages_.assign(trace.calls().size(), {});
    const std::vector<MessageRecord>& all = trace.messages();
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (all[i].repetition != Repetition::None || !all[i].call.valid()) {
        continue;
      }
      messages_[all[i].call.index()].push_back(i);
    }
    is_known_ = true;
  }

  bool is_known_ = false;
  std::vector<std::vector<std::uint32_t>> messages_;
};

std::string text_of(const MessageRecord& message) {
  return message.is_request() ? std::string(message.method_name)
                              : std::to_string(message.status);
}

class SequenceCheck final : public Check {
 public:
  explicit SequenceCheck(const std::vector<SequenceStep>& steps)
      : steps_(steps), matcher_(steps) {}

  [[nodiscard]] std::string_view kind() const override { return "sequence"; }

  void begin(const Analysis& /*conversation*/) override { messages_.forget(); }

  void look(const Item& item) override {
    const Trace& trace = item.analysis.trace;
    const std::vector<std::uint32_t>& messages =
        messages_.of(trace, item.index);
    matcher_.begin();
    for (std::size_t i = 0; i < messages.size(); ++i) {
      const MessageRecord& message = trace.message(MessageId(messages[i]));
      if (matcher_.take(message)) continue;
      others_.add(item, message.frame);
      keep(item, fmt::format("message {} is {}, where {} is wanted", i + 1,
                             text_of(message), matcher_.wanted()));
      return;
    }
    if (matcher_.may_end()) return;
    const FrameId last = messages.empty()
                             ? item.frame
                             : trace.message(MessageId(messages.back())).frame;
    others_.add(item, last);
    keep(item, fmt::format("after {} {} is missing",
                           count_of(messages.size(), FilterScope::Message),
                           matcher_.wanted()));
  }

  void merge(const Check& other) override {
    const auto& same = static_cast<const SequenceCheck&>(other);
    others_.merge(same.others_);
    if (same.first_order_ < first_order_) {
      first_order_ = same.first_order_;
      first_ = same.first_;
    }
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    const std::string all = count_of(whole.chosen, FilterScope::Call);
    assertion.wanted = check::text_of(steps_);
    assertion.measured =
        fmt::format("{} of {}", whole.chosen - others_.count(), all);
    if (others_.count() == 0) return;
    assertion.standing = Standing::Failed;
    assertion.reason =
        fmt::format("{} of {} {} otherwise; of the first, {}", others_.count(),
                    all, others_.count() == 1 ? "goes" : "go", first_);
    others_.tell(whole.triage, assertion);
  }

 private:
  void keep(const Item& item, std::string text) {
    if (item.order >= first_order_) return;
    first_order_ = item.order;
    first_ = std::move(text);
  }

  const std::vector<SequenceStep>& steps_;
  SequenceMatcher matcher_;
  MessagesOfCalls messages_;
  Offences others_;
  std::uint64_t first_order_ = std::numeric_limits<std::uint64_t>::max();
  std::string first_;  // how the first of them departs from it
};

}  // namespace

void add_sequence_check(const Expectation& expectation, Checks& checks) {
  if (expectation.sequence.empty()) return;
  checks.push_back(std::make_unique<SequenceCheck>(expectation.sequence));
}

}  // namespace siptriage::check
