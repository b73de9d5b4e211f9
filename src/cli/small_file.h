#pragma once
// Files that people write and check in, read as a whole.

#include <cstdint>
#include <string>
#include <string_view>

#include "siptriage/base/result.h"

namespace siptriage::cli {

// `what` names it in errors: "configuration". Errors: NotFound, NotAFile,
// LimitReached, Io.
[[nodiscard]] Result<std::string> read_small_file(const std::string& path,
                                                  std::string_view what,
                                                  std::uintmax_t most_octets);

}  // namespace siptriage::cli
