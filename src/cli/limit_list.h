#pragma once
// What `siptriage limits` writes: every limit, for people.

#include <string>

namespace siptriage::cli {

// Lines of at most 80 columns.
[[nodiscard]] std::string list_limits();

}  // namespace siptriage::cli
