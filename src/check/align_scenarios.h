#pragma once
// Which scenario of a capture is which of the baseline.

#include <cstddef>
#include <limits>
#include <vector>

#include "siptriage/check/snapshot.h"

namespace siptriage::check {

inline constexpr std::size_t kNoScenario =
    std::numeric_limits<std::size_t>::max();

// For each scenario of `measured` the one of `baseline` that it is held
// against, or kNoScenario. Several may be held against one: calls that were
// alike, and are no longer.
[[nodiscard]] std::vector<std::size_t> align(const Snapshot& baseline,
                                             const Snapshot& measured);

}  // namespace siptriage::check
