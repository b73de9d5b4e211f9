#include "net/tcp_reassembler.h"

#include <algorithm>
#include <utility>

namespace siptriage::detail {
namespace {

bool begins_other_connection(const TcpDirection& direction,
                             const TcpSegment& segment) {
  if (segment.syn && direction.is_other_connection(segment.sequence)) {
    return true;
  }
  return segment.length_octets > 0 && !segment.rst &&
         direction.is_past_end(segment.sequence, segment.length_octets);
}

}  // namespace

std::uint64_t TcpReassembler::hash_of_key(const Key& key) {
  return hash_of(key.low) * 31 + hash_of(key.high);
}

std::uint64_t TcpReassembler::hash_of_stream(StreamId stream) {
  return fold_product(stream + std::uint64_t{1}, 0x9E3779B97F4A7C15);
}

std::optional<SkipReason> TcpReassembler::take(const TcpPacket& packet,
                                               std::vector<Payload>& payloads) {
  const TcpSegment& segment = packet.segment;
  const std::uint8_t direction = packet.source <= packet.destination ? 0 : 1;
  const Key key = direction == 0 ? Key{packet.source, packet.destination}
                                 : Key{packet.destination, packet.source};
  Connection& connection =
      connections_[find_or_open(key, packet, direction, payloads)];
  connection.last_use = ++segments_;
  connection.last = packet.moment;
  const TcpDirection& forward = connection.directions[direction];
  const TcpDirection& backward = connection.directions[1 - direction];

  const std::size_t before =
      forward.waiting_octets() + backward.waiting_octets();
  if (segment.ack && backward.has_hole()) {
    acknowledge(connection, direction, packet, payloads);
  }
  std::optional<SkipReason> skip = SkipReason::Empty;
  if (segment.rst) {
    tell_reset(connection, direction, packet, payloads);
    end_both(connection, payloads);
  } else {
    skip = take_octets(connection, direction, packet, payloads);
  }
  waiting_octets_ += forward.waiting_octets() + backward.waiting_octets();
  waiting_octets_ -= before;
  if (waiting_octets_ > limits_[LimitId::OutOfOrderTotal]) {
    give_up_in_all(connection, direction, payloads);
  }
  return skip;
}

// The peer's octets that `packet` acknowledges.
void TcpReassembler::acknowledge(Connection& connection, std::uint8_t direction,
                                 const TcpPacket& packet,
                                 std::vector<Payload>& payloads) {
  StreamOutput out =
      output(connection, direction ^ 1, packet.reassembled, payloads);
  connection.directions[1 - direction].acknowledge(
      packet.segment.acknowledgement, packet.moment, out);
}

void TcpReassembler::give_up_in_all(Connection& connection,
                                    std::uint8_t direction,
                                    std::vector<Payload>& payloads) {
  TcpDirection& forward = connection.directions[direction];
  StreamOutput out = output(connection, direction, false, payloads);
  waiting_octets_ -= forward.waiting_octets();
  forward.give_up_holes(out, LimitId::OutOfOrderTotal);
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
    switch (
        forward.take({segment.sequence, segment.length_octets, segment.octets,
                      packet.transient, packet.moment.frame},
                     packet.moment, out)) {
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
  std::vector<Use> open;
  for (const Use& use : uses_) {
    open.push_back({connections_[use.slot].last_use, use.slot});
  }
  std::sort(open.begin(), open.end(),
            [](const Use& a, const Use& b) { return a.at_least < b.at_least; });
  for (const Use& use : open) close(use.slot, payloads);
  uses_.clear();
  connections_.clear();
  free_slots_.clear();
}

void TcpReassembler::abandon(StreamId stream, std::uint8_t direction,
                             SkipReason reason) {
  const Slot slot = by_stream_.find(hash_of_stream(stream), [&](Slot s) {
    return connections_[s].stream == stream;
  });
  if (slot == SlotTable::kNone || direction > 1) return;
  Connection& connection = connections_[slot];
  waiting_octets_ -= connection.directions[direction].waiting_octets();
  connection.directions[direction].abandon();
  connection.abandoned_as[direction] = reason;
}

TcpReassembler::Slot TcpReassembler::find_or_open(
    const Key& key, const TcpPacket& packet, std::uint8_t direction,
    std::vector<Payload>& payloads) {
  Slot slot = last_slot_;
  if (slot >= connections_.size() || !(connections_[slot].key == key)) {
    const std::uint64_t hash = hash_of_key(key);
    slot =
        by_key_.find(hash, [&](Slot s) { return connections_[s].key == key; });
    if (slot == SlotTable::kNone) slot = open(key, hash, payloads);
    last_slot_ = slot;
  }
  if (begins_other_connection(connections_[slot].directions[direction],
                              packet.segment)) {
    close(slot, payloads);
    last_slot_ = slot = open(key, hash_of_key(key), payloads);
  }
  return slot;
}

TcpReassembler::Slot TcpReassembler::open(const Key& key, std::uint64_t hash,
                                          std::vector<Payload>& payloads) {
  if (by_key_.size() >= limits_[LimitId::TcpConnections]) {
    coverage_.limits_reached.add(LimitId::TcpConnections);
    close(longest_silent(), payloads);
  }
  auto slot = static_cast<Slot>(connections_.size());
  if (free_slots_.empty()) {
    connections_.emplace_back();
    uses_.push_back({segments_, slot});
    std::push_heap(uses_.begin(), uses_.end());
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Connection& connection = connections_[slot];
  connection.key = key;
  connection.stream = next_stream_++;
  by_key_.insert(hash, slot);
  by_stream_.insert(hash_of_stream(connection.stream), slot);
  ++coverage_.tcp_connections;
  return slot;
}

// What the heap knows is older than what is true, never newer: what is in
// front and true is the oldest of all.
TcpReassembler::Slot TcpReassembler::longest_silent() {
  while (true) {
    const Use front = uses_.front();
    const std::uint64_t last_use = connections_[front.slot].last_use;
    if (last_use == front.at_least) return front.slot;
    std::pop_heap(uses_.begin(), uses_.end());
    uses_.back().at_least = last_use;
    std::push_heap(uses_.begin(), uses_.end());
  }
}

void TcpReassembler::close(Slot slot, std::vector<Payload>& payloads) {
  Connection& connection = connections_[slot];
  for (const TcpDirection& direction : connection.directions) {
    waiting_octets_ -= direction.waiting_octets();
  }
  end_both(connection, payloads);
  by_key_.erase(hash_of_key(connection.key), slot);
  by_stream_.erase(hash_of_stream(connection.stream), slot);
  connection = Connection();
  free_slots_.push_back(slot);
}

// `packet` is a reset; what is sent against its direction is lost from now on.
// Resets of what has ended both ways already are not told: one a segment that
// was still under way.
void TcpReassembler::tell_reset(const Connection& connection,
                                std::uint8_t direction, const TcpPacket& packet,
                                std::vector<Payload>& payloads) {
  const TcpDirection& forward = connection.directions[direction];
  const TcpDirection& backward = connection.directions[1 - direction];
  if (forward.has_ended() && backward.has_ended()) return;
  const bool is_refusal = backward.has_started() && !forward.has_started() &&
                          !backward.has_given_out();
  Payload& payload = payloads.emplace_back();
  payload.kind = PayloadKind::NetworkError;
  payload.transport = Transport::Tcp;
  payload.direction = direction ^ 1;
  payload.stream = connection.stream;
  payload.source = packet.destination;
  payload.destination = packet.source;
  payload.frame = packet.moment.frame;
  payload.timestamp = packet.moment.timestamp;
  payload.identity = packet.moment.identity;
  payload.error = {is_refusal ? NetworkErrorKind::ConnectionRefused
                              : NetworkErrorKind::ConnectionReset,
                   packet.source.address, 0};
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
          limits_,
          coverage_.limits_reached,
          {connection.stream, direction, reassembled,
           direction == 0 ? low : high, direction == 0 ? high : low}};
}

}  // namespace siptriage::detail
