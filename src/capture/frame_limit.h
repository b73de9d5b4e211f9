#pragma once
/// What a frame may hold, and which link type a number in a file means.

#include <cstdint>
#include <string>

#include "siptriage/base/limits.h"
#include "siptriage/capture/frame.h"

namespace siptriage::detail {

/// libpcap's MAXIMUM_SNAPLEN: it takes longer frames for damage.
inline constexpr std::uint32_t kMaxFrameOctets = 256 * 1024;

/// More than this in one frame is damage, not data: frame-octets. A few link
/// types, which carry no network traffic, may be longer.
[[nodiscard]] std::uint32_t max_frame_octets(LinkType type,
                                             const Limits& limits);

/// "300000 octets, more than a frame can have (262144)".
[[nodiscard]] std::string too_long(std::uint32_t octets,
                                   std::uint32_t max_octets);

/// The link type that `number` in a capture file, or a DLT_ number of libpcap
/// on this platform, stands for. The registry leaves 11 to 49 unused, because
/// that is where the platforms' DLT_ numbers differ.
[[nodiscard]] LinkType link_type_from_number(std::uint32_t number);

}  // namespace siptriage::detail
