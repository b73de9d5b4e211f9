#pragma once
// From a payload that tells of a network error to a NetworkEvent.

#include <optional>

#include "siptriage/correlate/network_events.h"
#include "siptriage/net/payload.h"
#include "siptriage/sip/message.h"

namespace siptriage::detail {

// Nothing for an ICMP error that quotes something other than SIP. `spare` is
// used on the way.
// Lifetime: Call-ID and branch view the octets of `payload`.
[[nodiscard]] std::optional<NetworkEvent> make_network_event(
    const Payload& payload, sip::Message& spare);

}  // namespace siptriage::detail
