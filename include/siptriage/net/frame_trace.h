#pragma once
/// FrameTrace: which frames a packet was made of, and what TCP segment it held;
/// for who copies frames, after NetStage::set_trace().
///
///     FrameTrace trace;
///     net.set_trace(&trace);
///     net.process({&frame, 1}, payloads);    // one frame at a time
///     for (const FrameId id : trace.members) ...
///
/// Says nothing of frames that were waited for in vain.

#include <cstdint>
#include <optional>
#include <vector>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"

namespace siptriage {

struct FrameTrace {
  struct Segment {
    Endpoint source;
    Endpoint destination;
    std::uint32_t sequence = 0;       // of its first octet
    std::uint32_t length_octets = 0;  // of its payload
    bool begins = false;              // SYN
    bool ends = false;                // FIN or RST
  };

  /// The frame processed last, and before it the fragments that it made whole.
  std::vector<FrameId> members;
  /// None: no TCP, or not yet whole.
  std::optional<Segment> segment;
};

}  // namespace siptriage
