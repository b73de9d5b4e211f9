#include "siptriage/base/delay_histogram.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace siptriage {
namespace {

// Delays below 2 * kCellsInOctave microseconds have a cell each; from there on
// each octave is cut into kCellsInOctave cells:
//
//   delay   0 ... 127 us   128 ... 255   256 ... 511   ...
//   width   1 us           2 us          4 us
//   index   0 ... 127      128 ... 191   192 ... 255
constexpr unsigned kCellBits = 6;
constexpr std::uint64_t kCellsInOctave = std::uint64_t{1} << kCellBits;

std::uint32_t index_of(std::uint64_t delay_us) {
  if (delay_us < 2 * kCellsInOctave) {
    return static_cast<std::uint32_t>(delay_us);
  }
  const auto shift =
      static_cast<unsigned>(std::bit_width(delay_us)) - kCellBits - 1;
  return static_cast<std::uint32_t>(shift * kCellsInOctave +
                                    (delay_us >> shift));
}

// The delay in the middle of a cell.
Duration middle_of(std::uint32_t index) {
  const std::uint64_t octave = index / kCellsInOctave;
  const unsigned shift = octave == 0 ? 0 : static_cast<unsigned>(octave - 1);
  const std::uint64_t first = (index - shift * kCellsInOctave) << shift;
  const std::uint64_t half_width_ns = (std::uint64_t{1000} << shift) / 2;
  return Duration(static_cast<std::int64_t>(first * 1000 + half_width_ns));
}

// The count of that cell, which is entered where there is none.
template <typename Cells>
std::uint32_t& cell_at(Cells& cells, std::uint32_t index) {
  auto cell = std::lower_bound(
      cells.begin(), cells.end(), index,
      [](const auto& a, std::uint32_t wanted) { return a.index < wanted; });
  if (cell == cells.end() || cell->index != index) {
    cell = cells.insert(cell, {index, 0});
  }
  return cell->count;
}

std::uint64_t saturated_sum(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  return b > kMost - a ? kMost : a + b;
}

}  // namespace

void DelayHistogram::add_to_cell(std::uint32_t index) {
  ++cell_at(cells_, index);
}

void DelayHistogram::merge_cells(const std::vector<Cell>& others) {
  constexpr std::size_t kWalked = 16;
  if (others.size() * kWalked < cells_.size()) {
    // A few: each by itself.
    for (const Cell& other : others)
      cell_at(cells_, other.index) += other.count;
    return;
  }
  std::vector<Cell> all;
  all.reserve(cells_.size() + others.size());
  auto own = cells_.begin();
  for (const Cell& other : others) {
    while (own != cells_.end() && own->index < other.index) {
      all.push_back(*own++);
    }
    all.push_back(other);
    if (own != cells_.end() && own->index == other.index) {
      all.back().count += own++->count;
    }
  }
  all.insert(all.end(), own, cells_.end());
  cells_ = std::move(all);
}

void DelayHistogram::add(Duration delay) {
  if (delay < Duration::zero()) return;
  const auto delay_us = static_cast<std::uint64_t>(delay.count()) / 1000;
  add_to_cell(index_of(delay_us));
  ++count_;
  sum_us_ = saturated_sum(sum_us_, delay_us);
  least_ = std::min(least_, delay);
  most_ = std::max(most_, delay);
}

void DelayHistogram::merge(const DelayHistogram& other) {
  if (other.cells_.empty()) return;
  if (cells_.empty()) {
    *this = other;
    return;
  }
  merge_cells(other.cells_);
  count_ += other.count_;
  sum_us_ = saturated_sum(sum_us_, other.sum_us_);
  least_ = std::min(least_, other.least_);
  most_ = std::max(most_, other.most_);
}

std::optional<Duration> DelayHistogram::least() const {
  if (count_ == 0) return std::nullopt;
  return least_;
}

std::optional<Duration> DelayHistogram::most() const {
  if (count_ == 0) return std::nullopt;
  return most_;
}

std::optional<Duration> DelayHistogram::mean() const {
  if (count_ == 0) return std::nullopt;
  constexpr std::uint64_t kMostUs =
      static_cast<std::uint64_t>(Duration::max().count()) / 1000;
  const std::uint64_t mean_us = std::min(sum_us_ / count_, kMostUs);
  return std::clamp(Duration(static_cast<std::int64_t>(mean_us * 1000)), least_,
                    most_);
}

std::optional<Duration> DelayHistogram::percentile(unsigned percent) const {
  if (count_ == 0) return std::nullopt;
  const std::uint64_t rank = (count_ * percent + 99) / 100;
  std::uint64_t seen = 0;
  for (const Cell& cell : cells_) {
    seen += cell.count;
    if (seen >= rank) return std::clamp(middle_of(cell.index), least_, most_);
  }
  return most_;
}

std::uint64_t DelayHistogram::count_up_to(Duration delay) const {
  if (delay >= most_) return count_;
  std::uint64_t seen = 0;
  for (const Cell& cell : cells_) {
    if (middle_of(cell.index) > delay) break;
    seen += cell.count;
  }
  return seen;
}

}  // namespace siptriage
