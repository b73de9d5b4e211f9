#pragma once
// The key that pseudonyms depend on.

#include <string>

#include "siptriage/base/result.h"

namespace siptriage::cli {

// That of the file; of an empty path, a random one. Before rights are given
// up. Errors: those of read_small_file(); BadConfiguration for a short one; Io.
[[nodiscard]] Result<std::string> take_redact_key(const std::string& path);

}  // namespace siptriage::cli
