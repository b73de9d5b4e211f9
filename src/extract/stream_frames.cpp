#include "extract/stream_frames.h"

#include <utility>

namespace siptriage::extract {

void StreamFrames::push(std::size_t octets, FrameId carrier) {
  pieces_.push_back({pushed_, pushed_ + octets, carrier});
  pushed_ += octets;
}

std::vector<FrameId> StreamFrames::take_message(std::uint64_t end,
                                                std::uint64_t octets) {
  const std::uint64_t begin = end - octets;
  forget_before(begin);
  std::vector<FrameId> own;
  bool ends_in_segment = false;
  for (const Piece& piece : pieces_) {
    if (piece.begin >= end) break;
    own.push_back(piece.carrier);
    ends_in_segment = piece.end > end;
  }
  std::vector<FrameId> frames;
  const bool shares =
      !own.empty() && !before_.empty() && before_.back() == own.front();
  if (shares) frames = std::move(before_);
  frames.insert(frames.end(), own.begin() + (shares ? 1 : 0), own.end());
  before_ = ends_in_segment ? std::move(own) : std::vector<FrameId>();
  return frames;
}

void StreamFrames::forget_before(std::uint64_t octets) {
  while (!pieces_.empty() && pieces_.front().end <= octets) {
    pieces_.pop_front();
  }
}

}  // namespace siptriage::extract
