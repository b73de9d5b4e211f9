#pragma once
/// NetStage: frames in, payloads out. Decodes link layers, VLANs, MPLS, PPPoE,
/// tunnels, IPv4 and IPv6, puts IP fragments and TCP streams together, asks
/// the capture filter, and counts everything it had to leave aside.
///
///     NetStage net({}, coverage);
///     std::vector<Payload> payloads;
///     net.process(batch, payloads);      // appends
///     net.finish(payloads);              // what was still waiting
///
/// Does not know SIP; whoever uses the payloads tells what they carried.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/frame.h"
#include "siptriage/net/frame_trace.h"
#include "siptriage/net/payload.h"

namespace siptriage {

/// Which octets win where IP fragments overlap. Both are what common stacks
/// do, and what other analyzers default to. Of TCP segments the first wins.
enum class OverlapPolicy : std::uint8_t { FirstWins, LastWins };

struct NetOptions {
  OverlapPolicy fragment_overlap = OverlapPolicy::FirstWins;
};

class NetStage {
 public:
  /// `coverage` must outlive the stage; limits that were reached are counted
  /// there too.
  NetStage(const Limits& limits, Coverage& coverage,
           const NetOptions& options = {});
  NetStage(NetStage&&) noexcept;
  NetStage& operator=(NetStage&&) noexcept;
  ~NetStage();

  /// Asked with each packet after fragments were put together; none by
  /// default. The filter must outlive the stage.
  void set_filter(const CaptureFilter* filter);

  /// From now on `trace` is set anew for each frame; null: for none, as by
  /// default. It must outlive the stage.
  void set_trace(FrameTrace* trace);

  /// Decodes `frames` in order and appends what they carried. A frame that
  /// gave no payload is counted under one reason; one whose octets wait for
  /// others (a fragment, a segment behind a hole) is not, nor is one with a
  /// payload: its user knows what it carried.
  void process(std::span<const Frame> frames, std::vector<Payload>& payloads);

  /// Hands out stream octets that still wait behind a hole, ends every
  /// stream that gave a payload, and counts fragments that never became whole.
  void finish(std::vector<Payload>& payloads);

  /// No more octets of this direction of this connection are wanted: its
  /// frames are counted under `reason`, and only its end is still told.
  void abandon_stream(StreamId stream, std::uint8_t direction,
                      SkipReason reason = SkipReason::OtherTcp);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace siptriage
