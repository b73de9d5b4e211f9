#pragma once
// For how long a REGISTER, SUBSCRIBE or PUBLISH asks, and what was granted.

#include <cstdint>
#include <optional>

#include "siptriage/sip/message.h"

namespace siptriage::detail {

// The shortest interval that the request asks for: Contact's expires
// parameters, else Expires (RFC 3261 10.2.1.1), in seconds. Zero ends a
// binding and is never too brief.
[[nodiscard]] std::optional<std::uint32_t> shortest_interval(
    const sip::Message& request);

}  // namespace siptriage::detail
