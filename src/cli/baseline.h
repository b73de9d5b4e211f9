#pragma once
// The baseline of `siptriage check --baseline`: read, compared, written anew.

#include <optional>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/check/snapshot.h"
#include "siptriage/check/verdict.h"

#include "cli/options.h"

namespace siptriage::cli {

// Nothing without --baseline, and with --update where there is none yet.
// Errors: those of a file that is missing, or no baseline.
[[nodiscard]] Result<std::optional<Snapshot>> read_baseline(
    const CheckFlags& flags, const Limits& limits);

// Tells in `capture` what changed since `baseline`, if there is one. With
// --update nothing of it fails, and what the capture shows comes back, to be
// the next baseline: unless it shows nothing, or not all.
[[nodiscard]] std::optional<Snapshot> judge_baseline(
    const CheckFlags& flags, const std::optional<Snapshot>& baseline,
    const Triage& triage, Workers& workers, CheckedCapture& capture);

}  // namespace siptriage::cli
