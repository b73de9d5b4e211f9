#pragma once
// PartTree: parts of a whole, put in by several threads, in any order, and
// merged with their neighbours as soon as both are there:
//
//     0   1   2   3   4        few are kept at a time, and what comes of
//     +-+-+   +-+-+   |        them does not depend on who came first
//       +---+---+     |
//           +----+----+
//
//     PartTree<TriageBuilder> parts(stretches.count());
//     parts.put(index, std::move(part));   // by whichever thread made it
//     Triage triage = parts.take().finish(...);

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace siptriage::detail {

// A Part has merge(Part&& later).
template <typename Part>
class PartTree {
 public:
  explicit PartTree(std::size_t count)
      : parts_(count), half_done_(count, false) {}

  // Once for each index below the count.
  void put(std::size_t index, Part part) {
    std::size_t first = index;  // where what was merged so far lies
    parts_[first] = std::move(part);
    for (std::size_t apart = 1; apart < parts_.size(); apart *= 2) {
      const std::size_t left = first - first % (2 * apart);
      const std::size_t right = left + apart;
      if (right >= parts_.size()) continue;
      if (!is_second_at(right)) return;
      Part later = std::move(parts_[right]);
      parts_[left].merge(std::move(later));
      first = left;
    }
  }

  // The whole, once all are there.
  [[nodiscard]] Part take() { return std::move(parts_.front()); }

 private:
  // Whether the neighbour of the pair was there before.
  bool is_second_at(std::size_t right) {
    const std::scoped_lock lock(mutex_);
    const bool is_second = half_done_[right];
    half_done_[right] = true;
    return is_second;
  }

  std::vector<Part> parts_;
  std::mutex mutex_;
  std::vector<bool> half_done_;  // by the later one's place
};

}  // namespace siptriage::detail
