#include "extract/frame_finder.h"

#include <algorithm>
#include <optional>

#include "siptriage/correlate/conversation.h"

namespace siptriage::extract {

FrameFinder::FrameFinder(const Wanted& wanted, const Limits& limits,
                         const ExtractOptions& options)
    : wanted_(wanted),
      options_(options),
      events_(limits),
      datagrams_(limits, coverage_),
      net_(limits, coverage_, options.net),
      intake_(store_, coverage_, arrivals_, events_, limits) {
  for (const FrameId frame : wanted.frames) frames_.add(frame);
  datagrams_.set_filter(options.filter);
  net_.set_filter(options.filter);
  net_.set_trace(&trace_);
  intake_.trace(&places_);
  intake_.stop_keeping();
}

bool FrameFinder::is_wanted(std::uint64_t order) const {
  return std::binary_search(wanted_.messages.begin(), wanted_.messages.end(),
                            order);
}

// Some message that the nth frame of the capture completed. Frames are asked
// about in their order.
bool FrameFinder::has_wanted(std::uint64_t frame) const {
  return next_message_ < wanted_.messages.size() &&
         wanted_.messages[next_message_] < message_order(frame + 1, 0);
}

bool FrameFinder::is_media(const Payload& payload) const {
  return options_.media &&
         (wanted_.media.hold(payload.source, payload.timestamp) ||
          wanted_.media.hold(payload.destination, payload.timestamp));
}

void FrameFinder::take(const Frame& frame) {
  const bool has_message = has_wanted(next_frame_);
  switch (datagrams_.decode(frame)) {
    case DatagramDecoder::Decoded::Counted:
      break;
    case DatagramDecoder::Decoded::NeedsStage:
      take_through_stage(frame, has_message);
      break;
    case DatagramDecoder::Decoded::Datagram:
      if (has_message) {
        frames_.add(frame.id);
      } else if (options_.media) {
        datagrams_.describe(datagram_);
        if (is_media(datagram_)) frames_.add(frame.id);
      }
      break;
  }
  ++next_frame_;
  const std::uint64_t order = message_order(next_frame_, 0);
  while (next_message_ < wanted_.messages.size() &&
         wanted_.messages[next_message_] < order) {
    ++next_message_;
  }
}

void FrameFinder::take_through_stage(const Frame& frame, bool has_message) {
  payloads_.clear();
  net_.process({&frame, 1}, payloads_);
  const bool is_whole = trace_.members.size() > 1;
  if (is_whole && frames_.has(frame.id)) frames_.add(trace_.members);
  if (is_whole && trace_.segment) add_companions(frame.id, trace_.members);
  take_payloads(message_order(next_frame_, 0), has_message);
  if (!trace_.segment) return;
  if (trace_.segment->length_octets != 0) {
    take_copies(*trace_.segment, frame.id);
  }
  if (options_.tcp) take_segment(*trace_.segment, frame.timestamp);
}

void FrameFinder::take_payloads(std::uint64_t order, bool has_message) {
  intake_.set_order(order);
  for (const Payload& payload : payloads_) {
    if (payload.kind == PayloadKind::Datagram) {
      if (has_message || is_media(payload)) frames_.add(trace_.members);
      intake_.take(payload);
      arrivals_.clear();
      places_.clear();
    } else {
      take_stream(payload);
    }
  }
}

void FrameFinder::take_stream(const Payload& payload) {
  const bool is_stream = payload.kind == PayloadKind::StreamData ||
                         payload.kind == PayloadKind::StreamGap ||
                         payload.kind == PayloadKind::StreamEnd;
  const std::uint64_t key =
      std::uint64_t{payload.stream} << 1 | payload.direction;
  if (payload.kind == PayloadKind::StreamData) {
    streams_[key].push(payload.octets.size(), payload.carrier);
  }
  intake_.take(payload);
  if (!is_stream) return;
  take_arrivals(payload);
  const auto consumed = intake_.consumed_octets(payload);
  const Way way(payload.source, payload.destination);
  if (!consumed) {
    // Its octets are not looked at any more.
    streams_.erase(key);
    copies_.erase(way);
  } else if (payload.kind == PayloadKind::StreamData) {
    streams_[key].forget_before(*consumed);
    copies_.try_emplace(way);
  }
}

// The messages that `payload` completed.
void FrameFinder::take_arrivals(const Payload& payload) {
  const std::uint64_t key =
      std::uint64_t{payload.stream} << 1 | payload.direction;
  for (std::size_t i = 0; i < arrivals_.size(); ++i) {
    const detail::StreamPlace& place = places_[i];
    const std::vector<FrameId> frames =
        streams_[key].take_message(place.end_octets, place.octets);
    if (!is_wanted(arrivals_[i].appearance.order)) continue;
    for (const FrameId frame : frames) add_with_companions(frame);
    if (options_.tcp) begin_wanted({payload.source, payload.destination});
  }
  arrivals_.clear();
  places_.clear();
}

// A segment with octets that others had: it goes with each of them.
void FrameFinder::take_copies(const FrameTrace::Segment& segment,
                              FrameId frame) {
  const auto found = copies_.find({segment.source, segment.destination});
  if (found == copies_.end()) return;
  for (const FrameId original :
       found->second.take(segment.sequence, segment.length_octets, frame)) {
    if (frames_.has(original)) {
      frames_.add(trace_.members);
    } else {
      add_companions(original, trace_.members);
    }
  }
}

void FrameFinder::add_companions(FrameId of,
                                 const std::vector<FrameId>& frames) {
  if (companion_count_ + frames.size() > kMaxCompanions) return;
  companion_count_ += frames.size();
  std::vector<FrameId>& known = companions_[of];
  known.insert(known.end(), frames.begin(), frames.end());
}

void FrameFinder::add_with_companions(FrameId frame) {
  frames_.add(frame);
  const auto found = companions_.find(frame);
  if (found == companions_.end()) return;
  frames_.add(found->second);
  companion_count_ -= found->second.size();
  companions_.erase(found);
}

// Segments without a payload. A SYN after the end begins another connection.
void FrameFinder::take_segment(const FrameTrace::Segment& segment,
                               Timestamp time) {
  const EndpointPair ends(segment.source, segment.destination);
  if (!wanted_.connections.has(ends)) return;
  Connection& connection = connections_[ends];
  if (segment.begins && connection.has_ended) connection = Connection();
  connection.has_data = connection.has_data || segment.length_octets != 0;
  const bool is_control = segment.begins || segment.ends;
  connection.has_ended = connection.has_ended || segment.ends;
  if (!is_control && segment.length_octets != 0) return;
  if (is_control ? connection.is_wanted
                 : wanted_.connections.hold(ends, time)) {
    frames_.add(trace_.members);
  } else if ((is_control || !connection.has_data) &&
             connection.opening.size() < kMaxOpeningFrames) {
    // SYN, and the acknowledgement of the other side's.
    connection.opening.insert(connection.opening.end(), trace_.members.begin(),
                              trace_.members.end());
  }
}

void FrameFinder::begin_wanted(const EndpointPair& ends) {
  Connection& connection = connections_[ends];
  connection.is_wanted = true;
  frames_.add(connection.opening);
  connection.opening.clear();
}

FrameSet FrameFinder::finish() && {
  payloads_.clear();
  trace_.members.clear();
  net_.finish(payloads_);
  take_payloads(message_order(next_frame_, 0), false);
  return std::move(frames_);
}

}  // namespace siptriage::extract
