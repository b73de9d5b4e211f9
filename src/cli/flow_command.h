#pragma once
// `siptriage flow`: its flags, and which calls they mean.

#include <optional>
#include <vector>

#include "siptriage/report/flow.h"

#include "cli/options.h"
#include "cli/output_file.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// --call and --call-id, beside the --where that is there.
void add_choice_flags(CLI::App& command, Options& options);
void add_flow_flags(CLI::App& command, Options& options);

// Before the captures are opened: reads the names of addresses, and makes
// --call-id an expression. Errors: BadConfiguration, LimitReached.
[[nodiscard]] Result<void> prepare_flow(Options& options);

// Errors: NotFound, where a call was named that is not there.
[[nodiscard]] Result<std::vector<CallId>> find_calls(
    const Options& options, const Triage& triage, Workers& workers,
    const std::optional<Filter>& where);

bool write_flow(const Options& options, const Triage& triage,
                const std::vector<CallId>& calls, OutputFile& output);

}  // namespace siptriage::cli
