#pragma once
// The static RTP payload types (RFC 3551 6).

#include <cstdint>
#include <string_view>

namespace siptriage::sip::detail {

// "PCMU/8000" for 0; empty for what is dynamic, reserved or unassigned.
[[nodiscard]] std::string_view find_static_encoding(
    std::string_view payload_type);

}  // namespace siptriage::sip::detail
