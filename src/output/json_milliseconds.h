#pragma once
// A duration as a JSON number of milliseconds: "16.79", "3.0".

#include <cstddef>

#include "siptriage/base/timestamp.h"

namespace siptriage::output {

inline constexpr std::size_t kMaxMillisecondsOctets = 32;

// Writes at `to`, where there must be room for kMaxMillisecondsOctets; gives
// the end of the text. It reads back as milliseconds_of(duration).
[[nodiscard]] char* milliseconds_to_chars(char* to, Duration duration);

}  // namespace siptriage::output
