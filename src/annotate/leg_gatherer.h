#pragma once
// LegGatherer: LegHints of a capture, grown conversation by conversation, in
// parts that are merged; then the Legs among them.

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "siptriage/annotate/leg_hints.h"
#include "siptriage/annotate/legs.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"

#include "annotate/failure_kinds.h"
#include "annotate/record_heap.h"

namespace siptriage::detail {

class LegGatherer {
 public:
  explicit LegGatherer(const Limits& limits)
      : max_calls_(limits[LimitId::LegCalls]),
        max_findings_(limits[LimitId::LegFindings]) {}

  void add(const ConversationView& view, FailureKinds& kinds);
  // `kinds` gives the numbers here of the failure kinds there.
  void merge(LegGatherer&& later, const std::vector<std::uint32_t>& kinds);
  // `number_of` gives the number of the call of that order.
  [[nodiscard]] Legs finish(
      const std::function<CallId(std::uint64_t)>& number_of,
      LimitCounts& reached);

  // How the call of a RelayedFailure failed; after finish().
  [[nodiscard]] std::uint32_t failure_kind_of(CallId call) const;

 private:
  void drop_past_limit();

  std::uint64_t max_calls_;
  std::uint64_t max_findings_;
  std::uint64_t left_out_ = 0;
  RecordHeap<LegHint> calls_;
  RecordHeap<LegKey> keys_;
  RecordHeap<LegFailure> failures_;
  // Of relaying calls, by call.
  std::vector<std::pair<CallId, std::uint32_t>> failure_kinds_;
};

}  // namespace siptriage::detail
