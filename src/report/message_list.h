#pragma once
// MessageList: the messages of a capture, in the order of the capture.
//
// Unlike everything else in a report this takes memory for each message.

#include <cstdint>
#include <optional>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/filter/filter.h"
#include "siptriage/sip/message.h"

namespace siptriage::report {

// Those that `where` matches, or all.
// Lifetime: views in the records are valid as those of `triage`.
[[nodiscard]] std::vector<MessageRecord> list_messages(
    const Triage& triage, const std::optional<Filter>& where);

// Parses the octets of `record` again; `message` is empty if that fails.
bool parse_again(const MessageRecord& record, sip::Message& message);

}  // namespace siptriage::report
