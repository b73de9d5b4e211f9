#pragma once
// LegCalls: the hints of many calls, by order, where they lie: there are many,
// and to put them in one place would take as much memory again.
//
//     LegCalls calls;
//     heap.for_each([&](const LegHint& hint) { calls.add(hint); });
//     calls.sort();

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/annotate/leg_hints.h"

namespace siptriage::detail {

class LegCalls {
 public:
  // Lifetime: `hint` must stay where it is.
  void add(const LegHint& hint) { hints_.push_back(&hint); }
  void reserve(std::size_t count) { hints_.reserve(count); }
  // Behind the last add().
  void sort() {
    const auto order = [](const LegHint* hint) { return hint->order; };
    if (!std::ranges::is_sorted(hints_, {}, order)) {
      std::ranges::stable_sort(hints_, {}, order);
    }
  }

  [[nodiscard]] std::size_t size() const { return hints_.size(); }
  [[nodiscard]] const LegHint& operator[](std::size_t index) const {
    return *hints_[index];
  }
  // The index of the first one of that order, or a later one.
  [[nodiscard]] std::size_t find(std::uint64_t order) const {
    const auto found = std::ranges::lower_bound(
        hints_, order, {}, [](const LegHint* hint) { return hint->order; });
    return static_cast<std::size_t>(found - hints_.begin());
  }

 private:
  std::vector<const LegHint*> hints_;
};

}  // namespace siptriage::detail
