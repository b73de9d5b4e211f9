#pragma once
// `siptriage trace.pcap` and `siptriage report trace.pcap -o NAME`: the triage
// report, and in which of its forms it is written.

#include <optional>
#include <string>

#include "siptriage/base/result.h"
#include "siptriage/filter/filter.h"

#include "cli/options.h"
#include "cli/output_file.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// Both names of it.
[[nodiscard]] constexpr bool is_report(Command command) {
  return command == Command::Analyze || command == Command::Report;
}

// Without what all commands that read captures have. `report` wants a name
// whose suffix says a form; analyze, which came first, writes text under any
// other.
CLI::App& add_report_command(CLI::App& app, Command command, Options& options);

// That of a flag; without one that of the suffix of `path` (letter case aside;
// "-" and names without one are text; folders are bundles, unless
// `any_suffix`). Errors: BadConfiguration, where flag and
// suffix are at odds, and for a suffix of no form; nothing where `any_suffix`.
[[nodiscard]] Result<ReportForm> choose_form(std::optional<ReportForm> flag,
                                             const std::string& path,
                                             bool any_suffix);

bool write_report(const Options& options, const Triage& triage,
                  Workers& workers, const std::optional<Filter>& where,
                  OutputFile& output);

}  // namespace siptriage::cli
