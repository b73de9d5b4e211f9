#pragma once
// What every command that reads captures does alike.

#include <optional>
#include <span>
#include <vector>

#include "siptriage/analyze.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"

#include "cli/options.h"
#include "cli/output_file.h"

namespace siptriage::cli {

// Says on standard error why something could not be done.
ExitCode complain(const Error& error, const Options& options);
// The same of an output; a reader that went away is no failure.
[[nodiscard]] ExitCode cannot_write(const OutputFile& output);

// Says on standard error that `output` would go onto that capture.
void tell_overwritten(const CaptureInput& input);
// What a report says of the capture itself, said once more where scripts do not
// look.
void tell_troubles(const Coverage& coverage);
// The same of files that could not be read to their ends.
void tell_damage(std::span<const FileCoverage> files);

// Reads captures, with progress on a terminal.
[[nodiscard]] Result<Triage> read_captures(const Options& options,
                                           Inputs inputs, Workers& workers);

// Takes what the configuration says, and then the limits of the command line.
// False, and said why, when there is something wrong with it.
[[nodiscard]] bool configure(Options& options);

// Gives up what is not needed to read what is open and to write in
// `directories` (-1: none), and starts the threads. False, and said why, when
// part of a sandbox is missing that was required.
[[nodiscard]] bool enter_sandbox(const Options& options,
                                 const std::vector<int>& directories,
                                 std::optional<Workers>& workers);

}  // namespace siptriage::cli
