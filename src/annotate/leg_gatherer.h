#pragma once
// LegGatherer: LegHints of a capture, grown conversation by conversation, in
// parts that are merged; then the Legs among them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "siptriage/annotate/leg_hints.h"
#include "siptriage/annotate/legs.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"

#include "annotate/failure_kinds.h"

namespace siptriage::detail {

// Records that parts bring and that are put in one place at the end only: they
// are large, and parts are merged many times.
template <typename Record>
class RecordHeap {
 public:
  void add(const Record& record) {
    if (parts_.empty()) parts_.emplace_back();
    parts_.back().push_back(record);
    ++size_;
  }
  void take(RecordHeap&& other) {
    size_ += std::exchange(other.size_, 0);
    for (std::vector<Record>& part : other.parts_) {
      parts_.push_back(std::move(part));
    }
    other.parts_.clear();
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::vector<std::vector<Record>>& parts() { return parts_; }
  // All of them, by order. The heap is empty then.
  [[nodiscard]] std::vector<Record> take_all() {
    std::vector<Record> all;
    all.reserve(std::exchange(size_, 0));
    for (std::vector<Record>& part : parts_) {
      all.insert(all.end(), part.begin(), part.end());
      part = {};
    }
    parts_.clear();
    const auto by_order = [](const Record& a, const Record& b) {
      return a.order < b.order;
    };
    if (!std::is_sorted(all.begin(), all.end(), by_order)) {
      std::stable_sort(all.begin(), all.end(), by_order);
    }
    return all;
  }

 private:
  std::vector<std::vector<Record>> parts_;
  std::size_t size_ = 0;
};

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
  [[nodiscard]] LegHints take_first(std::uint64_t most);
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
