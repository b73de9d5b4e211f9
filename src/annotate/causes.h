#pragma once
// Causes: what a message itself says of why: Reason (RFC 3326), Warning
// (RFC 3261 20.43), and the header fields that Asterisk and others add
// (data/cause_headers.toml).

#include <span>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/sip/message.h"

namespace siptriage::detail {

// False where decode_causes() would give nothing: a quick look.
[[nodiscard]] bool may_have_causes(const sip::Message& message);

// Every cause that can be read, as far as message-causes allows; malformed
// values are left to the rules.
[[nodiscard]] std::vector<DecodedCause> decode_causes(
    const sip::Message& message, const Limits& limits, LimitCounts& reached);

// The causes of the message that is being judged, which were decoded before
// rules look at it. Lifetime: until the next message is judged.
[[nodiscard]] std::span<const DecodedCause> causes_of(const Analysis& analysis,
                                                      MessageId id);

}  // namespace siptriage::detail
