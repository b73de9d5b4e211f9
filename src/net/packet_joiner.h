#pragma once
// PacketJoiner: a PacketDecoder that has IP fragments put together.
//
//   const DecodedPacket* packet = joiner.decode(frame);
//   if (packet == nullptr) return;   // a fragment that waits for others

#include "siptriage/base/coverage.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/capture/frame.h"
#include "siptriage/net/net_stage.h"

#include "net/ip_reassembler.h"
#include "net/packet_decoder.h"

namespace siptriage::detail {

class PacketJoiner {
 public:
  // All must outlive the joiner.
  PacketJoiner(const Limits& limits, Coverage& coverage,
               const NetOptions& options)
      : coverage_(coverage),
        decoder_(limits),
        fragments_(limits, coverage, options) {}

  // Skipped or Transport; null for a fragment of something not whole, counted
  // if need be.
  // Lifetime: until the next call; the octets, as those of `frame`, or until
  // the next call of release if they were put together.
  [[nodiscard]] const DecodedPacket* decode(const Frame& frame);

  // As NetStage::set_trace: its members grow.
  void set_trace(FrameTrace* trace) { trace_ = trace; }

  // What was put together so far is no longer looked at.
  void release() { fragments_.release(); }

  // Counts fragments that never became whole.
  void finish() { fragments_.finish(); }

 private:
  [[nodiscard]] bool join(const Frame& frame);

  Coverage& coverage_;
  FrameTrace* trace_ = nullptr;
  PacketDecoder decoder_;
  IpReassembler fragments_;
  // Of the last fragment that had a timestamp. Not of the last frame: whether
  // others pass through here must not change how old a fragment is.
  Timestamp now_{};
};

}  // namespace siptriage::detail
