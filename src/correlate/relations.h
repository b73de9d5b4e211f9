#pragma once
/// Relations between the transactions of a call: what an ACK acknowledges, a
/// CANCEL cancels, a PRACK confirms; and which transactions timed out.

#include "correlate/workspace.h"

namespace siptriage::correlate {

/// Sets Transaction::related, cancelled_by and ack throughout one call.
void relate_transactions(Workspace& work, CallId call);

/// Sets Transaction::timed_out throughout one call. `end` is when the capture
/// stopped looking.
///
/// Timers B and F give up 64*T1 after the request (RFC 3261 17.1.1.2,
/// 17.1.2.2). A provisional response to an INVITE stops B; Timer C of the
/// proxies counts from the last one (16.8). A cancelled INVITE is over 64*T1
/// after the CANCEL (9.1). An ACK in the capture proves that a final response
/// was seen by others.
void judge_timeouts(Workspace& work, CallId call, Timestamp end);

}  // namespace siptriage::correlate
