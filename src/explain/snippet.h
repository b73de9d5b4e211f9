#pragma once
// A line out of a text, around the words that it was found by.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace siptriage::explain {

// About `columns` of `text`, from a word on. `words` as words_of() gives them.
[[nodiscard]] std::string snippet(std::string_view text,
                                  std::span<const std::string> words,
                                  std::size_t columns,
                                  std::string_view ellipsis);

}  // namespace siptriage::explain
