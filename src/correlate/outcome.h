#pragma once
/// Outcome: how a call ended, as the side that started it saw it.

#include <vector>

#include "correlate/workspace.h"

namespace siptriage::correlate {

/// The attempts of the one who started the call: the transactions of its
/// starting method, outside dialogs, that left the caller. Those that proxies
/// made of them further down are not among them. In order.
void find_attempts(const Workspace& work, CallId call,
                   std::vector<TransactionId>& attempts);

/// Decides Call::outcome, decisive, final_status and challenged. The
/// transactions of the call must have been related and judged for timeouts.
///
/// A 2xx to any attempt wins; otherwise the last attempt decides, so that a
/// challenge, a 422 or a redirect that was followed counts for nothing. For
/// what is repeated by nature (registrations, pings, ...) it is the last
/// attempt that the capture shows to its end. A first challenge with which the
/// capture ends, at `end`, leaves it open.
void decide_outcome(Workspace& work, CallId call,
                    const std::vector<TransactionId>& attempts, Timestamp end);

}  // namespace siptriage::correlate
