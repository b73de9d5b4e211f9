#include "siptriage/base/capture_gaps.h"

#include <algorithm>

namespace siptriage {

void CapturePauses::add(const Pause& pause) {
  pauses_.push_back(pause);
  while (pauses_.size() > kMost) {
    least_ *= 2;
    std::erase_if(pauses_, [this](const Pause& each) {
      return elapsed(each.begin, each.end) < least_;
    });
  }
}

Duration CapturePauses::longest_within(Timestamp from, Timestamp to) const {
  Duration longest{};
  const auto first = std::ranges::upper_bound(pauses_, from, {}, &Pause::end);
  for (auto it = first; it != pauses_.end() && it->begin < to; ++it) {
    longest = std::max(
        longest, elapsed(std::max(from, it->begin), std::min(to, it->end)));
  }
  return longest;
}

}  // namespace siptriage
