#pragma once
// TcpDirection: one direction of a TCP connection, put in order.
//
// Octets at the expected sequence number are given out at once; those beyond
// a hole wait until the hole is filled or given up:
//
//        given out     hole     waiting
//     ...==========|.........|=========|
//                  next_     waiting_.front()
//
// A hole is given up, and a StreamGap given out for it, when the peer
// acknowledges octets beyond it (it has them, the capture does not), when it is
// too large or too old to be loss that is made good, at a limit, and at the
// end. Octets of such a hole that come all the same (the capture was put in
// another order) are given out between two gaps.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "siptriage/base/limits.h"

#include "net/stream_output.h"

namespace siptriage::detail {

// No window reaches further (RFC 7323 2.3): what is farther away belongs to
// another connection, or to a part of this one that the capture left out.
inline constexpr std::int32_t kMaxWindowOctets = std::int32_t{1} << 30;

// Octets that are still taken if they come before the first octet seen of a
// connection without its SYN: as far as a window reaches that is not scaled.
inline constexpr std::uint32_t kMaxOctetsBeforeStart = 65535;

// What is missing in a larger hole was not lost on the way, but left out of the
// capture, such as the messages of other people's calls over a shared
// connection; no sender of SIP is so far ahead of what arrived.
inline constexpr std::int32_t kMaxHoleOctets = 65535;
// How long what waits behind a hole is of use in order: 64*T1, after which a
// SIP transaction has given up.
inline constexpr Duration kMaxHoleAge = std::chrono::seconds(32);

// Octets of a segment, or a part of them.
struct TcpOctets {
  std::uint32_t sequence = 0;
  std::uint32_t length_octets = 0;  // more than octets.size(): cut
  std::string_view octets;
  bool transient = false;
  FrameId frame;
};

class TcpDirection {
 public:
  enum class Taken : std::uint8_t {
    GivenOut,
    Waiting,    // behind a hole
    Old,        // all its octets were seen before
    KeepAlive,  // the octet before the next one, again (RFC 9293 3.8.4)
    Cut,        // its octets were not captured
    Abandoned,
  };

  // Both true: this segment begins another connection between the same
  // endpoints. `sequence` is that of the first octet.
  [[nodiscard]] bool is_other_connection(std::uint32_t syn_sequence) const;
  [[nodiscard]] bool is_past_end(std::uint32_t sequence,
                                 std::uint32_t length) const;

  void take_syn(std::uint32_t sequence);
  [[nodiscard]] Taken take(const TcpOctets& segment, const Moment& moment,
                           StreamOutput& out);
  // `sequence` is that of the FIN itself.
  void take_fin(std::uint32_t sequence, const Moment& moment,
                StreamOutput& out);
  // The peer has everything before `sequence`.
  void acknowledge(std::uint32_t sequence, const Moment& moment,
                   StreamOutput& out);
  // Gives out what waits, with gaps; counts those under `limit`, if there is
  // one.
  void give_up_holes(StreamOutput& out, std::optional<LimitId> limit = {});
  // The same, then the end.
  void end(const Moment& moment, StreamOutput& out);
  // Octets are no longer wanted.
  void abandon();

  // Something waits: an acknowledgement may matter.
  [[nodiscard]] bool has_hole() const {
    return !waiting_.empty() || (has_fin_ && !ended_);
  }
  [[nodiscard]] std::size_t waiting_octets() const { return waiting_octets_; }
  [[nodiscard]] bool has_started() const { return started_; }
  [[nodiscard]] bool has_given_out() const { return has_given_out_; }
  [[nodiscard]] bool has_ended() const { return ended_; }

 private:
  struct Piece {
    TcpOctets octets;
    std::unique_ptr<char[]> copy;  // null: the octets stay where they are
    Moment moment;
  };

  // Sequence numbers from `begin` up to `end`.
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  void start(std::uint32_t sequence);
  [[nodiscard]] std::int32_t ahead_of(std::uint32_t sequence) const {
    return static_cast<std::int32_t>(sequence - next_);
  }
  [[nodiscard]] bool wait(const TcpOctets& segment, const Moment& moment);
  void insert(std::size_t index, const TcpOctets& segment, std::uint32_t begin,
              std::uint32_t end, const Moment& moment);
  void give_out(const TcpOctets& piece, const Moment& moment,
                StreamOutput& out);
  void give_out_waiting(const Moment* completed_by, StreamOutput& out);
  [[nodiscard]] bool give_out_late(const TcpOctets& segment,
                                   const Moment& moment, StreamOutput& out);
  void give_up_past_hope(const Moment& moment, StreamOutput& out);
  void give_up_past_limits(StreamOutput& out);
  void remember_unseen(Range hole, std::uint64_t most);
  void forget_oldest_unseen();
  [[nodiscard]] bool is_forgotten(const TcpOctets& segment) const;
  void give_up_hole(StreamOutput& out);
  void note_gap(const Moment& moment, StreamOutput& out);
  void end_if_complete(const Moment& moment, StreamOutput& out);

  std::uint32_t first_ = 0;  // sequence number of the first octet
  std::uint32_t next_ = 0;   // of the next octet to give out
  std::uint32_t fin_ = 0;
  bool started_ = false;
  bool has_fin_ = false;
  bool ended_ = false;
  bool abandoned_ = false;
  bool has_given_out_ = false;
  bool after_gap_ = false;      // the last thing given out was a gap
  std::vector<Piece> waiting_;  // ascending, never overlapping
  std::size_t waiting_octets_ = 0;
  std::vector<Range> unseen_;  // given up, oldest first
  // Around all those that were given up before them.
  Range forgotten_;
  bool has_forgotten_ = false;
};

}  // namespace siptriage::detail
