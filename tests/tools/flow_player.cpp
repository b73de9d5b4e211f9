#include "tools/flow_player.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "tools/ip_packet.h"
#include "tools/tcp_connection.h"

namespace siptriage::testing {
namespace {

constexpr std::chrono::microseconds kSecondSight{50};
constexpr std::chrono::milliseconds kIcmpTime{1};
constexpr std::uint32_t kSequenceStep = 100'000'000;

/// Indices of the pieces as they go on the wire.
std::vector<std::size_t> resolve_order(const FlowEvent& event,
                                       std::size_t piece_count) {
  std::vector<std::size_t> indices;
  for (const std::size_t piece : event.order.pieces) {
    if (piece > piece_count) {
      fail(event.line, "'order' names piece " + std::to_string(piece) +
                           ", but the message makes " +
                           std::to_string(piece_count));
    }
    indices.push_back(piece - 1);
  }
  if (!indices.empty()) return indices;
  for (std::size_t i = 0; i < piece_count; ++i) indices.push_back(i);
  if (event.order.is_reversed) std::ranges::reverse(indices);
  return indices;
}

class FlowPlayer {
 public:
  explicit FlowPlayer(const FlowScript& script) : script_(script) {}
  std::vector<CapturedFrame> play();

 private:
  using EndPair = std::pair<SocketAddress, SocketAddress>;

  void play_udp(const FlowEvent& event);
  void play_death(const FlowEvent& event, std::string_view packet);
  void play_tcp(const FlowEvent& event);
  void play_refusal(const FlowEvent& event);
  TcpConnection new_connection(const FlowEvent& event);
  TcpData cut_segments(const FlowEvent& event) const;
  void see_segments(const FlowEvent& event,
                    const std::vector<TimedSegment>& segments);
  void see_packet(const FlowEvent& event, std::chrono::nanoseconds at,
                  const std::string& packet);
  std::uint16_t next_identification(const IpAddress& from);
  std::size_t max_segment_size(const FlowEvent& event) const;

  const FlowScript& script_;
  std::vector<CapturedFrame> frames_;
  std::map<IpAddress, std::uint16_t> identifications_;
  std::map<EndPair, TcpConnection> connections_;
  std::uint32_t connection_count_ = 0;
};

std::vector<CapturedFrame> FlowPlayer::play() {
  for (const FlowEvent& event : script_.events) {
    if (event.transport == Transport::Udp) {
      play_udp(event);
    } else {
      play_tcp(event);
    }
  }
  std::ranges::stable_sort(frames_, {}, &CapturedFrame::at);
  return std::move(frames_);
}

void FlowPlayer::play_udp(const FlowEvent& event) {
  if (event.payload.size() + kUdpHeaderOctets > kMaxIpPayloadOctets) {
    fail(event.line, "the message is too large for a UDP datagram");
  }
  IpHeader header;
  header.from = event.from.ip;
  header.to = event.to.ip;
  header.protocol = kProtocolUdp;
  header.identification = next_identification(event.from.ip);
  header.mtu = script_.mtu;
  const auto packets = encode_ip_packets(
      header, encode_udp_datagram(event.from, event.to, event.payload));
  std::chrono::nanoseconds at = event.at;
  for (const std::size_t index : resolve_order(event, packets.size())) {
    see_packet(event, at, packets[index]);
    at += event.order.pace;
  }
  if (event.death) play_death(event, packets.front());
}

void FlowPlayer::play_death(const FlowEvent& event, std::string_view packet) {
  IpHeader header;
  header.from = event.death->reporter;
  header.to = event.from.ip;
  header.protocol = header.to.is_ipv6 ? kProtocolIcmpv6 : kProtocolIcmp;
  header.identification = next_identification(header.from);
  header.mtu = kMaxIpPayloadOctets;
  const std::string error = encode_icmp_error(*event.death, header.to, packet);
  for (const std::string& whole : encode_ip_packets(header, error)) {
    see_packet(event, event.at + kIcmpTime, whole);
  }
}

void FlowPlayer::play_refusal(const FlowEvent& event) {
  TcpConnection connection = new_connection(event);
  see_segments(event, connection.refuse(
                          event.at,
                          static_cast<std::uint16_t>(max_segment_size(event))));
}

void FlowPlayer::play_tcp(const FlowEvent& event) {
  if (event.action == TcpAction::Refuse) return play_refusal(event);
  const EndPair ends = std::minmax(event.from, event.to);
  std::chrono::nanoseconds at = event.at;
  auto found = connections_.find(ends);
  if (found == connections_.end()) {
    found = connections_.emplace(ends, new_connection(event)).first;
    if (!event.is_midstream) {
      const auto size = static_cast<std::uint16_t>(max_segment_size(event));
      see_segments(event, found->second.open(at, size));
      at += 3 * kTcpHopTime;
    }
  }
  TcpConnection& connection = found->second;
  switch (event.action) {
    case TcpAction::Open:
      return;
    case TcpAction::Send:
      see_segments(event, connection.send(event.from, at, cut_segments(event)));
      return;
    case TcpAction::Close:
      see_segments(event, connection.close(event.from, at));
      break;
    case TcpAction::Reset:
      see_segments(event, connection.reset(event.from, at));
      break;
    case TcpAction::Refuse:
      return;
  }
  connections_.erase(found);
}

TcpConnection FlowPlayer::new_connection(const FlowEvent& event) {
  const std::uint32_t step = kSequenceStep * ++connection_count_;
  const std::uint32_t sequence = script_.first_sequence.value_or(step);
  const std::uint32_t other = script_.first_sequence.value_or(step * 3);
  return {event.from, event.to, sequence, other};
}

TcpData FlowPlayer::cut_segments(const FlowEvent& event) const {
  TcpData data{event.payload, event.segment_octets, {}, event.order.pace};
  std::size_t rest = event.payload.size();
  for (const std::size_t size : data.segment_octets) {
    if (size > rest) {
      fail(event.line, "the segments hold more than the message, which has " +
                           std::to_string(event.payload.size()) + " octets");
    }
    rest -= size;
  }
  const bool takes_rest =
      event.has_rest_segment || event.segment_octets.empty();
  if (rest > 0 && !takes_rest) {
    fail(event.line, "the segments leave " + std::to_string(rest) +
                         " octets of the message; add 'rest'");
  }
  for (const std::size_t most = max_segment_size(event); rest > 0;) {
    data.segment_octets.push_back(std::min(rest, most));
    rest -= data.segment_octets.back();
  }
  data.wire_order = resolve_order(event, data.segment_octets.size());
  return data;
}

void FlowPlayer::see_segments(const FlowEvent& event,
                              const std::vector<TimedSegment>& segments) {
  for (const TimedSegment& segment : segments) {
    IpHeader header;
    header.from = segment.from.ip;
    header.to = segment.to.ip;
    header.protocol = kProtocolTcp;
    header.identification = next_identification(segment.from.ip);
    header.mtu = kMaxIpPayloadOctets;  // TCP cut it already
    for (const auto& packet : encode_ip_packets(header, segment.octets)) {
      see_packet(event, segment.at, packet);
    }
  }
}

void FlowPlayer::see_packet(const FlowEvent& event, std::chrono::nanoseconds at,
                            const std::string& packet) {
  CapturedFrame frame;
  frame.at = script_.start + at;
  frame.link = event.link;
  frame.octets = encode_frame(script_.links.at(event.link),
                              script_.format.byte_order, packet);
  frames_.push_back(frame);
  if (!event.is_seen_twice) return;
  frame.at += kSecondSight;
  frames_.push_back(std::move(frame));
}

/// Each address starts elsewhere, so that the sides are told apart by eye.
std::uint16_t FlowPlayer::next_identification(const IpAddress& from) {
  const auto first =
      static_cast<std::uint16_t>(from.octets[from.size() - 1] * 0x100);
  return ++identifications_.try_emplace(from, first).first->second;
}

std::size_t FlowPlayer::max_segment_size(const FlowEvent& event) const {
  const std::size_t ip_header =
      event.from.ip.is_ipv6 ? kIpv6HeaderOctets : kIpv4HeaderOctets;
  const std::size_t headers = ip_header + kTcpHeaderOctets;
  return script_.mtu > headers ? script_.mtu - headers : 1;
}

}  // namespace

ScriptResult<std::vector<CapturedFrame>> play_flow(const FlowScript& script) {
  try {
    return FlowPlayer(script).play();
  } catch (const ScriptFailure& failure) {
    return failure.error;
  }
}

}  // namespace siptriage::testing
