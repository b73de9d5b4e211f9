#pragma once
// RuleGroup: what one rule found, told together.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "siptriage/annotate/triage.h"

#include "report/told_findings.h"

namespace siptriage::report {

inline constexpr std::size_t kMostGroupFrames = 8;

struct RuleGroup {
  Finding first;
  CallId call;  // of the first, in the capture; invalid: of none
  std::uint64_t count = 0;
  std::vector<FrameId> frames;  // of all of them, at most kMostGroupFrames
  bool more_frames = false;
};

// In the order of the findings, which is by severity; within one severity the
// most frequent first. Those that `told` covers are left out; nullptr: none.
[[nodiscard]] std::vector<RuleGroup> group_by_rule(const Triage& triage,
                                                   CallReader& reader,
                                                   const ToldFindings* told);

// What the rule stands on, where it is more than an observation:
// " (MUST, RFC 4028 6)".
[[nodiscard]] std::string ground_of(const RuleEntry& rule);

}  // namespace siptriage::report
