#pragma once
// What the program does once it knows what was asked for.

#include "cli/options.h"

namespace siptriage::cli {

// Says on standard error what went wrong. Interrupted: the program is to end
// as the signal would have ended it.
[[nodiscard]] ExitCode run(Options& options);

}  // namespace siptriage::cli
