#pragma once
// Silence: whether a request that has no final response in the capture may
// have got one all the same.

#include <string>

#include "siptriage/base/capture_gaps.h"
#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// What says so: "the capture records 12 dropped packets"; empty: nothing does.
[[nodiscard]] std::string doubt_of_silence(const Trace& trace,
                                           const CaptureGaps& gaps,
                                           const Transaction& transaction);

}  // namespace siptriage::detail
