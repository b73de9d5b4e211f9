#pragma once
// The command `siptriage explain` and its own flags.

#include "cli/options.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// Lifetime: `options` must outlive the parsing of `app`.
CLI::App& add_explain_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
