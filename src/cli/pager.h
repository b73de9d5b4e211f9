#pragma once
// A pager for text that is longer than the screen.

#include <string_view>

namespace siptriage::cli {

// Whether standard output is a terminal that `text` does not fit on.
[[nodiscard]] bool wants_pager(std::string_view text);

// Shows `text` in $PAGER, or else in `less -FRX`, and waits for its end. False
// when it could not be started, or $PAGER is empty or "cat": nothing was
// shown. A pager that is left early has shown enough.
[[nodiscard]] bool show_in_pager(std::string_view text);

}  // namespace siptriage::cli
