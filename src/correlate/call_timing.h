#pragma once
/// Call timing and extent: delays, who hung up, hops and forks.

#include <vector>

#include "correlate/workspace.h"

namespace siptriage::correlate {

/// Fills post_dial_delay, ring_time, talk_time and hung_up_by of a call whose
/// outcome is decided. Times that run backwards are left out.
void measure_times(Workspace& work, CallId call,
                   const std::vector<TransactionId>& attempts);

/// Fills hops and forks.
void measure_extent(Workspace& work, CallId call,
                    const std::vector<TransactionId>& attempts);

}  // namespace siptriage::correlate
