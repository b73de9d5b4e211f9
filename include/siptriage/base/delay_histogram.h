#pragma once
/// DelayHistogram: how long something took, many times, in little memory:
/// counts in cells whose width grows with the delay.
///
///     DelayHistogram delays;
///     delays.add(elapsed(request.timestamp, response.timestamp));
///     print(*delays.percentile(95));
///
/// What it gives depends on which delays were added, not on their order, nor
/// on how they were spread over histograms that were merged.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "siptriage/base/timestamp.h"

namespace siptriage {

class DelayHistogram {
 public:
  /// A percentile is off by at most this share of itself, or half a
  /// microsecond, whichever is more; minimum, maximum and a single delay are
  /// exact.
  static constexpr double kMaxRelativeError = 1.0 / 128;

  /// Negative delays, as clocks that are set back make them, are left out.
  void add(Duration delay);
  void merge(const DelayHistogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Nothing without delays.
  [[nodiscard]] std::optional<Duration> least() const;
  [[nodiscard]] std::optional<Duration> most() const;
  /// To the microsecond.
  [[nodiscard]] std::optional<Duration> mean() const;
  /// The nearest rank: the least delay that `percent` (1 to 100) of all do not
  /// go past.
  [[nodiscard]] std::optional<Duration> percentile(unsigned percent) const;
  /// How many do not go past `delay`, as far as cells tell them apart.
  [[nodiscard]] std::uint64_t count_up_to(Duration delay) const;

 private:
  struct Cell {
    std::uint32_t index = 0;
    std::uint32_t count = 0;
  };

  void add_to_cell(std::uint32_t index);
  void merge_cells(const std::vector<Cell>& others);

  std::vector<Cell> cells_;  // by index, none of them empty
  std::uint64_t count_ = 0;
  std::uint64_t sum_us_ = 0;  // saturated
  Duration least_ = Duration::max();
  Duration most_ = Duration::zero();
};

}  // namespace siptriage
