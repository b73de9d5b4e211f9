#pragma once
// `siptriage calls`, `messages`, `transactions`, `registrations`.

#include <optional>

#include "cli/options.h"
#include "cli/output_file.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// Without flags yet.
CLI::App& add_table_command(CLI::App& app, TableKind kind, Options& options);
void add_table_flags(CLI::App& command, TableKind kind, Options& options);

bool write_table(const Options& options, const Triage& triage, Workers& workers,
                 const std::optional<Filter>& where, OutputFile& output);

}  // namespace siptriage::cli
