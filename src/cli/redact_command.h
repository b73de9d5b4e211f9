#pragma once
// `siptriage redact`: captures that can be shown to others.

#include "cli/options.h"

namespace siptriage::cli {

// Reads, redacts and writes as `options` say.
[[nodiscard]] ExitCode run_redact(Options& options);

}  // namespace siptriage::cli
