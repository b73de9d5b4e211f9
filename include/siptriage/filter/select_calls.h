#pragma once
/// select_calls: a filter as what a Triage is made of.

#include "siptriage/annotate/call_selection.h"
#include "siptriage/base/limits.h"
#include "siptriage/filter/filter.h"

namespace siptriage {

/// The calls that `filter`, of FilterScope::Call, matches. Messages are read
/// within `limits`, those of the capture.
[[nodiscard]] CallSelection select_calls(const Filter& filter,
                                         const Limits& limits = {});

}  // namespace siptriage
