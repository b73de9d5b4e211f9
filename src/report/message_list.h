#pragma once
// MessageList: every message of a capture, in the order of the capture.
//
// Unlike everything else in a report this takes memory for each message.

#include <cstdint>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/sip/message.h"

namespace siptriage::report {

// Lifetime: views in the records are valid as those of `triage`.
[[nodiscard]] std::vector<MessageRecord> list_messages(const Triage& triage);

// Parses the octets of `record` again; `message` is empty if that fails.
bool parse_again(const MessageRecord& record, sip::Message& message);

}  // namespace siptriage::report
