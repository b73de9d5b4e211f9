#pragma once
// What a capture says of the time is taken for one of these at most, in 1823
// and 2116: any two of them can be subtracted, and 136 years, the longest that
// a header field can ask for, be added.

#include "siptriage/base/timestamp.h"

namespace siptriage::detail {

inline constexpr Timestamp kLatestTimestamp(Duration::max() / 2);
inline constexpr Timestamp kEarliestTimestamp(-(Duration::max() / 2));

}  // namespace siptriage::detail
