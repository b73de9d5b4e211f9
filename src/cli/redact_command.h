#pragma once
// `siptriage redact`: captures that can be shown to others.

#include "cli/options.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// The command and the flags that it alone has.
CLI::App& add_redact_command(CLI::App& app, Options& options);

[[nodiscard]] ExitCode run_redact(Options& options);

}  // namespace siptriage::cli
