#pragma once
// CallTour: reads some calls of a capture, no conversation more often than it
// has to be.
//
// To read a conversation is to analyse all of it, however few of its calls are
// asked for, and a reader keeps only the last one. So those that share one are
// read in a row. The one that most of them belong to has a reader of its own:
// if it is so large that it turns up everywhere, the next tour finds it there.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"

namespace siptriage::detail {

class CallTour {
 public:
  // There are as many readers as lanes.
  static constexpr std::size_t kLanes = 2;

  // `extent` is what visits need. Lifetime: `triage` must outlive the tour.
  explicit CallTour(const Triage& triage,
                    AnalysisExtent extent = AnalysisExtent::Whole)
      : triage_(triage),
        readers_{CallReader(triage, extent), CallReader(triage, extent)} {}

  // Calls `visit(place, view, lane)` for each of `calls`, `place` in there, in
  // an order of its own. What is read in a lane is valid until the next call
  // there.
  template <typename Visit>
  void visit(std::span<const CallId> calls, const Visit& visit) {
    order_.clear();
    for (std::size_t i = 0; i < calls.size(); ++i) {
      order_.emplace_back(triage_.calls[calls[i].index()].conversation, i);
    }
    std::sort(order_.begin(), order_.end());
    const std::uint64_t crowd = largest();
    for (const auto& [conversation, place] : order_) {
      const std::size_t lane = conversation == crowd ? 1 : 0;
      visit(place, readers_[lane].read(calls[place]), lane);
    }
  }

 private:
  [[nodiscard]] std::uint64_t largest() const {
    std::uint64_t conversation = 0;
    std::size_t most = 0;
    std::size_t size = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      size = i != 0 && order_[i].first == order_[i - 1].first ? size + 1 : 1;
      if (size <= most) continue;
      most = size;
      conversation = order_[i].first;
    }
    return conversation;
  }

  const Triage& triage_;
  std::array<CallReader, kLanes> readers_;
  std::vector<std::pair<std::uint64_t, std::size_t>> order_;
};

}  // namespace siptriage::detail
