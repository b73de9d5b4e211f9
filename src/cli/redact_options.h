#pragma once
// The flags of redact.

#include <CLI/CLI.hpp>

#include "cli/options.h"

namespace siptriage::cli {

// The command and the flags that it alone has.
CLI::App& add_redact_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
