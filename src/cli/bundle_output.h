#pragma once
// `siptriage report trace.pcap -o bundle.zip`: a capture of the calls that are
// meant, the reports about it, and a manifest, in one file.

#include <optional>

#include "siptriage/capture/capture_filter.h"

#include "cli/options.h"
#include "cli/output_file.h"

namespace siptriage::cli {

// Before rights are given up; nothing for other forms.
void prepare_bundle(const Options& options);

// Done: the output waits to be committed.
ExitCode write_bundle(const Options& options, const Triage& triage,
                      Workers& workers, const std::optional<Filter>& where,
                      const std::optional<CaptureFilter>& filter,
                      OutputFile& output);

}  // namespace siptriage::cli
