#pragma once
/// The text of a capture: every message in full, in the order of the capture,
/// a line of its own before each. Which line a message stands on depends on
/// nothing but the capture, so that the text can be checked in beside it and
/// pointed at (SARIF, reviews).
///
///     == frame 3  2026-03-05T13:11:09.039000000Z  192.0.2.10:5060 ->
///     192.0.2.1:5060  udp
///     INVITE sip:bob@example.com SIP/2.0
///     ...

#include "siptriage/annotate/triage.h"
#include "siptriage/check/verdict.h"
#include "siptriage/output/sink.h"
#include "siptriage/report/tables.h"

namespace siptriage {

/// Text from the wire is escaped as for a terminal. Gives false when `sink`
/// does. Takes memory for each message. The columns of `options` mean nothing.
bool write_messages_full(const Triage& triage, const TableOptions& options,
                         Sink& sink);

/// Sets CheckedCapture::lines: where the frames that its assertions name stand
/// in the text of all messages of `triage`.
void find_lines(const Triage& triage, CheckedCapture& capture);

}  // namespace siptriage
