#pragma once
// Two changes of a call that crossed each other (RFC 3261 14.1).

#include <chrono>
#include <cstdint>

#include "siptriage/base/timestamp.h"

namespace siptriage::detail {

inline constexpr std::uint16_t kRequestPending = 491;
// Whoever got it tries again by then.
inline constexpr Duration kLongestGlareWait = std::chrono::seconds(4);

}  // namespace siptriage::detail
