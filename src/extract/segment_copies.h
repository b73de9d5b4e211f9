#pragma once
// SegmentCopies: which segments of one direction of a TCP connection hold
// octets that an earlier one held already: retransmissions, and segments that
// the capture saw twice.
//
//   for (const FrameId original : copies.take(sequence, length, frame)) ...

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "siptriage/base/frame_id.h"

namespace siptriage::extract {

// Segments that are remembered: what is sent again was sent shortly before.
inline constexpr std::size_t kMaxRecentSegments = 64;

class SegmentCopies {
 public:
  // The frames of recent segments with octets of this one, which is remembered
  // from now on.
  [[nodiscard]] std::vector<FrameId> take(std::uint32_t sequence,
                                          std::uint32_t length, FrameId frame) {
    std::vector<FrameId> originals;
    for (const Segment& recent : recent_) {
      if (is_before(recent.sequence, sequence + length) &&
          is_before(sequence, recent.sequence + recent.length)) {
        originals.push_back(recent.frame);
      }
    }
    if (recent_.size() == kMaxRecentSegments) recent_.pop_front();
    recent_.push_back({sequence, length, frame});
    return originals;
  }

 private:
  struct Segment {
    std::uint32_t sequence = 0;
    std::uint32_t length = 0;
    FrameId frame;
  };

  // Sequence numbers come around.
  static bool is_before(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::int32_t>(a - b) < 0;
  }

  std::deque<Segment> recent_;
};

}  // namespace siptriage::extract
