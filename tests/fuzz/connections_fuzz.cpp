// Any segments, of a few connections, with any flags and numbers:
//
//   u8 options | segments: u8 who, u8 flags, u16 sequence, u16 acknowledgement,
//                          u8 octets
//
// What is held: whatever is sent, a direction of a stream tells its end once,
// and nothing behind it; no two gaps follow each other; no more octets come
// out than went in; what nobody wants any more does not come; and no frame is
// counted twice.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/fuzz.h"
#include "unit/net/packets.h"

namespace siptriage::fuzz {
namespace {

struct Direction {
  bool ended = false;
  bool after_gap = false;
  bool abandoned = false;
};

class Watch {
 public:
  explicit Watch(testing::Wire& wire) : wire_(wire) {}

  // Looks at what came since the last time.
  void look() {
    for (; next_ < wire_.payloads.size(); ++next_) check(wire_.payloads[next_]);
  }
  // Of the payload seen last.
  void abandon_last() {
    if (wire_.payloads.empty()) return;
    const Payload& last = wire_.payloads.back();
    wire_.net.abandon_stream(last.stream, last.direction);
    directions_[{last.stream, last.direction}].abandoned = true;
  }
  [[nodiscard]] std::size_t octets() const { return octets_; }

 private:
  void check(const Payload& payload) {
    // A reset belongs to the connection, and comes before its ends.
    if (payload.kind == PayloadKind::NetworkError) return;
    Direction& direction = directions_[{payload.stream, payload.direction}];
    require(payload.direction <= 1, "a connection has two directions");
    require(!direction.ended, "nothing comes behind the end");
    require(!direction.abandoned || payload.kind == PayloadKind::StreamEnd,
            "only its end is told of an abandoned direction");
    const bool is_gap = payload.kind == PayloadKind::StreamGap;
    require(!is_gap || !direction.after_gap, "a gap is told once");
    direction.after_gap = is_gap;
    direction.ended = payload.kind == PayloadKind::StreamEnd;
    octets_ += wire_.octets[next_].size();
  }

  testing::Wire& wire_;
  std::size_t next_ = 0;
  std::size_t octets_ = 0;
  std::map<std::pair<StreamId, std::uint8_t>, Direction> directions_;
};

Limits limits_of(std::uint8_t options) {
  Limits limits;
  if ((options & 1) != 0) {
    limits.set(LimitId::TcpConnections, 2);
    limits.set(LimitId::OutOfOrderSegments, 3);
    limits.set(LimitId::OutOfOrderOctets, 300);
    limits.set(LimitId::OutOfOrderTotal, 400);
  }
  return limits;
}

std::string segment_of(Choices& choices, std::size_t& octets_sent) {
  const std::uint8_t who = choices.u8();
  const bool from_client = (who & 1) != 0;
  testing::TcpOptions tcp;
  tcp.source_port = 40000U + (who >> 1 & 3U);
  tcp.destination_port = 5060;
  tcp.flags = choices.u8() & 0x3fU;
  // Near each other, where they wrap, and now and then far away.
  tcp.sequence = 0xffffff00U + choices.u16() * ((who & 64U) != 0 ? 65521U : 1U);
  tcp.acknowledgement = 0xffffff00U + choices.u16();
  testing::Ipv4Options ip;
  ip.protocol = 6;
  if (!from_client) {
    std::swap(tcp.source_port, tcp.destination_port);
    std::swap(ip.source, ip.destination);
  }
  const std::string octets(choices.u8(), 'x');
  octets_sent += octets.size();
  return testing::ipv4(ip, testing::tcp(tcp, octets));
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const std::uint8_t options = choices.u8();
  testing::Wire wire(limits_of(options));
  wire.transient = (options & 2) != 0;
  Watch watch(wire);
  std::size_t sent = 0;
  while (!choices.empty()) {
    const std::uint8_t next = static_cast<std::uint8_t>(choices.rest()[0]);
    const std::string packet = segment_of(choices, sent);
    const std::size_t cut = (next & 32) != 0 ? packet.size() % 16 : 0;
    wire.feed(std::string_view(packet).substr(0, packet.size() - cut),
              LinkType::RawIp, cut);
    watch.look();
    if ((next & 128) != 0) watch.abandon_last();
  }
  wire.finish();
  watch.look();
  require(watch.octets() <= sent, "no more octets come out than went in");
  require(wire.skipped_in_all() <= wire.last_frame,
          "no frame is counted twice");
}

}  // namespace siptriage::fuzz
