#include "annotate/leg_gatherer.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "annotate/failure_groups.h"
#include "annotate/leg_matcher.h"

namespace siptriage::detail {
namespace {

template <typename Records>
void sort_by_order(Records& records) {
  const auto by_order = [](const auto& a, const auto& b) {
    return a.order < b.order;
  };
  if (!std::is_sorted(records.begin(), records.end(), by_order)) {
    std::stable_sort(records.begin(), records.end(), by_order);
  }
}

template <typename Records>
void append(Records& to, const Records& more) {
  to.insert(to.end(), more.begin(), more.end());
}

const LegFailure* find_failure(const std::vector<LegFailure>& failures,
                               std::uint64_t order) {
  const auto found =
      std::lower_bound(failures.begin(), failures.end(), order,
                       [](const LegFailure& failure, std::uint64_t wanted) {
                         return failure.order < wanted;
                       });
  return found != failures.end() && found->order == order ? &*found : nullptr;
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

}  // namespace

void LegGatherer::add(const ConversationView& view, FailureKinds& kinds) {
  const LegHints& hints = view.analysis.leg_hints;
  const Trace& trace = view.analysis.trace;
  const auto call_of = [&](std::uint64_t index) -> const Call& {
    return trace.call(CallId(static_cast<std::uint32_t>(index)));
  };
  const auto take = [&](auto& to, auto record) {
    record.order = order_of(view, call_of(record.order));
    to.push_back(record);
  };
  for (const LegHint& call : hints.calls) take(hints_.calls, call);
  for (const LegKey& key : hints.keys) take(hints_.keys, key);
  for (LegFailure failure : hints.failures) {
    failure.failure_kind = kinds.of_call(trace, call_of(failure.order));
    take(hints_.failures, failure);
  }
  if (hints_.calls.size() > 2 * max_calls_) keep_first(max_calls_);
}

void LegGatherer::merge(LegGatherer&& later,
                        const std::vector<std::uint32_t>& kinds) {
  for (LegFailure& failure : later.hints_.failures) {
    if (failure.failure_kind != FindingBrief::kNoFailureKind) {
      failure.failure_kind = kinds[failure.failure_kind];
    }
  }
  append(hints_.calls, later.hints_.calls);
  append(hints_.keys, later.hints_.keys);
  append(hints_.failures, later.hints_.failures);
  left_out_ += later.left_out_;
  if (hints_.calls.size() > 2 * max_calls_) keep_first(max_calls_);
}

// Those of the calls that began first, wherever they were added.
void LegGatherer::keep_first(std::uint64_t most) {
  std::vector<LegHint>& calls = hints_.calls;
  sort_by_order(calls);
  if (calls.size() <= most) return;
  const std::uint64_t end = calls[most].order;
  left_out_ += calls.size() - most;
  calls.resize(most);
  std::erase_if(hints_.keys,
                [end](const LegKey& key) { return key.order >= end; });
  std::erase_if(hints_.failures, [end](const LegFailure& failure) {
    return failure.order >= end;
  });
}

Legs LegGatherer::finish(const std::function<CallId(std::uint64_t)>& number_of,
                         LimitCounts& reached) {
  keep_first(max_calls_);
  reached.add(LimitId::LegCalls, left_out_);
  sort_by_order(hints_.failures);
  const std::vector<LegHint>& calls = hints_.calls;
  const std::vector<LegMatch> matches = match_legs(hints_);
  Legs legs;
  std::vector<std::uint32_t> groups(matches.size());  // of first calls
  const auto number = [&](std::uint32_t index) {
    return number_of(calls[index].order);
  };
  for (std::uint32_t i = 0; i < matches.size(); ++i) {
    const LegMatch& match = matches[i];
    if (!match.is_leg) continue;
    if (match.first == i) groups[i] = legs.group_count++;
  }
  for (std::uint32_t i = 0; i < matches.size(); ++i) {
    const LegMatch& match = matches[i];
    if (!match.is_leg) continue;
    const bool is_first = match.upstream == LegMatch::kNone;
    legs.legs.push_back({number(i),
                         is_first ? CallId() : number(match.upstream),
                         groups[match.first], match.reason, match.score});
    if (match.born_in == LegMatch::kNone) continue;
    const LegFailure* failure = find_failure(hints_.failures, calls[i].order);
    const LegFailure* born =
        find_failure(hints_.failures, calls[match.born_in].order);
    if (failure == nullptr || born == nullptr) continue;
    RelayedFailure relayed =
        relayed_failure(calls[i], *failure, calls[match.born_in], *born);
    relayed.call = number(i);
    relayed.downstream = number(match.failed_by);
    relayed.born_in = number(match.born_in);
    failure_kinds_.emplace_back(relayed.call, failure->failure_kind);
    legs.relayed.push_back(relayed);
  }
  hints_.clear();
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
