#pragma once
// FrameOrder: where the frames of a trace stand in the capture. Their numbers
// tell it of one file only; several may overlap in time, and come in any order.

#include <cstdint>
#include <utility>
#include <vector>

#include "siptriage/base/frame_id.h"
#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

class FrameOrder {
 public:
  // Lifetime: `trace` must outlive it.
  explicit FrameOrder(const Trace& trace);

  // The index of the first message of `frame`; of a frame that has none, that
  // of the next one in its file that has.
  [[nodiscard]] std::uint32_t message_at(FrameId frame) const;

  // For sorting: 0 for no frame, else one more than message_at().
  [[nodiscard]] std::uint64_t place_of(FrameId frame) const {
    return frame.number == 0 ? 0 : std::uint64_t{message_at(frame)} + 1;
  }

 private:
  const Trace& trace_;
  // Of several files: sorted by frame. Of one: empty, the messages are.
  std::vector<std::pair<FrameId, std::uint32_t>> messages_;
};

}  // namespace siptriage::detail
