#pragma once
// CallFinder: the numbers of calls that are asked for in about the order of
// the calls.
//
//     CallFinder finder(calls);
//     for (Draft& draft : drafts) draft.call = finder.find(draft.call_order);

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/annotate/triage.h"

namespace siptriage::detail {

class CallFinder {
 public:
  // By order. Lifetime: `calls` must outlive this.
  explicit CallFinder(const std::vector<CallBrief>& calls)
      : calls_(calls), last_(calls.begin()) {}

  // Of the first call of that order or a later one.
  [[nodiscard]] CallId find(std::uint64_t order) {
    auto from = calls_.begin();
    auto to = calls_.end();
    if (last_ != to && last_->order <= order) {
      from = last_;
      if (to - from > kNear && from[kNear].order >= order) to = from + kNear;
    }
    last_ = std::ranges::lower_bound(from, to, order, {}, &CallBrief::order);
    return CallId(static_cast<std::uint32_t>(last_ - calls_.begin()));
  }

 private:
  // How far the next one asked for is from the last, as a rule.
  static constexpr std::ptrdiff_t kNear = 16;

  const std::vector<CallBrief>& calls_;
  std::vector<CallBrief>::const_iterator last_;
};

}  // namespace siptriage::detail
