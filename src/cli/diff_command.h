#pragma once
// `siptriage diff`: what changed from one capture to another.

#include "cli/options.h"

namespace siptriage::cli {

// Reads both captures, the first one as the baseline, and writes what changed.
// CheckFailed where something did, with --exit-code alone.
[[nodiscard]] ExitCode run_diff(Options& options);

}  // namespace siptriage::cli
