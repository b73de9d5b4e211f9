#include "redact/tcp_streams.h"

#include <algorithm>
#include <optional>
#include <span>

#include "siptriage/redact/messages.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/stream_framer.h"

namespace siptriage::detail {

TcpPlace TcpStreams::add(const IpPacket& ip, const TcpSegment& segment) {
  const Endpoint source{ip.source, segment.source_port};
  const Endpoint destination{ip.destination, segment.destination_port};
  const bool is_forward = source < destination;
  const Key key =
      is_forward ? Key(source, destination) : Key(destination, source);
  const auto [found, is_new] = numbers_.try_emplace(
      key, static_cast<std::uint32_t>(connections_.size()));
  if (is_new) connections_.emplace_back();
  Connection& connection = connections_[found->second];
  TcpPlace place;
  place.connection = found->second;
  place.stream = stream_of(connection, is_forward ? 0 : 1, segment);
  connection_of_[place.stream] = place.connection;
  Stream& stream = streams_[place.stream];
  // Sequence numbers wrap; the last one tells where about this one is.
  const auto step = static_cast<std::int32_t>(
      segment.sequence -
      (stream.first_sequence + static_cast<std::uint32_t>(stream.last_offset)));
  place.offset = stream.last_offset + step;
  place.octets = static_cast<std::uint32_t>(segment.octets.size());
  if (segment.octets.empty()) return place;
  connection.has_octets = true;
  stream.last_offset = place.offset;
  stream.segments.push_back({place.offset, segment.octets});
  return place;
}

// A SYN with another number begins a stream anew.
std::uint32_t TcpStreams::stream_of(Connection& connection,
                                    std::size_t direction,
                                    const TcpSegment& segment) {
  std::uint32_t& number = connection.streams[direction];
  const bool begins = segment.syn && number != kNone &&
                      streams_[number].first_sequence != segment.sequence;
  if (number == kNone || begins) {
    number = static_cast<std::uint32_t>(streams_.size());
    streams_.emplace_back().first_sequence = segment.sequence;
    connection_of_.push_back(0);
  }
  return number;
}

void TcpStreams::assemble() {
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    Stream& stream = streams_[i];
    std::stable_sort(
        stream.segments.begin(), stream.segments.end(),
        [](const Segment& a, const Segment& b) { return a.offset < b.offset; });
    if (may_be_sip(stream)) {
      join(stream);
      if (find_messages(stream)) connections_[connection_of_[i]].has_sip = true;
    }
    stream.segments = std::vector<Segment>();  // gives its memory back
  }
}

// As far as others look, too, before they give a stream up.
bool TcpStreams::may_be_sip(Stream& stream) const {
  std::string front;
  for (const Segment& segment : stream.segments) {
    if (front.size() >= limits_[LimitId::UndecidedOctets]) break;
    front += segment.octets;
  }
  return sip::find_start_line(front, 0) != std::string::npos;
}

void TcpStreams::join(Stream& stream) const {
  for (const Segment& segment : stream.segments) {
    if (!stream.chunks.empty()) {
      Chunk& last = stream.chunks.back();
      const std::int64_t end =
          last.begin + static_cast<std::int64_t>(last.octets.size());
      if (segment.offset <= end) {
        const auto known = static_cast<std::size_t>(end - segment.offset);
        if (known < segment.octets.size()) {
          last.octets += segment.octets.substr(known);
        }
        continue;
      }
    }
    stream.chunks.push_back({segment.offset, std::string(segment.octets), {}});
  }
}

bool TcpStreams::find_messages(Stream& stream) {
  sip::StreamFramer framer(limits_);
  bool any = false;
  for (Chunk& chunk : stream.chunks) {
    const std::string_view octets = chunk.octets;
    const auto take = [&](std::string_view message, bool in_place) {
      // What a gap ends was copied, and ends where the octets do.
      const std::size_t begin =
          in_place ? static_cast<std::size_t>(message.data() - octets.data())
                   : octets.rfind(message);
      if (begin == std::string_view::npos) return;
      chunk.messages.emplace_back(begin, begin + message.size());
      ++messages_;
      any = true;
    };
    framer.push(octets);
    while (const auto framed = framer.next()) {
      take(framed->octets, framed->in_place);
    }
    framer.gap();
    while (const auto framed = framer.next()) {
      take(framed->octets, framed->in_place);
    }
  }
  return any;
}

bool TcpStreams::is_wanted(std::uint32_t connection) const {
  return connections_[connection].has_sip ||
         !connections_[connection].has_octets;
}

void TcpStreams::redact(Pseudonyms& names) {
  for (Stream& stream : streams_) {
    for (Chunk& chunk : stream.chunks) {
      const std::span<char> octets = chunk.octets;
      std::size_t at = 0;
      for (const auto& [begin, end] : chunk.messages) {
        if (begin < at) continue;
        blank_octets(octets.subspan(at, begin - at), names);
        redact_messages(octets.subspan(begin, end - begin), names);
        at = end;
      }
      blank_octets(octets.subspan(at), names);
    }
  }
}

// Nothing of what is not known: it is blank then.
std::string_view TcpStreams::part_of(const TcpPlace& place) const {
  const std::vector<Chunk>& chunks = streams_[place.stream].chunks;
  auto chunk = std::upper_bound(
      chunks.begin(), chunks.end(), place.offset,
      [](std::int64_t offset, const Chunk& one) { return offset < one.begin; });
  if (chunk == chunks.begin()) return {};
  --chunk;
  const auto at = static_cast<std::size_t>(place.offset - chunk->begin);
  if (at >= chunk->octets.size()) return {};
  return std::string_view(chunk->octets).substr(at, place.octets);
}

}  // namespace siptriage::detail
