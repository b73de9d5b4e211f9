#pragma once
// FailureBlock: failure groups that differ only in who answered, told
// together: six trunks that all say 503 are one trouble.

#include <cstdint>
#include <vector>

#include "siptriage/annotate/triage.h"

namespace siptriage::report {

struct FailureBlock {
  // At least one; the first speaks for all.
  std::vector<const FailureGroup*> groups;
  std::uint64_t count = 0;

  [[nodiscard]] const FailureGroup& first() const { return *groups.front(); }
};

// In the order of their first groups.
// Lifetime: the blocks point into `triage`.
[[nodiscard]] std::vector<FailureBlock> blocks_of(const Triage& triage);

}  // namespace siptriage::report
