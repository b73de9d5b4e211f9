#pragma once
// How far apart two names are that somebody typed.

#include <cstddef>
#include <string_view>

namespace siptriage {

// Letters inserted, left out, replaced or swapped with their neighbour that
// make one word of the other; more than `most` is most + 1, and so is anything
// for texts of more than 40 octets. Letter case makes no difference.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b,
                                        std::size_t most);

}  // namespace siptriage
