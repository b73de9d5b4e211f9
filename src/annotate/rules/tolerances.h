#pragma once
// What times in a capture may differ by without meaning anything, and timers
// that several rules go by.

#include <chrono>

#include "siptriage/base/timestamp.h"

namespace siptriage::detail {

// Packets may overtake each other on the way.
inline constexpr Duration kNotReordered = std::chrono::milliseconds(200);
// Clocks that are a little apart, and timers that are rounded: of a wait that
// was asked for.
inline constexpr Duration kWaitTolerance = std::chrono::milliseconds(500);

// How long a NOTIFY is waited for (RFC 6665 4.1.2.4): times T1.
inline constexpr int kTimerN = 64;

}  // namespace siptriage::detail
