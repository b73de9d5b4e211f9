#pragma once
// FrameFinder: goes over a capture once more, for the frames of what is wanted.
//
//   FrameFinder finder(wanted, limits, options);
//   for each frame of the timeline: finder.take(frame);
//   FrameSet frames = std::move(finder).finish();
//
// It takes frames apart as the analysis did, in the same order and under the
// same limits, so that messages have the same Appearance::order.

#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/capture/frame.h"
#include "siptriage/net/datagram_decoder.h"
#include "siptriage/net/net_stage.h"

#include "analyze/message_intake.h"
#include "extract/frame_set.h"
#include "extract/segment_copies.h"
#include "extract/stream_frames.h"
#include "extract/wanted.h"

namespace siptriage::extract {

// Frames of TCP that go with another one, as fragments or copies of it, before
// it is known whether that is wanted; more are not found.
inline constexpr std::size_t kMaxCompanions = 1'000'000;
// Segments without a payload before the first message of a connection.
inline constexpr std::size_t kMaxOpeningFrames = 16;

class FrameFinder {
 public:
  // All must outlive the finder.
  FrameFinder(const Wanted& wanted, const Limits& limits,
              const ExtractOptions& options);

  void take(const Frame& frame);
  [[nodiscard]] FrameSet finish() &&;

 private:
  // ExtractOptions::tcp: between two ends, since the last SYN.
  struct Connection {
    std::vector<FrameId> opening;
    bool is_wanted = false;
    bool has_data = false;
    bool has_ended = false;
  };

  [[nodiscard]] bool is_wanted(std::uint64_t order) const;
  [[nodiscard]] bool has_wanted(std::uint64_t frame) const;
  [[nodiscard]] bool is_media(const Payload& payload) const;
  void take_through_stage(const Frame& frame, bool has_message);
  void take_payloads(std::uint64_t order, bool has_message);
  void take_stream(const Payload& payload);
  void take_arrivals(const Payload& payload);
  void take_segment(const FrameTrace::Segment& segment, Timestamp time);
  void begin_wanted(const EndpointPair& ends);
  void take_copies(const FrameTrace::Segment& segment, FrameId frame);
  void add_companions(FrameId of, const std::vector<FrameId>& frames);
  void add_with_companions(FrameId frame);

  const Wanted& wanted_;
  const ExtractOptions& options_;
  FrameSet frames_;
  std::uint64_t next_frame_ = 0;
  std::size_t next_message_ = 0;  // of wanted_.messages

  // As Pipeline has them.
  Coverage coverage_;
  OctetStore store_;
  NetworkEvents events_;
  std::vector<detail::Arrival> arrivals_;
  std::vector<detail::StreamPlace> places_;
  DatagramDecoder datagrams_;
  NetStage net_;
  detail::MessageIntake intake_;
  std::vector<Payload> payloads_;
  Payload datagram_;
  FrameTrace trace_;

  std::unordered_map<std::uint64_t, StreamFrames> streams_;
  std::unordered_map<Way, SegmentCopies, HashOfEnds> copies_;  // of streams_
  std::map<FrameId, std::vector<FrameId>> companions_;
  std::size_t companion_count_ = 0;
  std::unordered_map<EndpointPair, Connection, HashOfEnds> connections_;
};

}  // namespace siptriage::extract
