#pragma once
// The command `siptriage explain` and its own flags.

#include <CLI/CLI.hpp>

#include "cli/options.h"

namespace siptriage::cli {

// Lifetime: `options` must outlive the parsing of `app`.
CLI::App& add_explain_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
