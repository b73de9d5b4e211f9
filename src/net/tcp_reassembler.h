#pragma once
// TcpReassembler: segments in, the octets of each direction in order out.
//
//   std::optional<SkipReason> skip = reassembler.take(packet, payloads);
//
// Connections are told apart by their endpoints alone, either way round, and
// by the sequence number of the SYN where the same endpoints connect again.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/net/net_stage.h"
#include "siptriage/net/payload.h"

#include "net/stream_output.h"
#include "net/tcp_direction.h"
#include "net/tcp_segment.h"

namespace siptriage::detail {

struct TcpPacket {
  TcpSegment segment;
  Endpoint source;
  Endpoint destination;
  Moment moment;
  bool transient = false;    // the octets go away
  bool reassembled = false;  // from IP fragments
};

class TcpReassembler {
 public:
  // Both must outlive the reassembler.
  TcpReassembler(const NetLimits& limits, Coverage& coverage)
      : limits_(limits), coverage_(coverage) {}

  // Appends what the segment completed. The reason under which its frame is
  // to be counted; none where it gave or will give a payload.
  [[nodiscard]] std::optional<SkipReason> take(const TcpPacket& packet,
                                               std::vector<Payload>& payloads);
  // Ends every stream.
  void finish(std::vector<Payload>& payloads);
  void abandon(StreamId stream, std::uint8_t direction, SkipReason reason);
  // Payloads given out so far are no longer looked at.
  void release() { transient_.clear(); }

 private:
  // The endpoints in ascending order; direction 0 is from low to high.
  struct Key {
    Endpoint low;
    Endpoint high;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  using Slot = std::uint32_t;
  static constexpr Slot kNoSlot = ~Slot{0};

  struct Connection {
    Key key;
    StreamId stream = 0;
    std::array<TcpDirection, 2> directions;
    std::array<SkipReason, 2> abandoned_as{};
    Moment last;
    Slot older = kNoSlot;  // by last activity
    Slot newer = kNoSlot;
  };

  [[nodiscard]] Slot find_or_open(const Key& key, const TcpPacket& packet,
                                  std::uint8_t direction,
                                  std::vector<Payload>& payloads);
  [[nodiscard]] Slot open(const Key& key, std::vector<Payload>& payloads);
  void close(Slot slot, std::vector<Payload>& payloads);
  void unlink(Slot slot);
  void link_newest(Slot slot);
  void end_both(Connection& connection, std::vector<Payload>& payloads);
  [[nodiscard]] StreamOutput output(const Connection& connection,
                                    std::uint8_t direction, bool reassembled,
                                    std::vector<Payload>& payloads);
  [[nodiscard]] std::optional<SkipReason> take_octets(
      Connection& connection, std::uint8_t direction, const TcpPacket& packet,
      std::vector<Payload>& payloads);

  const NetLimits& limits_;
  Coverage& coverage_;
  TransientOctets transient_;
  std::deque<Connection> connections_;
  std::vector<Slot> free_slots_;
  std::unordered_map<Key, Slot, KeyHash> by_key_;
  std::unordered_map<StreamId, Slot> by_stream_;
  Slot oldest_ = kNoSlot;
  Slot newest_ = kNoSlot;
  StreamId next_stream_ = 0;
  std::size_t waiting_octets_ = 0;  // of all connections
};

}  // namespace siptriage::detail
