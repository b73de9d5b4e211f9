#pragma once
// `siptriage report trace.pcap -o bundle.zip`: a capture of the calls that are
// meant, redacted, the reports about it, and a manifest, in one file.

#include <optional>
#include <vector>

#include "siptriage/base/result.h"
#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/capture_input.h"

#include "cli/options.h"
#include "cli/output_file.h"

namespace siptriage::cli {

// Before rights are given up, also to read the key; nothing for other forms.
[[nodiscard]] Result<void> prepare_bundle(Options& options);

// A file, or a folder with files.
[[nodiscard]] Result<OutputFile> open_bundle(
    const Options& options, const std::vector<CaptureInput>& captures);

// Done: the output waits to be committed.
ExitCode write_bundle(const Options& options, const Triage& triage,
                      Workers& workers, const std::optional<Filter>& where,
                      const std::optional<CaptureFilter>& filter,
                      OutputFile& output);

}  // namespace siptriage::cli
