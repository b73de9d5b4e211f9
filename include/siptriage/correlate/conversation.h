#pragma once
/// Conversations: the messages of a capture, sorted into heaps that can be
/// correlated one by one, and packed so that a million of them fit in a few
/// dozen MiB.
///
///     ConversationTable table;
///     table.add(conversation_key(call_id, source, destination), appearance);
///     std::vector<Appearance> messages;
///     table.read(0, messages);         // of the first conversation
///
/// A conversation holds all messages of one Call-ID; those without a Call-ID
/// go by the two hosts they went between. Where two Call-IDs have the same
/// key, they share a conversation: whoever correlates it tells them apart.
///
/// Message text is not kept here: an Appearance views octets that somebody
/// else owns, as a rule the mapped file.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "siptriage/base/anomaly.h"
#include "siptriage/base/chunked_vector.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/limits.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/value_memory.h"

namespace siptriage {

/// One message as it came in, before anything is known of it.
struct Appearance {
  std::string_view octets;  // the message alone
  Observation seen;
  /// What its octets do not show: cut by the snap length, by a gap, ...
  AnomalySet anomalies;
  /// Ascending in the order of the capture, and different for each message.
  std::uint64_t order = 0;

  friend bool operator==(const Appearance&, const Appearance&) = default;
};

/// Appearance::order of the nth message that a frame completed, frames and
/// messages counted from 0.
inline constexpr unsigned kOrderNthBits = 20;
[[nodiscard]] constexpr std::uint64_t message_order(std::uint64_t frame,
                                                    std::uint64_t nth) {
  return (frame << kOrderNthBits) + nth;
}

/// Parses its octets. False for what is no message: then it is empty, but for
/// the anomalies. Lifetime: as the octets.
bool parse_appearance(const Appearance& appearance, sip::Message& message,
                      sip::ValueMemory& memory);

/// Which conversation a message belongs to.
[[nodiscard]] std::uint64_t conversation_key(std::string_view call_id,
                                             const IpAddress& source,
                                             const IpAddress& destination);

class ConversationTable {
 public:
  /// A conversation of `max_messages` is followed by another of the same key.
  explicit ConversationTable(
      std::uint32_t max_messages = static_cast<std::uint32_t>(
          spec_of(LimitId::ConversationMessages).otherwise));

  /// Appends to the conversation of that key. In ascending order of
  /// `Appearance::order`.
  /// Lifetime: the octets are not copied.
  void add(std::uint64_t key, const Appearance& appearance);

  /// True once a message of that key was added.
  [[nodiscard]] bool has(std::uint64_t key) const;

  /// Asks for the memory that add() of that key is about to need.
  void prefetch_slot(std::uint64_t key) const {
    __builtin_prefetch(&slots_[key & slot_mask_]);
  }
  void prefetch_record(std::uint64_t key) const;
  void prefetch_block(std::uint64_t key) const;

  /// In the order of their first messages.
  [[nodiscard]] std::size_t size() const { return records_.size(); }
  /// Those that others had to follow.
  [[nodiscard]] std::uint64_t cut_conversations() const { return cut_; }
  [[nodiscard]] std::uint64_t first_order(std::size_t conversation) const {
    return records_[conversation].order;
  }
  [[nodiscard]] std::uint32_t message_count(std::size_t conversation) const {
    return records_[conversation].count;
  }
  /// True for one that followed another of its key.
  [[nodiscard]] bool continues(std::size_t conversation) const {
    return (records_[conversation].length & kContinues) != 0;
  }

  /// All its messages, in ascending order; replaces what `out` held.
  void read(std::size_t conversation, std::vector<Appearance>& out) const;
  /// Asks for the memory that read() is about to need.
  void prefetch(std::size_t conversation) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  /// In Record::length, as no message is as long (sip::kMaxMessageOctets): the
  /// packed messages begin with the first one's anomalies; and continues().
  static constexpr std::uint32_t kFirstHasAnomalies = 0x80000000;
  static constexpr std::uint32_t kContinues = 0x40000000;
  static constexpr std::uint32_t kLengthMask = 0x3FFFFFFF;

  /// From whom to whom, by which way: what the packets of one direction
  /// between two endpoints have in common. A cache line.
  struct alignas(64) Flow {
    Endpoint source;
    Endpoint destination;
    std::uint32_t link_hash = 0;
    std::uint8_t hop_limit = 0;
    Transport transport = Transport::Udp;
    std::uint32_t back = kNone;  // the first flow seen the other way
    std::uint32_t next_same_hash = kNone;
  };
  static_assert(sizeof(Flow) == 64);

  /// Its first message, and where the others are. A cache line.
  struct Record {
    std::uint64_t key = 0;
    std::uint64_t order = 0;
    const char* octets = nullptr;
    std::int64_t nanoseconds = 0;
    FrameId frame;
    std::uint32_t length = 0;
    std::uint32_t flow = 0;
    std::uint32_t count = 0;
    std::uint32_t first_block = kNone;  // of the packed messages
    std::uint32_t last_block = kNone;
    std::uint32_t ip_identification = 0;
  };
  static_assert(sizeof(Record) == 64, "a conversation fits a cache line");

  /// Packed messages of one conversation lie in a list of blocks.
  static constexpr std::size_t kBlockOctets = 28;
  struct Block {
    std::array<std::uint8_t, kBlockOctets> octets;
    std::uint32_t next;  // in the last block: the octets used
  };
  static_assert(sizeof(Block) == 32);

  class Packer;
  class Unpacker;

  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t record = kNone;
  };

  [[nodiscard]] Record& find_or_create(std::uint64_t key, bool& created);
  Record& create(std::uint64_t key, Slot& slot);
  void grow();
  [[nodiscard]] std::uint32_t intern_flow(const Appearance& appearance);
  [[nodiscard]] std::uint32_t flow_after(const Record& record,
                                         const Appearance& appearance);
  [[nodiscard]] static bool is_flow_of(const Flow& flow,
                                       const Observation& seen);
  void append_packed(Record& record, const std::uint8_t* octets,
                     std::size_t count);

  std::uint32_t max_messages_;
  std::uint64_t cut_ = 0;
  ChunkedVector<Record> records_;
  ChunkedVector<Block> blocks_;
  ChunkedVector<Flow> flows_;
  std::vector<Slot> slots_;
  std::size_t slot_mask_;
  std::vector<std::uint32_t> flow_slots_;
};

}  // namespace siptriage
