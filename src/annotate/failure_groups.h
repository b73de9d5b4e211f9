#pragma once
// Failure groups: which failures have the same cause. Grown conversation by
// conversation, in parts that are merged.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"

#include "annotate/failures.h"

namespace siptriage::detail {

class FailureGrouper {
 public:
  explicit FailureGrouper(const Limits& limits)
      : max_groups_(limits[LimitId::FailureGroups]),
        max_phrases_(limits[LimitId::GroupPhrases]) {}

  // Enters what failed in the calls of one conversation that are meant.
  void add(const ConversationView& view);
  // Enters what failed in others. The order of merging does not matter.
  void merge(FailureGrouper&& other);
  // `number_of` gives the number of the call whose first message has that
  // order.
  [[nodiscard]] std::vector<FailureGroup> finish(
      const std::function<std::uint64_t(std::uint64_t)>& number_of,
      LimitCounts& reached) &&;

 private:
  struct Example {
    std::uint64_t order = 0;  // of the call
    FrameId first_frame;
    std::uint32_t transaction_place = FailureGroup::kNoTransaction;
  };
  struct Gathered {
    FailureGroup group;
    std::vector<Example> examples;  // by order, at most kMaxExamples
    std::map<std::string, std::uint64_t, std::less<>> phrases;
    std::uint64_t phrases_left_out = 0;  // failures with one
  };
  using Groups = std::unordered_map<std::string, Gathered>;
  void add_failure(const ConversationView& view, const Failure& failure);
  [[nodiscard]] Gathered& gathered_for(const Analysis& analysis,
                                       const Failure& failure,
                                       const Annotation* annotation);
  static void add_example(Gathered& gathered, const Example& example);
  void add_phrase(Gathered& gathered, std::string_view phrase,
                  std::uint64_t times) const;
  void add_all(Groups& groups, Groups& other);
  void add_all(Gathered& gathered, const Gathered& other) const;
  void drop_groups_past(std::uint64_t most);

  std::uint64_t max_groups_;
  std::uint64_t max_phrases_;
  Groups groups_;
  // What groups that had no room came to, by code and method.
  Groups rest_;
  std::uint64_t failures_in_rest_ = 0;
  std::string key_;  // used again
};

// The order by which a call is found: that of its first message.
[[nodiscard]] std::uint64_t order_of(const ConversationView& view,
                                     const Call& call);

}  // namespace siptriage::detail
