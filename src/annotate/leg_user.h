#pragma once
// The user of a URI, so that a number written in two ways is seen to be one:
// "+49 30 123456", "004930123456" and "030123456" end the same.

#include <string_view>

#include "siptriage/annotate/leg_hints.h"

namespace siptriage::detail {

// Digits at the end of a number that tell who is meant: national prefixes,
// trunk prefixes and "+" or "00" come before them.
inline constexpr std::size_t kTellingDigits = 7;

// Between scheme and '@', or all of a tel URI; without its parameters and
// password. Empty: it has none.
[[nodiscard]] std::string_view user_of(std::string_view uri);

// `uri` as in From, To and the Request-URI. All zero where it has no user, or
// one that hides who it is ("anonymous").
[[nodiscard]] LegUser leg_user_of(std::string_view uri);

}  // namespace siptriage::detail
