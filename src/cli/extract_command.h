#pragma once
// `siptriage extract`: its flags, and what it writes.

#include <optional>

#include "siptriage/capture/capture_filter.h"
#include "siptriage/extract/extract.h"

#include "cli/options.h"
#include "cli/output_file.h"

namespace CLI {
class App;
}

namespace siptriage::cli {

// Without flags of inputs and outputs yet.
CLI::App& add_extract_command(CLI::App& app, Options& options);
void add_extract_flags(CLI::App& command, Options& options);

// True, and said why, where a capture must not be written to: a terminal.
[[nodiscard]] bool refuses_output(const Options& options,
                                  const OutputFile& output);

// As the flags have it; `filter` is that of the triage, and must outlive what
// comes of it.
[[nodiscard]] ExtractOptions extract_options(
    const Options& options, const std::optional<CaptureFilter>& filter);

// Writes the frames of the calls that were chosen. `filter` is that of the
// triage. Done: the output waits to be committed.
ExitCode write_extract(const Options& options, const Triage& triage,
                       Workers& workers, const std::optional<Filter>& where,
                       const std::optional<CaptureFilter>& filter,
                       OutputFile& output);

}  // namespace siptriage::cli
