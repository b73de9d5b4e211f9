#pragma once
// What times in a capture may differ by without meaning anything.

#include <chrono>

#include "siptriage/base/timestamp.h"

namespace siptriage::detail {

// Packets may overtake each other on the way.
inline constexpr Duration kNotReordered = std::chrono::milliseconds(200);
// Clocks that are a little apart, and timers that are rounded: of a wait that
// was asked for.
inline constexpr Duration kWaitTolerance = std::chrono::milliseconds(500);

}  // namespace siptriage::detail
