#pragma once
// The flags of redact, and of bundles, which are redacted.

#include "cli/options.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// The command and the flags that it alone has.
CLI::App& add_redact_command(CLI::App& app, Options& options);

// Of a report: how its bundle is redacted, or that it is not. They go with
// bundles alone; the name of one that was given, else null.
void add_bundle_flags(CLI::App& command, Options& options);
[[nodiscard]] const char* given_bundle_flag(const CLI::App& command);

}  // namespace siptriage::cli
