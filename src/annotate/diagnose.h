#pragma once
// diagnose: of each thing that failed, one Diagnosis.

#include <cstdint>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/limits.h"

namespace siptriage::detail {

enum class Summaries : std::uint8_t { Written, LeftOut };

// Fills the diagnoses of `analysis`, whose findings are complete and sorted,
// as far as call-diagnoses allows; what is left out is counted there.
void diagnose(Analysis& analysis, const CaptureGaps& gaps, const Limits& limits,
              Summaries summaries);

}  // namespace siptriage::detail
