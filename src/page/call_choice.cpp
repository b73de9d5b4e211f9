#include "page/call_choice.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace siptriage::page {
namespace {

std::vector<CallRank> ranks_of(const Triage& triage) {
  std::vector<CallRank> ranks;
  ranks.reserve(triage.calls.size());
  for (const CallBrief& call : triage.calls) {
    ranks.push_back(is_not_answered(call.kind, call.outcome)
                        ? CallRank::NotAnswered
                    : is_failure(call.outcome) ? CallRank::Failed
                                               : CallRank::Other);
  }
  for (const DiagnosisBrief& diagnosis : triage.diagnoses) {
    if (!diagnosis.beside_failures || !diagnosis.call.valid()) continue;
    CallRank& rank = ranks[diagnosis.call.index()];
    if (rank == CallRank::Other) rank = CallRank::NotSound;
  }
  return ranks;
}

// Examples of each kind of failure, then all by rank; each once, at most
// `most`.
std::vector<CallId> most_telling(const Triage& triage,
                                 const std::vector<CallRank>& ranks,
                                 std::uint64_t most) {
  std::vector<CallId> chosen;
  std::vector<bool> taken(ranks.size());
  const auto take = [&](CallId call) {
    if (chosen.size() >= most || taken[call.index()]) return;
    if (!triage.calls[call.index()].is_meant) return;
    taken[call.index()] = true;
    chosen.push_back(call);
  };
  for (std::size_t place = 0; place < kMaxExamples; ++place) {
    for (const FailureGroup& group : triage.failures) {
      if (place < group.examples.size()) take(group.examples[place].call);
    }
  }
  for (const CallRank rank : {CallRank::Failed, CallRank::NotSound,
                              CallRank::NotAnswered, CallRank::Other}) {
    for (std::size_t i = 0; i < ranks.size() && chosen.size() < most; ++i) {
      if (ranks[i] == rank) take(CallId(static_cast<std::uint32_t>(i)));
    }
  }
  return chosen;
}

}  // namespace

CallChoice::CallChoice(const Triage& triage, const PageOptions& options)
    : listed(), ladders(), ranks(ranks_of(triage)) {
  listed = most_telling(triage, ranks, options.most_calls);
  const auto most = static_cast<std::ptrdiff_t>(
      std::min<std::uint64_t>(options.most_ladders, listed.size()));
  ladders.assign(listed.begin(), listed.begin() + most);
  std::ranges::sort(listed, {}, [this](CallId call) {
    return std::pair(ranks[call.index()], call.index());
  });
}

}  // namespace siptriage::page
