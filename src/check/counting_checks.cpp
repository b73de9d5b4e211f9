// Keys that count: count, answered, failed, codes, retransmissions.

#include <utility>

#include <fmt/format.h>

#include "check/check.h"

namespace siptriage::check {
namespace {

// How much an item counts for.
using WeightOf = std::uint64_t (*)(FilterScope over, const Item& item,
                                   const CodeLimit& code);

std::uint64_t one(FilterScope, const Item&, const CodeLimit&) { return 1; }

const Call& call_of(const Item& item) {
  return item.analysis.trace.call(CallId(item.index));
}
const Transaction& transaction_of(const Item& item) {
  return item.analysis.trace.transaction(TransactionId(item.index));
}
const MessageRecord& message_of(const Item& item) {
  return item.analysis.trace.message(MessageId(item.index));
}

std::uint64_t is_answered(FilterScope, const Item& item, const CodeLimit&) {
  const Outcome outcome = call_of(item).outcome;
  return outcome == Outcome::AnsweredEnded ||
                 outcome == Outcome::AnsweredEndNotSeen
             ? 1
             : 0;
}

std::uint64_t is_failed(FilterScope, const Item& item, const CodeLimit&) {
  return is_failure(call_of(item).outcome) ? 1 : 0;
}

std::uint64_t has_code(FilterScope over, const Item& item,
                       const CodeLimit& code) {
  std::uint16_t status = 0;
  if (over == FilterScope::Call) {
    status = call_of(item).final_status;
  } else if (over == FilterScope::Transaction) {
    status = transaction_of(item).final_status;
  } else {
    status = message_of(item).status;
  }
  return status >= code.first && status <= code.last ? 1 : 0;
}

std::uint64_t sent_again(FilterScope over, const Item& item, const CodeLimit&) {
  if (over == FilterScope::Call) return call_of(item).retransmissions;
  if (over == FilterScope::Transaction) {
    const Transaction& transaction = transaction_of(item);
    return std::uint64_t{transaction.request_retransmissions} +
           transaction.response_retransmissions;
  }
  return message_of(item).repetition == Repetition::Retransmission ? 1 : 0;
}

// "4xx", "486", "480..489".
std::string text_of(const CodeLimit& code) {
  constexpr unsigned kClass = 100;
  if (code.first == code.last) return std::to_string(code.first);
  if (code.first % kClass == 0 && code.last == code.first + kClass - 1) {
    return fmt::format("{}xx", code.first / kClass);
  }
  return fmt::format("{}..{}", code.first, code.last);
}

struct Counted {
  std::string_view kind;
  WeightOf weight;
  CountRange range;
  // How to say it: "{} failed"; of things, or of times.
  std::string words;
  bool of_items = true;
  CodeLimit code;
};

class CountingCheck final : public Check {
 public:
  CountingCheck(FilterScope over, Counted counted)
      : over_(over), counted_(std::move(counted)) {}

  [[nodiscard]] std::string_view kind() const override { return counted_.kind; }

  void look(const Item& item) override {
    const std::uint64_t weight = counted_.weight(over_, item, counted_.code);
    if (weight == 0) return;
    sum_ += weight;
    counted_items_.add(item);
  }

  void merge(const Check& other) override {
    const auto& same = static_cast<const CountingCheck&>(other);
    sum_ += same.sum_;
    counted_items_.merge(same.counted_items_);
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    assertion.measured = std::to_string(sum_);
    assertion.wanted = check::text_of(counted_.range);
    if (counted_.code.first != 0) assertion.subject = text_of(counted_.code);
    if (sum_ >= counted_.range.least && sum_ <= counted_.range.most) return;
    assertion.standing = Standing::Failed;
    const std::string number =
        counted_.of_items ? count_of(sum_, over_) : std::to_string(sum_);
    assertion.reason = fmt::format(
        "{}; wanted: {}", fmt::format(fmt::runtime(counted_.words), number),
        assertion.wanted);
    counted_items_.tell(whole.triage, assertion);
  }

 private:
  FilterScope over_;
  Counted counted_;
  std::uint64_t sum_ = 0;
  Offences counted_items_;
};

}  // namespace

void add_counting_checks(const Expectation& expectation, Checks& checks) {
  const auto add = [&](Counted counted) {
    checks.push_back(
        std::make_unique<CountingCheck>(expectation.over, std::move(counted)));
  };
  if (expectation.count) {
    add({"count", one, *expectation.count, "{}", true, {}});
  }
  if (expectation.answered) {
    add({"answered",
         is_answered,
         *expectation.answered,
         "{} answered",
         true,
         {}});
  }
  if (expectation.failed) {
    add({"failed", is_failed, *expectation.failed, "{} failed", true, {}});
  }
  for (const CodeLimit& code : expectation.codes) {
    add({"codes", has_code, code.times, "{} with " + text_of(code), true,
         code});
  }
  if (expectation.retransmissions) {
    add({"retransmissions",
         sent_again,
         *expectation.retransmissions,
         "messages sent again: {}",
         false,
         {}});
  }
}

}  // namespace siptriage::check
