#include "tools/tcp_connection.h"

namespace siptriage::testing {

std::vector<TimedSegment> TcpConnection::open(std::chrono::nanoseconds at,
                                              std::uint16_t max_segment_size) {
  std::vector<TimedSegment> segments;
  TcpSegment syn;
  syn.syn = true;
  syn.max_segment_size = max_segment_size;
  segments.push_back(encode(client_, at, syn));
  ++client_.next_sequence;  // a SYN counts as one octet (RFC 9293 3.4)
  syn.ack = true;
  segments.push_back(encode(server_, at + kTcpHopTime, syn));
  ++server_.next_sequence;
  TcpSegment ack;
  ack.ack = true;
  segments.push_back(encode(client_, at + 2 * kTcpHopTime, ack));
  return segments;
}

std::vector<TimedSegment> TcpConnection::refuse(
    std::chrono::nanoseconds at, std::uint16_t max_segment_size) {
  std::vector<TimedSegment> segments = open(at, max_segment_size);
  segments.resize(1);
  server_.next_sequence = 0;  // nothing was sent yet (RFC 9293 3.10.7.1)
  TcpSegment rst;
  rst.rst = true;
  rst.ack = true;
  segments.push_back(encode(server_, at + kTcpHopTime, rst));
  return segments;
}

std::vector<TimedSegment> TcpConnection::send(const SocketAddress& from,
                                              std::chrono::nanoseconds at,
                                              const TcpData& data) {
  Peer& sender = peer_at(from);
  std::vector<TimedSegment> pieces;
  std::string_view rest = data.payload;
  for (const std::size_t size : data.segment_octets) {
    TcpSegment segment;
    segment.ack = true;
    segment.psh = size == rest.size();
    pieces.push_back(encode(sender, at, segment, rest.substr(0, size)));
    sender.next_sequence += static_cast<std::uint32_t>(size);
    rest.remove_prefix(size);
  }
  std::vector<TimedSegment> segments;
  for (const std::size_t index : data.wire_order) {
    segments.push_back(pieces[index]);
    segments.back().at = at;
    at += data.pace;
  }
  if (segments.empty()) return segments;
  TcpSegment ack;
  ack.ack = true;
  segments.push_back(
      encode(other(sender), segments.back().at + kTcpHopTime, ack));
  return segments;
}

std::vector<TimedSegment> TcpConnection::close(const SocketAddress& from,
                                               std::chrono::nanoseconds at) {
  Peer& closer = peer_at(from);
  Peer& peer = other(closer);
  TcpSegment fin;
  fin.fin = true;
  fin.ack = true;
  std::vector<TimedSegment> segments;
  segments.push_back(encode(closer, at, fin));
  ++closer.next_sequence;
  segments.push_back(encode(peer, at + kTcpHopTime, fin));
  ++peer.next_sequence;
  TcpSegment ack;
  ack.ack = true;
  segments.push_back(encode(closer, at + 2 * kTcpHopTime, ack));
  return segments;
}

std::vector<TimedSegment> TcpConnection::reset(const SocketAddress& from,
                                               std::chrono::nanoseconds at) {
  TcpSegment rst;
  rst.rst = true;
  rst.ack = true;
  return {encode(peer_at(from), at, rst)};
}

TimedSegment TcpConnection::encode(const Peer& peer,
                                   std::chrono::nanoseconds at,
                                   TcpSegment segment,
                                   std::string_view payload) {
  const Peer& receiver = other(peer);
  segment.sequence = peer.next_sequence;
  segment.acknowledgement = receiver.next_sequence;
  return {at, peer.address, receiver.address,
          encode_tcp_segment(peer.address, receiver.address, segment, payload)};
}

}  // namespace siptriage::testing
