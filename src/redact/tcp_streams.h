#pragma once
// TcpStreams: the octets of TCP connections by their sequence numbers, so that
// SIP messages that lie across segments are replaced whole, and each segment is
// given back its part.
//
//   const TcpPlace place = streams.add(ip);   // in the capture's order
//   streams.assemble(frames...);
//   streams.redact(names);                     // once to learn, once to
//   replace streams.part_of(place);

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/limits.h"
#include "siptriage/redact/pseudonyms.h"

#include "net/ip_packet.h"
#include "net/tcp_segment.h"

namespace siptriage::detail {

// Where the octets of a segment lie in its stream.
struct TcpPlace {
  std::uint32_t connection = 0;
  std::uint32_t stream = 0;
  std::int64_t offset = 0;
  std::uint32_t octets = 0;
};

class TcpStreams {
 public:
  explicit TcpStreams(const Limits& limits) : limits_(limits) {}

  // `octets` of the segment must live until redact() was called twice.
  [[nodiscard]] TcpPlace add(const IpPacket& ip, const TcpSegment& segment);
  // After the last add().
  void assemble();

  // A message was found in one of its streams, or it carried nothing at all:
  // who refused a connection may have refused SIP.
  [[nodiscard]] bool is_wanted(std::uint32_t connection) const;
  void redact(Pseudonyms& names);
  // Lifetime: until redact().
  [[nodiscard]] std::string_view part_of(const TcpPlace& place) const;
  [[nodiscard]] std::uint64_t message_count() const { return messages_; }

 private:
  // Octets without a hole.
  struct Chunk {
    std::int64_t begin = 0;
    std::string octets;
    std::vector<std::pair<std::size_t, std::size_t>> messages;  // begin, end
  };
  struct Segment {
    std::int64_t offset;
    std::string_view octets;
  };
  struct Stream {
    std::uint32_t first_sequence = 0;
    std::int64_t last_offset = 0;
    std::vector<Segment> segments;  // until assemble()
    std::vector<Chunk> chunks;      // of streams with SIP alone
  };
  struct Connection {
    // The streams of both directions that are open now.
    std::uint32_t streams[2] = {kNone, kNone};
    bool has_octets = false;
    bool has_sip = false;
  };
  static constexpr std::uint32_t kNone = 0xffffffff;
  using Key = std::pair<Endpoint, Endpoint>;  // the lesser one first

  [[nodiscard]] std::uint32_t stream_of(Connection& connection,
                                        std::size_t direction,
                                        const TcpSegment& segment);
  [[nodiscard]] bool may_be_sip(Stream& stream) const;
  void join(Stream& stream) const;
  [[nodiscard]] bool find_messages(Stream& stream);

  const Limits& limits_;
  std::map<Key, std::uint32_t> numbers_;
  std::vector<Connection> connections_;
  std::vector<Stream> streams_;
  std::vector<std::uint32_t> connection_of_;  // each stream
  std::uint64_t messages_ = 0;
};

}  // namespace siptriage::detail
