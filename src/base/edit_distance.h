#pragma once
// How far apart two names are that somebody typed.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace siptriage {

// Letters inserted, left out, replaced or swapped with their neighbour that
// make one word of the other; more than `most` is most + 1, and so is anything
// for texts of more than 40 octets. Letter case makes no difference.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b,
                                        std::size_t most);

// The one of `names` that was meant by `written`: that begins with it, or, but
// for a slip of the pen, is it. Nothing when none is as near.
[[nodiscard]] std::optional<std::size_t> nearest_name(
    std::span<const std::string_view> names, std::string_view written);

}  // namespace siptriage
