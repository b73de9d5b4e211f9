#pragma once
// The flags of redact.

#include "cli/options.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// The command and the flags that it alone has.
CLI::App& add_redact_command(CLI::App& app, Options& options);

}  // namespace siptriage::cli
