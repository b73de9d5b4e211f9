#pragma once
/// judge: holds a capture to what is expected of it.
///
///     const auto expectations = read_expectations(toml);
///     verdict.captures.push_back(
///         judge(triage, workers, *expectations, "trace.toml"));
///
/// Conversations are read again for it, each once, on all threads. The same
/// for any number of them.

#include <span>
#include <string>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/check/expectations.h"
#include "siptriage/check/verdict.h"

namespace siptriage {

/// Each key of each expectation is an assertion; `file` is where they stand.
/// An expectation that chooses nothing fails, unless it says may_be_empty or
/// wants nothing (count = 0); its other keys are not judged then.
[[nodiscard]] CheckedCapture judge(const Triage& triage, Workers& workers,
                                   std::span<const Expectation> expectations,
                                   const std::string& file);

/// What siptriage finds wrong by itself: an assertion for each rule that found
/// something, and one that held where none did.
[[nodiscard]] CheckedCapture judge_findings(const Triage& triage);

/// A capture that could not be read: `trouble` says why.
[[nodiscard]] CheckedCapture unreadable_capture(const std::string& name,
                                                const std::string& trouble);

}  // namespace siptriage
