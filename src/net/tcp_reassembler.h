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
#include <optional>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/limits.h"
#include "siptriage/net/payload.h"

#include "base/slot_table.h"
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
  TcpReassembler(const Limits& limits, Coverage& coverage)
      : limits_(limits), coverage_(coverage) {}

  // Appends what the segment completed. The reason under which its frame is
  // to be counted; none where it gave or will give a payload.
  [[nodiscard]] std::optional<SkipReason> take(const TcpPacket& packet,
                                               std::vector<Payload>& payloads);
  // Ends every stream, those left alone the longest first.
  void finish(std::vector<Payload>& payloads);
  void abandon(StreamId stream, std::uint8_t direction, SkipReason reason);
  // Payloads given out so far are no longer looked at.
  void release() { transient_.clear(); }

 private:
  // The endpoints in ascending order; direction 0 is from low to high.
  struct Key {
    Endpoint low;
    Endpoint high;
    friend bool operator==(const Key& a, const Key& b) {
      return a.low == b.low && a.high == b.high;
    }
  };
  using Slot = SlotTable::Slot;

  struct Connection {
    Key key;
    StreamId stream = 0;
    std::array<SkipReason, 2> abandoned_as{};
    std::uint64_t last_use = 0;  // counts segments
    Moment last;
    std::array<TcpDirection, 2> directions;
  };

  // When a slot was last used, at the latest time that somebody looked.
  struct Use {
    std::uint64_t at_least = 0;
    Slot slot = 0;
    // Orders a heap so that the longest silent one is in front.
    friend bool operator<(const Use& a, const Use& b) {
      return a.at_least > b.at_least;
    }
  };

  [[nodiscard]] static std::uint64_t hash_of_key(const Key& key);
  [[nodiscard]] static std::uint64_t hash_of_stream(StreamId stream);
  [[nodiscard]] Slot find_or_open(const Key& key, const TcpPacket& packet,
                                  std::uint8_t direction,
                                  std::vector<Payload>& payloads);
  [[nodiscard]] Slot open(const Key& key, std::uint64_t hash,
                          std::vector<Payload>& payloads);
  // Empties the slot, for `open` to use again.
  void close(Slot slot, std::vector<Payload>& payloads);
  [[nodiscard]] Slot longest_silent();
  static void tell_reset(const Connection& connection, std::uint8_t direction,
                         const TcpPacket& packet,
                         std::vector<Payload>& payloads);
  void end_both(Connection& connection, std::vector<Payload>& payloads);
  [[nodiscard]] StreamOutput output(const Connection& connection,
                                    std::uint8_t direction, bool reassembled,
                                    std::vector<Payload>& payloads);
  [[nodiscard]] std::optional<SkipReason> take_octets(
      Connection& connection, std::uint8_t direction, const TcpPacket& packet,
      std::vector<Payload>& payloads);
  void acknowledge(Connection& connection, std::uint8_t direction,
                   const TcpPacket& packet, std::vector<Payload>& payloads);
  void give_up_in_all(Connection& connection, std::uint8_t direction,
                      std::vector<Payload>& payloads);

  const Limits& limits_;
  Coverage& coverage_;
  TransientOctets transient_;
  std::vector<Connection> connections_;
  std::vector<Slot> free_slots_;
  SlotTable by_key_;
  SlotTable by_stream_;
  std::vector<Use> uses_;  // a heap, one a slot
  Slot last_slot_ = 0;     // of the last segment
  std::uint64_t segments_ = 0;
  StreamId next_stream_ = 0;
  std::size_t waiting_octets_ = 0;  // of all connections
};

}  // namespace siptriage::detail
