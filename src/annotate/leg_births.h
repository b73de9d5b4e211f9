#pragma once
// In which leg of a call a failure was born: a back-to-back user agent refuses
// one leg because the other one failed, a moment later.

#include <cstdint>
#include <span>
#include <vector>

#include "annotate/leg_calls.h"
#include "annotate/leg_matcher.h"

namespace siptriage::detail {

// Fills `failed_by` and `born_in` of `matches`. `by_begin` has all legs, in the
// order in which they began: upstream ones first.
void find_births(const LegCalls& calls, std::span<const std::uint32_t> by_begin,
                 std::vector<LegMatch>& matches);

}  // namespace siptriage::detail
