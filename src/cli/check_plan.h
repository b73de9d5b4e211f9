#pragma once
// CheckPlan: what `siptriage check` reads, and by which expectations it is
// judged; known before the first capture is looked at.

#include <optional>
#include <string>
#include <vector>

#include "siptriage/analyze.h"
#include "siptriage/check/expectations.h"
#include "siptriage/check/snapshot.h"
#include "siptriage/check/verdict.h"

#include "cli/options.h"

namespace siptriage::cli {

// One timeline, and what is expected of it.
struct CheckJob {
  std::string name;                   // the path of the first capture
  std::vector<std::string> captures;  // none: `told` says it all
  std::string file;                   // of expectations; empty: findings
  std::vector<Expectation> expectations;
  std::optional<Snapshot> baseline;    // as --baseline has it
  std::optional<Inputs> inputs;        // once they are open
  std::optional<CheckedCapture> told;  // known without reading
};

// From what the user named: captures, which become one timeline, or folders of
// pairs. Nothing, and said why, with all that is wrong with files of
// expectations.
[[nodiscard]] std::optional<std::vector<CheckJob>> plan_check(
    const Options& options);

// Opens the captures. Those that cannot be are told of as unreadable. Gives the
// code to end with where it cannot go on: interrupted, or a --filter that does
// not compile.
[[nodiscard]] std::optional<ExitCode> open_jobs(const Options& options,
                                                std::vector<CheckJob>& jobs);

}  // namespace siptriage::cli
