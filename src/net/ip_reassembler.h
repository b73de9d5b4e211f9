#pragma once
// IpReassembler: IP fragments, v4 and v6, put together in any order.
//
//   FragmentResult result = reassembler.add(packet, place);
//   if (result.state == FragmentResult::State::Whole) decode(result.image);
//
// The result is a whole packet: the octets in front of the first fragment's
// IP header, that header without its fragmentation, and the whole payload.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/net/net_stage.h"

#include "base/slot_table.h"
#include "net/ip_packet.h"
#include "net/scratch_octets.h"

namespace siptriage::detail {

// Where a fragment was found.
struct FragmentPlace {
  std::string_view image;                // the frame, or what stands for it
  std::size_t packet_offset_octets = 0;  // of the IP header in `image`
  bool transient = false;                // `image` goes away
  std::uint32_t frames = 1;              // that `image` was put together from
  Timestamp now{};
  // Traced: the frames of `image`. Those of a packet that became whole take
  // their place.
  std::vector<FrameId>* members = nullptr;
};

struct FragmentResult {
  enum class State : std::uint8_t { Waiting, Whole, Malformed };
  State state = State::Waiting;
  // Whole: Lifetime: until the next call of IpReassembler::release.
  std::string_view image;
  std::size_t packet_offset_octets = 0;  // of the IP header in `image`
  std::uint32_t frames = 1;  // Whole, Malformed: that it was put together from
};

class IpReassembler {
 public:
  // All must outlive the reassembler.
  IpReassembler(const Limits& limits, Coverage& coverage,
                const NetOptions& options)
      : limits_(limits), options_(options), coverage_(coverage) {}

  // `packet` is a fragment. Fragments that leave by age or by a limit are
  // counted here, those of Malformed by the caller.
  [[nodiscard]] FragmentResult add(const IpPacket& packet,
                                   const FragmentPlace& place);

  // Images given out so far are no longer looked at.
  void release() { images_.clear(); }

  // Counts all that is still waiting.
  void finish();

 private:
  struct Key {
    IpAddress source;
    IpAddress destination;
    std::uint32_t identification = 0;
    std::uint8_t protocol = 0;  // IPv4 only (RFC 791 3.2, RFC 8200 4.5)
    friend bool operator==(const Key& a, const Key& b) {
      return a.identification == b.identification && a.source == b.source &&
             a.destination == b.destination && a.protocol == b.protocol;
    }
  };
  // Octets `begin` to `end` of the payload.
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  struct Piece {
    Range range;
    std::uint32_t copies = 1;      // of this fragment seen so far
    std::unique_ptr<char[]> copy;  // null: `octets` stay where they are
    std::string_view octets;
  };
  using Slot = SlotTable::Slot;
  static constexpr Slot kNone = SlotTable::kNone;

  struct Datagram {
    // Empties it, but leaves its buffers their memory.
    void clear();

    Key key;
    Timestamp first_seen{};
    std::uint32_t frames = 0;
    std::size_t held_octets = 0;
    bool is_whole = false;       // given out; waits for late copies only
    std::vector<Piece> pieces;   // in the order they came
    std::vector<Range> covered;  // ascending, never touching
    std::optional<std::uint32_t> length;  // known from the last fragment
    std::vector<FrameId> members;         // only if traced
    std::string front;  // the image up to the first payload octet
    std::size_t packet_offset_octets = 0;
    std::uint8_t protocol = 0;  // of the payload, from the first fragment
    std::uint16_t protocol_offset_octets = 0;
    Slot older = kNone;  // by when they were opened
    Slot newer = kNone;
  };

  [[nodiscard]] static Key key_of(const IpPacket& packet);
  [[nodiscard]] static std::uint64_t hash_of_key(const Key& key);
  [[nodiscard]] Slot find(const Key& key) const;
  [[nodiscard]] Slot open(const Key& key, Timestamp now);
  void close(Slot slot);
  void drop(Slot slot, SkipReason reason);
  void drop_at(LimitId limit, Slot slot, SkipReason reason);
  [[nodiscard]] bool is_aged(const Datagram& datagram, Timestamp now) const;
  [[nodiscard]] bool is_over(const Datagram& datagram, const IpPacket& packet,
                             Timestamp now) const;
  void drop_aged(Timestamp now);
  void enforce_limits();
  void keep(Datagram& datagram, const IpPacket& packet,
            const FragmentPlace& place);
  [[nodiscard]] FragmentResult give_out(Slot slot);
  [[nodiscard]] std::string_view build_image(const Datagram& datagram);

  static bool contradicts(const Datagram& datagram, const IpPacket& packet);
  static bool take_late_copy(Datagram& datagram, const IpPacket& packet);
  static bool has_late_copies(const Datagram& datagram);

  const Limits& limits_;
  const NetOptions& options_;
  Coverage& coverage_;
  std::vector<Datagram> datagrams_;  // also those that are closed
  std::vector<Slot> free_slots_;
  SlotTable by_key_;
  Slot oldest_ = kNone;
  Slot newest_ = kNone;
  std::size_t held_octets_ = 0;
  ScratchOctets images_;
};

}  // namespace siptriage::detail
