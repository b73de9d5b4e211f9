#pragma once
// The flags of `siptriage snapshot`.

#include <CLI/CLI.hpp>

#include "cli/options.h"

namespace siptriage::cli {

// Without those that other commands have as well.
CLI::App& add_snapshot_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
