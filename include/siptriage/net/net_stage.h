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
#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/frame.h"
#include "siptriage/net/payload.h"

namespace siptriage {

/// Which octets win where IP fragments overlap. Both are what common stacks
/// do, and what other analyzers default to. Of TCP segments the first wins.
enum class OverlapPolicy : std::uint8_t { FirstWins, LastWins };

/// Named limits; reaching one is counted in the coverage.
struct NetLimits {
  std::uint8_t max_tunnel_depth = 8;
  std::size_t max_open_datagrams = 4096;  // fragmented, incomplete
  std::size_t max_fragment_octets = std::size_t{64} << 20;
  Duration max_fragment_age = std::chrono::seconds(30);
  OverlapPolicy fragment_overlap = OverlapPolicy::FirstWins;
  std::size_t max_tcp_connections = 65536;
  /// Out-of-order octets held for one direction; past it the hole is given up.
  std::size_t max_out_of_order_octets = std::size_t{1} << 20;
  std::size_t max_out_of_order_segments = 256;
  /// The same for all connections together; past it the direction that came
  /// last gives up its holes.
  std::size_t max_out_of_order_octets_in_all = std::size_t{256} << 20;
};

class NetStage {
 public:
  /// `coverage` must outlive the stage.
  NetStage(const NetLimits& limits, Coverage& coverage);
  NetStage(NetStage&&) noexcept;
  NetStage& operator=(NetStage&&) noexcept;
  ~NetStage();

  /// Asked with each packet after fragments were put together; none by
  /// default. The filter must outlive the stage.
  void set_filter(const CaptureFilter* filter);

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
