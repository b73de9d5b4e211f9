#include "net/tcp_reassembler.h"

#include <utility>

namespace siptriage::detail {
namespace {

bool begins_other_connection(const TcpDirection& direction,
                             const TcpSegment& segment) {
  if (segment.syn) return direction.is_other_connection(segment.sequence);
  return segment.length_octets > 0 && !segment.rst &&
         direction.is_past_end(segment.sequence, segment.length_octets);
}

}  // namespace

std::size_t TcpReassembler::KeyHash::operator()(const Key& key) const {
  return static_cast<std::size_t>(hash_of(key.low) * 31 + hash_of(key.high));
}

std::optional<SkipReason> TcpReassembler::take(const TcpPacket& packet,
                                               std::vector<Payload>& payloads) {
  const TcpSegment& segment = packet.segment;
  const std::uint8_t direction = packet.source <= packet.destination ? 0 : 1;
  const Key key = direction == 0 ? Key{packet.source, packet.destination}
                                 : Key{packet.destination, packet.source};
  Connection& connection =
      connections_[find_or_open(key, packet, direction, payloads)];
  connection.last = packet.moment;
  TcpDirection& forward = connection.directions[direction];
  TcpDirection& backward = connection.directions[1 - direction];

  const std::size_t before =
      forward.waiting_octets() + backward.waiting_octets();
  if (segment.ack && backward.has_hole()) {
    StreamOutput out =
        output(connection, direction ^ 1, packet.reassembled, payloads);
    backward.acknowledge(segment.acknowledgement, packet.moment, out);
  }
  std::optional<SkipReason> skip = SkipReason::Empty;
  if (segment.rst) {
    end_both(connection, payloads);
  } else {
    skip = take_octets(connection, direction, packet, payloads);
  }
  waiting_octets_ += forward.waiting_octets() + backward.waiting_octets();
  waiting_octets_ -= before;
  if (waiting_octets_ > limits_.max_out_of_order_octets_in_all) {
    StreamOutput out = output(connection, direction, false, payloads);
    waiting_octets_ -= forward.waiting_octets();
    forward.give_up_holes(out);
  }
  return skip;
}

std::optional<SkipReason> TcpReassembler::take_octets(
    Connection& connection, std::uint8_t direction, const TcpPacket& packet,
    std::vector<Payload>& payloads) {
  const TcpSegment& segment = packet.segment;
  TcpDirection& forward = connection.directions[direction];
  StreamOutput out =
      output(connection, direction, packet.reassembled, payloads);
  if (segment.syn) forward.take_syn(segment.sequence);
  std::optional<SkipReason> skip = SkipReason::Empty;
  if (segment.length_octets > 0) {
    switch (forward.take({segment.sequence, segment.length_octets,
                          segment.octets, packet.transient},
                         packet.moment, limits_, out)) {
      case TcpDirection::Taken::GivenOut:
      case TcpDirection::Taken::Waiting:
        skip.reset();
        break;
      case TcpDirection::Taken::Old:
        skip = SkipReason::TcpRetransmission;
        break;
      case TcpDirection::Taken::KeepAlive:
        break;
      case TcpDirection::Taken::Cut:
        skip = SkipReason::SnapLength;
        break;
      case TcpDirection::Taken::Abandoned:
        skip = connection.abandoned_as[direction];
        break;
    }
  }
  if (segment.fin) {
    forward.take_fin(segment.sequence + segment.length_octets, packet.moment,
                     out);
  }
  return skip;
}

void TcpReassembler::finish(std::vector<Payload>& payloads) {
  while (oldest_ != kNoSlot) close(oldest_, payloads);
}

void TcpReassembler::abandon(StreamId stream, std::uint8_t direction,
                             SkipReason reason) {
  const auto found = by_stream_.find(stream);
  if (found == by_stream_.end() || direction > 1) return;
  Connection& connection = connections_[found->second];
  waiting_octets_ -= connection.directions[direction].waiting_octets();
  connection.directions[direction].abandon();
  connection.abandoned_as[direction] = reason;
}

TcpReassembler::Slot TcpReassembler::find_or_open(
    const Key& key, const TcpPacket& packet, std::uint8_t direction,
    std::vector<Payload>& payloads) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return open(key, payloads);
  const Slot slot = found->second;
  if (begins_other_connection(connections_[slot].directions[direction],
                              packet.segment)) {
    close(slot, payloads);
    return open(key, payloads);
  }
  if (slot != newest_) {
    unlink(slot);
    link_newest(slot);
  }
  return slot;
}

TcpReassembler::Slot TcpReassembler::open(const Key& key,
                                          std::vector<Payload>& payloads) {
  if (by_key_.size() >= limits_.max_tcp_connections && oldest_ != kNoSlot) {
    close(oldest_, payloads);
  }
  Slot slot = static_cast<Slot>(connections_.size());
  if (free_slots_.empty()) {
    connections_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Connection& connection = connections_[slot];
  connection.key = key;
  connection.stream = next_stream_++;
  by_key_.emplace(key, slot);
  by_stream_.emplace(connection.stream, slot);
  link_newest(slot);
  ++coverage_.tcp_connections;
  return slot;
}

void TcpReassembler::close(Slot slot, std::vector<Payload>& payloads) {
  Connection& connection = connections_[slot];
  for (const TcpDirection& direction : connection.directions) {
    waiting_octets_ -= direction.waiting_octets();
  }
  end_both(connection, payloads);
  unlink(slot);
  by_key_.erase(connection.key);
  by_stream_.erase(connection.stream);
  connection = Connection();
  free_slots_.push_back(slot);
}

void TcpReassembler::unlink(Slot slot) {
  const Connection& connection = connections_[slot];
  (connection.older == kNoSlot ? oldest_
                               : connections_[connection.older].newer) =
      connection.newer;
  (connection.newer == kNoSlot ? newest_
                               : connections_[connection.newer].older) =
      connection.older;
}

void TcpReassembler::link_newest(Slot slot) {
  Connection& connection = connections_[slot];
  connection.older = newest_;
  connection.newer = kNoSlot;
  (newest_ == kNoSlot ? oldest_ : connections_[newest_].newer) = slot;
  newest_ = slot;
}

void TcpReassembler::end_both(Connection& connection,
                              std::vector<Payload>& payloads) {
  for (const std::uint8_t direction : {std::uint8_t{0}, std::uint8_t{1}}) {
    StreamOutput out = output(connection, direction, false, payloads);
    connection.directions[direction].end(connection.last, out);
  }
}

StreamOutput TcpReassembler::output(const Connection& connection,
                                    std::uint8_t direction, bool reassembled,
                                    std::vector<Payload>& payloads) {
  const Endpoint& low = connection.key.low;
  const Endpoint& high = connection.key.high;
  return {payloads,
          transient_,
          {connection.stream, direction, reassembled,
           direction == 0 ? low : high, direction == 0 ? high : low}};
}

}  // namespace siptriage::detail
