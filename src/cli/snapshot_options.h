#pragma once
// The flags of `siptriage snapshot` and `siptriage diff`.

#include "cli/options.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// Without those that other commands have as well.
CLI::App& add_snapshot_command(CLI::App& app, Options& options);
CLI::App& add_diff_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
