#pragma once
// A file of expectations, read from the disk.

#include <string>
#include <vector>

#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"
#include "siptriage/check/expectations.h"

namespace siptriage::cli {

// Errors: NotFound, NotAFile, Io; BadConfiguration, with
// "trace.toml:3:8: ..." as its message.
[[nodiscard]] Result<std::vector<Expectation>> read_expectations_file(
    const std::string& path, const Limits& limits);

}  // namespace siptriage::cli
