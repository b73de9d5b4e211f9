#pragma once
// LegMatcher: which calls are legs of one, from the hints of all. Everything
// is found by sorting: linear, but for that, in the number of calls.
//
//     keys    the messages name it: equal Session-IDs, ...
//     scores  addresses, numbers and times leave one possibility
//     births  which leg a failure comes from

#include <cstdint>
#include <vector>

#include "siptriage/annotate/leg_hints.h"

#include "annotate/leg_calls.h"

namespace siptriage::detail {

// Of the call at the same place among the hints.
struct LegMatch {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::uint32_t upstream = kNone;
  std::uint32_t first = kNone;      // of its group
  std::uint32_t failed_by = kNone;  // the leg whose failure it passed on
  std::uint32_t born_in = kNone;
  LegReason reason = LegReason::None;
  std::uint8_t score = 0;
  bool is_leg = false;
};

// `calls` by order.
[[nodiscard]] std::vector<LegMatch> match_legs(const LegCalls& calls,
                                               std::vector<LegKey> keys);

}  // namespace siptriage::detail
