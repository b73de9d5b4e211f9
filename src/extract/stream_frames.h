#pragma once
// StreamFrames: which frames the octets of one direction of a TCP connection
// were in, as long as they can be part of a message still to come.
//
//     |==========|=======|===|=============|
//      carrier    carrier ...               the octets pushed
//            |-- a message --|
//
// A message that begins in the middle of a segment takes the frames of the one
// before it with it: else what is left of that would stand in front of it as
// garbage.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "siptriage/base/frame_id.h"

namespace siptriage::extract {

class StreamFrames {
 public:
  // The next octets, and the frame that they were in.
  void push(std::size_t octets, FrameId carrier);

  // The frames of the message of so many octets that ends there, counted from
  // the start of the stream. Ascending in the order of the octets.
  [[nodiscard]] std::vector<FrameId> take_message(std::uint64_t end,
                                                  std::uint64_t octets);

  // Nothing before `octets` is asked for any more.
  void forget_before(std::uint64_t octets);

 private:
  struct Piece {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    FrameId carrier;
  };

  std::uint64_t pushed_ = 0;
  std::deque<Piece> pieces_;
  // Of the message taken last, if what follows it is in the same segment.
  std::vector<FrameId> before_;
};

}  // namespace siptriage::extract
