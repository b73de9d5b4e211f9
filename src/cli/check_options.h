#pragma once
// The flags of `siptriage check`.

#include "cli/options.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// Without those that other commands have as well.
CLI::App& add_check_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
