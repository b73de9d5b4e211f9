#include "annotate/leg_gatherer.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "annotate/failure_groups.h"
#include "annotate/leg_calls.h"
#include "annotate/leg_matcher.h"

namespace siptriage::detail {
namespace {

const LegFailure* find_failure(const std::vector<LegFailure>& failures,
                               std::uint64_t order) {
  const auto found =
      std::lower_bound(failures.begin(), failures.end(), order,
                       [](const LegFailure& failure, std::uint64_t wanted) {
                         return failure.order < wanted;
                       });
  return found != failures.end() && found->order == order ? &*found : nullptr;
}

LegCalls calls_of(RecordHeap<LegHint>& heap) {
  LegCalls calls;
  calls.reserve(heap.size());
  heap.for_each([&calls](const LegHint& hint) { calls.add(hint); });
  calls.sort();
  return calls;
}

// Without those of later calls.
template <typename Record>
void drop_from(std::uint64_t end, RecordHeap<Record>& heap) {
  RecordHeap<Record> kept;
  heap.for_each([&](const Record& record) {
    if (record.order < end) kept.add(record);
  });
  heap = std::move(kept);
}

// `call` passed on what failed in `born`.
RelayedFailure relayed_failure(const LegHint& call, const LegFailure& failure,
                               const LegHint& born,
                               const LegFailure& born_failure) {
  RelayedFailure relayed;
  relayed.status = call.status;
  relayed.born_status = born.status;
  relayed.relayed_by = failure.server;
  relayed.born_at = born_failure.server;
  relayed.later = elapsed(
      timestamp_from_nanoseconds(born.status == 0 ? born.sent : born.ended),
      timestamp_from_nanoseconds(call.refused));
  relayed.frame = failure.frame;
  relayed.born_frame = born_failure.frame;
  return relayed;
}

// What the matches come to, by the numbers of the calls.
class LegTeller {
 public:
  // Failures by order. Lifetime: `calls` must outlive this.
  LegTeller(const LegCalls& calls, std::vector<LegKey> keys,
            std::vector<LegFailure> failures,
            const std::function<CallId(std::uint64_t)>& number_of)
      : calls_(calls),
        failures_(std::move(failures)),
        number_of_(number_of),
        matches_(match_legs(calls_, std::move(keys))),
        groups_(matches_.size()) {}

  [[nodiscard]] Legs tell(
      std::vector<std::pair<CallId, std::uint32_t>>& failure_kinds) {
    for (std::uint32_t i = 0; i < matches_.size(); ++i) {
      const LegMatch& match = matches_[i];
      if (match.is_leg && match.first == i) groups_[i] = legs_.group_count++;
    }
    for (std::uint32_t i = 0; i < matches_.size(); ++i) {
      if (!matches_[i].is_leg) continue;
      tell_leg(i);
      if (matches_[i].born_in != LegMatch::kNone) tell_birth(i, failure_kinds);
    }
    return std::move(legs_);
  }

 private:
  [[nodiscard]] CallId number(std::uint32_t index) const {
    return number_of_(calls_[index].order);
  }

  void tell_leg(std::uint32_t index) {
    const LegMatch& match = matches_[index];
    const bool is_first = match.upstream == LegMatch::kNone;
    legs_.legs.push_back({number(index),
                          is_first ? CallId() : number(match.upstream),
                          groups_[match.first], match.reason, match.score});
  }

  void tell_birth(std::uint32_t index,
                  std::vector<std::pair<CallId, std::uint32_t>>& kinds) {
    const LegMatch& match = matches_[index];
    const LegHint& call = calls_[index];
    const LegHint& born = calls_[match.born_in];
    const LegFailure* failure = find_failure(failures_, call.order);
    const LegFailure* born_failure = find_failure(failures_, born.order);
    if (failure == nullptr || born_failure == nullptr) return;
    RelayedFailure relayed =
        relayed_failure(call, *failure, born, *born_failure);
    relayed.call = number(index);
    relayed.downstream = number(match.failed_by);
    relayed.born_in = number(match.born_in);
    kinds.emplace_back(relayed.call, failure->failure_kind);
    legs_.relayed.push_back(relayed);
  }

  const LegCalls& calls_;
  std::vector<LegFailure> failures_;
  const std::function<CallId(std::uint64_t)>& number_of_;
  std::vector<LegMatch> matches_;
  std::vector<std::uint32_t> groups_;  // of first calls
  Legs legs_;
};

}  // namespace

void LegGatherer::add(const ConversationView& view, FailureKinds& kinds) {
  const LegHints& hints = view.analysis.leg_hints;
  const Trace& trace = view.analysis.trace;
  const auto call_of = [&](std::uint64_t index) -> const Call& {
    return trace.call(CallId(static_cast<std::uint32_t>(index)));
  };
  const auto take = [&](auto& to, auto record) {
    record.order = order_of(view, call_of(record.order));
    to.add(record);
  };
  for (const LegHint& call : hints.calls) take(calls_, call);
  for (const LegKey& key : hints.keys) take(keys_, key);
  for (LegFailure failure : hints.failures) {
    failure.failure_kind = kinds.of_call(trace, call_of(failure.order));
    take(failures_, failure);
  }
  if (calls_.size() > 2 * max_calls_) drop_past_limit();
}

void LegGatherer::merge(LegGatherer&& later,
                        const std::vector<std::uint32_t>& kinds) {
  later.failures_.for_each([&kinds](LegFailure& failure) {
    if (failure.failure_kind != FindingBrief::kNoFailureKind) {
      failure.failure_kind = kinds[failure.failure_kind];
    }
  });
  calls_.take(std::move(later.calls_));
  keys_.take(std::move(later.keys_));
  failures_.take(std::move(later.failures_));
  left_out_ += later.left_out_;
  if (calls_.size() > 2 * max_calls_) drop_past_limit();
}

// Those of the calls that began first stay, wherever they were added.
void LegGatherer::drop_past_limit() {
  if (calls_.size() <= max_calls_) return;
  const LegCalls calls = calls_of(calls_);
  left_out_ += calls.size() - max_calls_;
  const std::uint64_t end = calls[max_calls_].order;
  drop_from(end, calls_);
  drop_from(end, keys_);
  drop_from(end, failures_);
}

Legs LegGatherer::finish(const std::function<CallId(std::uint64_t)>& number_of,
                         LimitCounts& reached) {
  drop_past_limit();
  std::vector<LegFailure> failures = failures_.take_all();
  if (!std::ranges::is_sorted(failures, {}, &LegFailure::order)) {
    std::ranges::stable_sort(failures, {}, &LegFailure::order);
  }
  const LegCalls calls = calls_of(calls_);
  Legs legs = LegTeller(calls, keys_.take_all(), std::move(failures), number_of)
                  .tell(failure_kinds_);
  calls_ = {};
  reached.add(LimitId::LegCalls, left_out_);
  if (legs.relayed.size() > max_findings_) {
    reached.add(LimitId::LegFindings, legs.relayed.size() - max_findings_);
  }
  return legs;
}

std::uint32_t LegGatherer::failure_kind_of(CallId call) const {
  const auto found = std::lower_bound(
      failure_kinds_.begin(), failure_kinds_.end(), call,
      [](const auto& each, CallId wanted) { return each.first < wanted; });
  return found != failure_kinds_.end() && found->first == call
             ? found->second
             : FindingBrief::kNoFailureKind;
}

}  // namespace siptriage::detail
