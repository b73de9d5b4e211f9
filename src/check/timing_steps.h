#pragma once
// TimingSteps: durations in steps as wide as a tolerance, so that two runs that
// differ by less give the same, or neighbours.
//
// A step begins at 0, and the next one further on by the tolerance: `absolute`,
// or `relative_percent` of where it begins, whichever is more. All integers:
// the same on every machine.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/check/snapshot.h"

namespace siptriage::check {

class TimingSteps {
 public:
  explicit TimingSteps(const Tolerance& tolerance);

  // Negative durations, of clocks that went back, are 0.
  [[nodiscard]] std::size_t step_of(Duration duration) const;
  [[nodiscard]] std::size_t step_of_ms(std::uint64_t milliseconds) const;
  // Where it begins.
  [[nodiscard]] std::uint64_t ms_of(std::size_t step) const;

 private:
  std::vector<std::uint64_t> begins_ms_;  // ascending
};

}  // namespace siptriage::check
