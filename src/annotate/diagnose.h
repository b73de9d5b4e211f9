#pragma once
// diagnose: of each thing that failed, one Diagnosis.

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/limits.h"

namespace siptriage::detail {

// Fills the diagnoses of `analysis`, whose findings are complete and sorted,
// as far as call-diagnoses allows; what is left out is counted there.
void diagnose(Analysis& analysis, const Limits& limits);

}  // namespace siptriage::detail
