#pragma once
// How much speaks for one call being the leg that a back-to-back user agent
// made for another one, where no message says so.

#include <chrono>
#include <cstdint>

#include "siptriage/annotate/leg_hints.h"
#include "siptriage/base/timestamp.h"

namespace siptriage::detail {

// A leg that is made later than that is none for us: what hunts on, from one
// destination to the next, does so while the caller still waits.
inline constexpr Duration kLongestLegDelay = std::chrono::seconds(32);

struct LegScore {
  int points = 0;            // at most 100; 0 where it cannot be
  bool by_one_user = false;  // only the caller is the same, or the called one
};
// `made` may be the leg that the receiver of `upstream` made.
[[nodiscard]] LegScore leg_score(const LegHint& upstream, const LegHint& made);

// The order in which calls began.
[[nodiscard]] inline bool began_before(const LegHint& a, const LegHint& b) {
  return a.sent != b.sent ? a.sent < b.sent : a.order < b.order;
}

}  // namespace siptriage::detail
