#pragma once
// What may have been meant by a name that is none.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace siptriage::filter {

// Names are listed up to here; more have to be looked up.
inline constexpr std::size_t kMostListed = 16;

// "; did you mean pdd?", or "; there are udp, tcp", or nothing: the end of a
// sentence about `written`.
[[nodiscard]] std::string hint_of(std::span<const std::string_view> names,
                                  std::string_view written);

// A text from an expression, safe for a terminal and of bounded length, in
// quotes where it is no plain word.
[[nodiscard]] std::string shown(std::string_view written);

}  // namespace siptriage::filter
