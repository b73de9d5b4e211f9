#pragma once
/// FrameId: the capture's own name for a frame, so that a reader can find it
/// again: the file's index among the inputs, and the frame's number in that
/// file, counted from 1 as Wireshark counts.

#include <compare>
#include <cstdint>

namespace siptriage {

struct FrameId {
  std::uint32_t file = 0;
  std::uint32_t number = 0;  // 0: none

  friend auto operator<=>(const FrameId&, const FrameId&) = default;
};

}  // namespace siptriage
