#pragma once
/// What a frame may hold, and which link type a number in a file means.

#include <cstdint>

#include "siptriage/capture/frame.h"

namespace siptriage::detail {

/// More than this in one frame is damage, not data: libpcap's
/// MAXIMUM_SNAPLEN, so that both ways of reading agree.
inline constexpr std::uint32_t kMaxFrameOctets = 256 * 1024;

/// The same for `type`: a few, which carry no network traffic, may be longer.
[[nodiscard]] std::uint32_t max_frame_octets(LinkType type);

/// The link type that `number` in a capture file, or a DLT_ number of libpcap
/// on this platform, stands for. The registry leaves 11 to 49 unused, because
/// that is where the platforms' DLT_ numbers differ.
[[nodiscard]] LinkType link_type_from_number(std::uint32_t number);

}  // namespace siptriage::detail
