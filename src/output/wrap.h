#pragma once
// Breaking and cutting text to a number of terminal columns. Text is UTF-8
// without control characters (escape_terminal.h makes it so).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::output {

// `text`, or as much of its front as fits together with `ellipsis`.
[[nodiscard]] std::string cut_to_columns(std::string_view text,
                                         std::size_t columns,
                                         std::string_view ellipsis);

// The same, but what is left out is the middle: for Call-IDs and paths, whose
// ends tell most.
[[nodiscard]] std::string cut_middle(std::string_view text, std::size_t columns,
                                     std::string_view ellipsis);

// Lines of at most `columns`, broken at spaces. A word that is too long for a
// line is cut. At least one line, which may be empty. `taken` columns of the
// first line are in use already.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text,
                                                 std::size_t columns,
                                                 std::string_view ellipsis,
                                                 std::size_t taken = 0);

// `text` followed by spaces up to `columns`.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t columns);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t columns);

}  // namespace siptriage::output
