#pragma once
// FirstFrames: where the first few of many alike are, whatever the order in
// which they are found.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/base/frame_id.h"

namespace siptriage::detail {

struct FirstFrames {
  static constexpr std::size_t kMost = 8;
  struct Sight {
    std::uint64_t order = 0;  // of its message
    FrameId frame;
  };

  std::vector<Sight> sights;  // by order, at most kMost

  void add(Sight sight) {
    if (sights.size() == kMost && sights.back().order <= sight.order) return;
    sights.insert(std::upper_bound(sights.begin(), sights.end(), sight,
                                   [](const Sight& a, const Sight& b) {
                                     return a.order < b.order;
                                   }),
                  sight);
    if (sights.size() > kMost) sights.pop_back();
  }
  void merge(const FirstFrames& other) {
    for (const Sight& sight : other.sights) add(sight);
  }
  [[nodiscard]] bool begins_with(FrameId frame) const {
    return !sights.empty() && sights.front().frame == frame;
  }
  // There is one.
  [[nodiscard]] std::uint64_t first_order() const {
    return sights.front().order;
  }
  [[nodiscard]] std::vector<FrameId> frames() const {
    std::vector<FrameId> frames;
    for (const Sight& sight : sights) frames.push_back(sight.frame);
    return frames;
  }
};

}  // namespace siptriage::detail
