#pragma once
// `siptriage explain`: answers from the catalogue.

#include <string>
#include <string_view>

#include "cli/options.h"

namespace siptriage::cli {

[[nodiscard]] ExitCode run_explain(const Options& options);

// What to type if `name`, which is no file, was meant as a question:
// "siptriage explain 486"; empty if nothing has that name.
[[nodiscard]] std::string explain_instead_of(std::string_view name);

}  // namespace siptriage::cli
