// Keys that each of what was chosen has to meet: outcome, each, max_pdd.

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "check/check.h"

namespace siptriage::check {
namespace {

constexpr std::size_t kOutcomes = static_cast<std::size_t>(Outcome::Count);

// The frame of the final response that made the outcome, else the first.
FrameId decisive_frame(const Item& item) {
  const Trace& trace = item.analysis.trace;
  const Call& call = trace.call(CallId(item.index));
  if (!call.decisive.valid()) return item.frame;
  const MessageId response = trace.transaction(call.decisive).final_response;
  return response.valid() ? trace.message(response).frame : item.frame;
}

class OutcomeCheck final : public Check {
 public:
  explicit OutcomeCheck(const std::vector<Outcome>& wanted) : wanted_(wanted) {}

  [[nodiscard]] std::string_view kind() const override { return "outcome"; }

  void look(const Item& item) override {
    const Outcome outcome =
        item.analysis.trace.call(CallId(item.index)).outcome;
    ++met_[static_cast<std::size_t>(outcome)];
    if (std::ranges::find(wanted_, outcome) == wanted_.end()) {
      others_.add(item, decisive_frame(item));
    }
  }

  void merge(const Check& other) override {
    const auto& same = static_cast<const OutcomeCheck&>(other);
    others_.merge(same.others_);
    for (std::size_t i = 0; i < kOutcomes; ++i) met_[i] += same.met_[i];
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    std::vector<std::string> words;
    for (const Outcome outcome : wanted_)
      words.emplace_back(to_string(outcome));
    assertion.wanted = either_of(words);
    std::string met;
    for (std::size_t i = 0; i < kOutcomes; ++i) {
      if (met_[i] == 0) continue;
      if (!met.empty()) met += ", ";
      met += fmt::format("{} {}", met_[i], to_string(static_cast<Outcome>(i)));
    }
    assertion.measured = met;
    if (others_.count() == 0) return;
    assertion.standing = Standing::Failed;
    assertion.reason = fmt::format(
        "{} of {} ended otherwise: {}; wanted: {}", others_.count(),
        count_of(whole.chosen, FilterScope::Call), met, assertion.wanted);
    others_.tell(whole.triage, assertion);
  }

 private:
  const std::vector<Outcome>& wanted_;
  std::array<std::uint64_t, kOutcomes> met_{};
  Offences others_;
};

class EachCheck final : public Check {
 public:
  EachCheck(const Filter& each, const Limits& limits)
      : each_(each), matcher_(each, limits) {}

  [[nodiscard]] std::string_view kind() const override { return "each"; }

  void begin(const Analysis& conversation) override {
    matcher_.begin(conversation);
  }
  void look(const Item& item) override {
    if (!matcher_.matches(item.index)) others_.add(item);
  }
  void merge(const Check& other) override {
    others_.merge(static_cast<const EachCheck&>(other).others_);
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    const std::string all = count_of(whole.chosen, whole.expectation.over);
    assertion.wanted = each_.text();
    assertion.measured =
        fmt::format("{} of {}", whole.chosen - others_.count(), all);
    if (others_.count() == 0) return;
    assertion.standing = Standing::Failed;
    assertion.reason =
        fmt::format("{} of {} {} not so: {}", others_.count(), all,
                    others_.count() == 1 ? "is" : "are", assertion.wanted);
    others_.tell(whole.triage, assertion);
  }

 private:
  const Filter& each_;
  FilterMatcher matcher_;
  Offences others_;
};

class MaxPddCheck final : public Check {
 public:
  explicit MaxPddCheck(Duration most) : most_(most) {}

  [[nodiscard]] std::string_view kind() const override { return "max_pdd"; }

  void look(const Item& item) override {
    const Call& call = item.analysis.trace.call(CallId(item.index));
    if (!call.post_dial_delay) return;
    ++measured_;
    longest_ = std::max(longest_, *call.post_dial_delay);
    if (*call.post_dial_delay > most_) longer_.add(item);
  }

  void merge(const Check& other) override {
    const auto& same = static_cast<const MaxPddCheck&>(other);
    measured_ += same.measured_;
    longest_ = std::max(longest_, same.longest_);
    longer_.merge(same.longer_);
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    assertion.wanted = "at most " + to_human(most_);
    if (measured_ == 0 || !whole.triage.coverage.timestamps_present) {
      if (whole.expectation.may_be_empty) return;
      assertion.standing = Standing::NotPossible;
      assertion.reason = fmt::format(
          "there is no post-dial delay to judge in {}; wanted: {}",
          count_of(whole.chosen, FilterScope::Call), assertion.wanted);
      return;
    }
    assertion.measured = to_human(longest_);
    if (longer_.count() == 0) return;
    assertion.standing = Standing::Failed;
    assertion.reason =
        fmt::format("{} of {} took longer to ring, up to {}; wanted: {}",
                    longer_.count(), count_of(measured_, FilterScope::Call),
                    assertion.measured, assertion.wanted);
    longer_.tell(whole.triage, assertion);
  }

 private:
  Duration most_;
  std::uint64_t measured_ = 0;
  Duration longest_ = Duration::min();
  Offences longer_;
};

}  // namespace

void add_checks_of_each(const Expectation& expectation, const Limits& limits,
                        Checks& checks) {
  if (!expectation.outcomes.empty()) {
    checks.push_back(std::make_unique<OutcomeCheck>(expectation.outcomes));
  }
  if (expectation.each) {
    checks.push_back(std::make_unique<EachCheck>(*expectation.each, limits));
  }
  if (expectation.max_pdd) {
    checks.push_back(std::make_unique<MaxPddCheck>(*expectation.max_pdd));
  }
}

}  // namespace siptriage::check
