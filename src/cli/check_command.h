#pragma once
// `siptriage check`: captures held to what is expected of them.

#include "cli/options.h"

namespace siptriage::cli {

// Reads, judges and writes as `options` say. The code is that of the verdict,
// whatever forms it is written in.
[[nodiscard]] ExitCode run_check(Options& options);

}  // namespace siptriage::cli
