#pragma once
// FailureGroups: what failed, gathered by cause, worst and most frequent first.

#include <vector>

#include "siptriage/annotate/analysis.h"

namespace siptriage::detail {

// Needs analysis.annotations and their index.
[[nodiscard]] std::vector<FailureGroup> group_failures(
    const Analysis& analysis);

}  // namespace siptriage::detail
