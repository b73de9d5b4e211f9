#include "siptriage/base/capture_gaps.h"

#include <algorithm>
#include <utility>

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

void CapturePauses::note_running(const std::vector<Timestamp>& times) {
  if (!last_ || times.empty()) return;
  split(times);
  for (const Timestamp time : times) note_frame(time);
}

void CapturePauses::split(const std::vector<Timestamp>& times) {
  std::vector<Pause> whole = std::move(pauses_);
  pauses_.clear();
  auto next = times.begin();
  for (Pause pause : whole) {
    while (next != times.end() && *next <= pause.begin) ++next;
    for (; next != times.end() && *next < pause.end; ++next) {
      if (elapsed(pause.begin, *next) >= least_) add({pause.begin, *next});
      pause.begin = *next;
    }
    if (elapsed(pause.begin, pause.end) >= least_) add(pause);
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
