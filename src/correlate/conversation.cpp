#include "siptriage/correlate/conversation.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "siptriage/sip/parse.h"

#include "correlate/limits.h"
#include "correlate/packed_number.h"
#include "correlate/text_hash.h"

// Each message but the first is packed as differences to the first:
//
//   1      what follows, see below
//   1-10   where its octets begin          (signed)
//   1-3    how many they are
//   1-10   when, in ns or us               (signed)
//   1-10   frames since the first
//  [1-5    the flow                        kOtherFlow]
//  [3-20   nth of the frame, file, frame   kOddFrame]
//  [2, 4   IP identification               kShortId, kLongId]
//  [8      anomalies                       kAnomalies]
//
// A message of an ordinary call takes some 18 octets.

namespace siptriage {
namespace {

using correlate::PackedReader;
using correlate::PackedWriter;

constexpr std::uint8_t kSameFlow = 0;
constexpr std::uint8_t kBackFlow = 1;
constexpr std::uint8_t kOtherFlow = 2;
constexpr std::uint8_t kFlowMask = 3;
constexpr std::uint8_t kMicroseconds = 4;
constexpr std::uint8_t kOddFrame = 8;
constexpr std::uint8_t kAnomalies = 16;
constexpr std::uint8_t kShortId = 32;
constexpr std::uint8_t kLongId = 64;

constexpr std::int64_t kNanosecondsPerMicrosecond = 1000;
constexpr unsigned kNthBits = kOrderNthBits;
constexpr std::uint64_t kNthMask = (std::uint64_t{1} << kNthBits) - 1;

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kFirstFlowSlots = 16;

std::uint32_t tag_of(std::uint64_t key) {
  return static_cast<std::uint32_t>(key >> 32);
}

std::uint32_t identification_of(const PacketIdentity& identity) {
  return identity.has_ip_identification ? identity.ip_identification : 0;
}

std::uint64_t hash_of_flow(const Observation& seen) {
  correlate::TextHash hash;
  hash.add(hash_of(seen.source));
  hash.add(hash_of(seen.destination));
  hash.add(std::uint64_t{seen.identity.link_hash} << 16 |
           std::uint64_t{seen.identity.hop_limit} << 8 |
           static_cast<std::uint64_t>(seen.transport));
  return hash.wide_value();
}

}  // namespace

bool parse_appearance(const Appearance& appearance, sip::Message& message,
                      sip::ValueMemory& memory) {
  const bool parsed =
      sip::parse_message(appearance.octets, sip::Framing::Datagram, message,
                         memory) == sip::ParseStatus::Complete;
  if (!parsed) message.clear();
  message.anomalies.add(appearance.anomalies);
  return parsed;
}

std::uint64_t conversation_key(std::string_view call_id,
                               const IpAddress& source,
                               const IpAddress& destination) {
  correlate::TextHash hash;
  if (!call_id.empty()) {
    hash.add_exact(call_id);
  } else {  // in either direction
    hash.add(hash_of(source) + hash_of(destination));
  }
  return hash.wide_value();
}

// Takes one message apart into the octets that are kept.
class ConversationTable::Packer {
 public:
  Packer(const ConversationTable& table, const Record& record)
      : table_(table), record_(record) {}

  void pack_anomalies(AnomalySet anomalies) { out_.put_u64(anomalies.bits()); }
  void pack(const Appearance& appearance, std::uint32_t flow);

  [[nodiscard]] const std::uint8_t* octets() const { return out_.octets(); }
  [[nodiscard]] std::size_t size() const { return out_.size(); }

 private:
  [[nodiscard]] bool is_odd(const Appearance& appearance,
                            std::uint64_t frames) const {
    return (appearance.order & kNthMask) != 0 ||
           appearance.seen.frame.file != record_.frame.file ||
           appearance.seen.frame.number !=
               static_cast<std::uint32_t>(record_.frame.number + frames);
  }

  const ConversationTable& table_;
  const Record& record_;
  PackedWriter out_;
};

void ConversationTable::Packer::pack(const Appearance& appearance,
                                     std::uint32_t flow) {
  const Observation& seen = appearance.seen;
  const std::uint64_t frames =
      (appearance.order >> kNthBits) - (record_.order >> kNthBits);
  std::int64_t time = static_cast<std::int64_t>(
      static_cast<std::uint64_t>(nanoseconds_of(seen.timestamp)) -
      static_cast<std::uint64_t>(record_.nanoseconds));
  const std::uint32_t identification = identification_of(seen.identity);

  std::uint8_t flags = kOtherFlow;
  if (flow == record_.flow) {
    flags = kSameFlow;
  } else if (flow == table_.flows_[record_.flow].back) {
    flags = kBackFlow;
  }
  if (time % kNanosecondsPerMicrosecond == 0) {
    flags |= kMicroseconds;
    time /= kNanosecondsPerMicrosecond;
  }
  if (is_odd(appearance, frames)) flags |= kOddFrame;
  if (!appearance.anomalies.empty()) flags |= kAnomalies;
  if (identification > 0xFFFF) {
    flags |= kLongId;
  } else if (identification != 0) {
    flags |= kShortId;
  }

  out_.put_u8(flags);
  out_.put_signed(static_cast<std::int64_t>(
      std::bit_cast<std::uintptr_t>(appearance.octets.data()) -
      std::bit_cast<std::uintptr_t>(record_.octets)));
  out_.put(appearance.octets.size());
  out_.put_signed(time);
  out_.put(frames);
  if ((flags & kFlowMask) == kOtherFlow) out_.put(flow);
  if ((flags & kOddFrame) != 0) {
    out_.put(appearance.order & kNthMask);
    out_.put(seen.frame.file);
    out_.put(seen.frame.number);
  }
  if ((flags & kShortId) != 0) {
    out_.put_u16(static_cast<std::uint16_t>(identification));
  }
  if ((flags & kLongId) != 0) out_.put_u32(identification);
  if ((flags & kAnomalies) != 0) pack_anomalies(appearance.anomalies);
}

// The other way round; reads across blocks.
class ConversationTable::Unpacker {
 public:
  Unpacker(const ConversationTable& table, const Record& record)
      : table_(table), record_(record), in_(table, record.first_block) {}

  [[nodiscard]] Appearance first() {
    Appearance appearance;
    appearance.octets = {record_.octets, record_.length & kLengthMask};
    appearance.order = record_.order;
    appearance.seen.frame = record_.frame;
    appearance.seen.timestamp = timestamp_from_nanoseconds(record_.nanoseconds);
    set_flow(record_.flow, appearance.seen);
    set_identification(record_.ip_identification, appearance.seen);
    if ((record_.length & kFirstHasAnomalies) != 0) {
      appearance.anomalies = AnomalySet::from_bits(in_.get_u64());
    }
    return appearance;
  }

  [[nodiscard]] Appearance next();

 private:
  // Octets of a list of blocks, one after the other.
  class BlockOctets {
   public:
    BlockOctets(const ConversationTable& table, std::uint32_t first)
        : table_(table), next_(first) {}
    std::uint8_t take() {
      if (position_ == end_) enter_next();
      return *position_++;
    }

   private:
    void enter_next() {
      const Block& block = table_.blocks_[next_];
      position_ = block.octets.data();
      end_ = position_ + kBlockOctets;
      next_ = block.next;
    }

    const ConversationTable& table_;
    std::uint32_t next_;
    const std::uint8_t* position_ = nullptr;
    const std::uint8_t* end_ = nullptr;
  };

  void set_flow(std::uint32_t flow, Observation& seen) const {
    const Flow& way = table_.flows_[flow];
    seen.source = way.source;
    seen.destination = way.destination;
    seen.transport = way.transport;
    seen.identity.link_hash = way.link_hash;
    seen.identity.hop_limit = way.hop_limit;
  }
  static void set_identification(std::uint32_t identification,
                                 Observation& seen) {
    seen.identity.ip_identification = identification;
    seen.identity.has_ip_identification = identification != 0;
  }

  const ConversationTable& table_;
  const Record& record_;
  PackedReader<BlockOctets> in_;
};

Appearance ConversationTable::Unpacker::next() {
  Appearance appearance;
  const std::uint8_t flags = in_.get_u8();
  const auto* octets =
      std::bit_cast<const char*>(std::bit_cast<std::uintptr_t>(record_.octets) +
                                 static_cast<std::uintptr_t>(in_.get_signed()));
  appearance.octets = {octets, static_cast<std::size_t>(in_.get())};
  std::int64_t time = in_.get_signed();
  if ((flags & kMicroseconds) != 0) time *= kNanosecondsPerMicrosecond;
  appearance.seen.timestamp =
      timestamp_from_nanoseconds(static_cast<std::int64_t>(
          static_cast<std::uint64_t>(record_.nanoseconds) +
          static_cast<std::uint64_t>(time)));
  const std::uint64_t frames = in_.get();
  appearance.order = ((record_.order >> kNthBits) + frames) << kNthBits;
  appearance.seen.frame = {
      record_.frame.file,
      static_cast<std::uint32_t>(record_.frame.number + frames)};
  std::uint32_t flow = record_.flow;
  if ((flags & kFlowMask) == kBackFlow) flow = table_.flows_[flow].back;
  if ((flags & kFlowMask) == kOtherFlow) {
    flow = static_cast<std::uint32_t>(in_.get());
  }
  set_flow(flow, appearance.seen);
  if ((flags & kOddFrame) != 0) {
    appearance.order |= in_.get();
    appearance.seen.frame.file = static_cast<std::uint32_t>(in_.get());
    appearance.seen.frame.number = static_cast<std::uint32_t>(in_.get());
  }
  std::uint32_t identification = 0;
  if ((flags & kShortId) != 0) identification = in_.get_u16();
  if ((flags & kLongId) != 0) identification = in_.get_u32();
  set_identification(identification, appearance.seen);
  if ((flags & kAnomalies) != 0) {
    appearance.anomalies = AnomalySet::from_bits(in_.get_u64());
  }
  return appearance;
}

ConversationTable::ConversationTable(std::uint32_t max_messages)
    : max_messages_(max_messages),
      slots_(kFirstSlots),
      slot_mask_(kFirstSlots - 1),
      flow_slots_(kFirstFlowSlots, kNone) {}

void ConversationTable::add(std::uint64_t key, const Appearance& appearance) {
  bool created = false;
  Record& record = find_or_create(key, created);
  Packer packer(*this, record);
  if (created) {
    record.order = appearance.order;
    record.octets = appearance.octets.data();
    record.length |= static_cast<std::uint32_t>(appearance.octets.size());
    record.nanoseconds = nanoseconds_of(appearance.seen.timestamp);
    record.frame = appearance.seen.frame;
    record.flow = intern_flow(appearance);
    record.ip_identification = identification_of(appearance.seen.identity);
    if (!appearance.anomalies.empty()) {
      record.length |= kFirstHasAnomalies;
      packer.pack_anomalies(appearance.anomalies);
    }
  } else {
    packer.pack(appearance, flow_after(record, appearance));
  }
  append_packed(record, packer.octets(), packer.size());
  ++record.count;
}

bool ConversationTable::has(std::uint64_t key) const {
  const std::uint32_t tag = tag_of(key);
  std::size_t index = key & slot_mask_;
  for (; slots_[index].record != kNone; index = (index + 1) & slot_mask_) {
    if (slots_[index].tag == tag && records_[slots_[index].record].key == key) {
      return true;
    }
  }
  return false;
}

void ConversationTable::prefetch_record(std::uint64_t key) const {
  const Slot& slot = slots_[key & slot_mask_];
  if (slot.record == kNone) return;
  __builtin_prefetch(&records_[slot.record]);
}

void ConversationTable::prefetch_block(std::uint64_t key) const {
  const Slot& slot = slots_[key & slot_mask_];
  if (slot.record == kNone) return;
  const Record& record = records_[slot.record];
  __builtin_prefetch(&flows_[record.flow]);
  if (record.last_block != kNone) {
    __builtin_prefetch(&blocks_[record.last_block]);
  }
}

void ConversationTable::prefetch(std::size_t conversation) const {
  const Record& record = records_[conversation];
  __builtin_prefetch(record.octets);
  if (record.first_block != kNone) {
    __builtin_prefetch(&blocks_[record.first_block]);
  }
}

void ConversationTable::read(std::size_t conversation,
                             std::vector<Appearance>& out) const {
  const Record& record = records_[conversation];
  out.clear();
  Unpacker unpacker(*this, record);
  out.push_back(unpacker.first());
  for (std::uint32_t i = 1; i < record.count; ++i) {
    out.push_back(unpacker.next());
  }
}

ConversationTable::Record& ConversationTable::find_or_create(std::uint64_t key,
                                                             bool& created) {
  const std::uint32_t tag = tag_of(key);
  std::size_t index = key & slot_mask_;
  while (slots_[index].record != kNone) {
    if (slots_[index].tag == tag && records_[slots_[index].record].key == key) {
      Record& record = records_[slots_[index].record];
      if (record.count < max_messages_) return record;
      ++cut_;
      created = true;
      Record& next = create(key, slots_[index]);
      next.length = kContinues;
      return next;
    }
    index = (index + 1) & slot_mask_;
  }
  if (records_.size() * 4 >= slots_.size() * 3) {
    grow();
    return find_or_create(key, created);
  }
  created = true;
  return create(key, slots_[index]);
}

ConversationTable::Record& ConversationTable::create(std::uint64_t key,
                                                     Slot& slot) {
  slot = {tag_of(key), static_cast<std::uint32_t>(records_.size())};
  Record record;
  record.key = key;
  return records_.push_back(record);
}

// Of several records with one key, the newest is the one in use.
void ConversationTable::grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  slot_mask_ = larger.size() - 1;
  for (std::uint32_t i = 0; i < records_.size(); ++i) {
    const std::uint64_t key = records_[i].key;
    std::size_t index = key & slot_mask_;
    while (larger[index].record != kNone &&
           records_[larger[index].record].key != key) {
      index = (index + 1) & slot_mask_;
    }
    larger[index] = {tag_of(key), i};
  }
  slots_.swap(larger);
}

// A flow may be entered more than once: a search that takes long gives up.
std::uint32_t ConversationTable::intern_flow(const Appearance& appearance) {
  const Observation& seen = appearance.seen;
  if (flows_.size() >= flow_slots_.size()) {
    // Flows of the smaller table are not looked for again.
    flow_slots_.assign(flow_slots_.size() * 4, kNone);
  }
  std::uint32_t& head =
      flow_slots_[hash_of_flow(seen) & (flow_slots_.size() - 1)];
  std::uint32_t id = head;
  for (std::size_t i = 0;
       i < correlate::kMaxSameFlowHashSearched && id != kNone;
       ++i, id = flows_[id].next_same_hash) {
    if (is_flow_of(flows_[id], seen)) return id;
  }
  Flow flow;
  flow.source = seen.source;
  flow.destination = seen.destination;
  flow.link_hash = seen.identity.link_hash;
  flow.hop_limit = seen.identity.hop_limit;
  flow.transport = seen.transport;
  flow.next_same_hash = head;
  head = static_cast<std::uint32_t>(flows_.size());
  flows_.push_back(flow);
  return head;
}

bool ConversationTable::is_flow_of(const Flow& flow, const Observation& seen) {
  return flow.source == seen.source && flow.destination == seen.destination &&
         flow.link_hash == seen.identity.link_hash &&
         flow.hop_limit == seen.identity.hop_limit &&
         flow.transport == seen.transport;
}

// As a rule a message goes the way of the first, or back.
std::uint32_t ConversationTable::flow_after(const Record& record,
                                            const Appearance& appearance) {
  const Observation& seen = appearance.seen;
  if (is_flow_of(flows_[record.flow], seen)) return record.flow;
  const std::uint32_t back = flows_[record.flow].back;
  if (back != kNone && is_flow_of(flows_[back], seen)) return back;
  const std::uint32_t flow = intern_flow(appearance);
  Flow& first = flows_[record.flow];
  if (back == kNone && first.source == seen.destination &&
      first.destination == seen.source) {
    first.back = flow;
  }
  return flow;
}

void ConversationTable::append_packed(Record& record,
                                      const std::uint8_t* octets,
                                      std::size_t count) {
  while (count != 0) {
    std::size_t used = kBlockOctets;
    if (record.last_block != kNone) used = blocks_[record.last_block].next;
    if (used == kBlockOctets) {
      const auto block = static_cast<std::uint32_t>(blocks_.size());
      blocks_.push_back({{}, 0});
      (record.last_block == kNone ? record.first_block
                                  : blocks_[record.last_block].next) = block;
      record.last_block = block;
      used = 0;
    }
    Block& last = blocks_[record.last_block];
    const std::size_t taken = std::min(count, kBlockOctets - used);
    std::memcpy(last.octets.data() + used, octets, taken);
    last.next = static_cast<std::uint32_t>(used + taken);
    octets += taken;
    count -= taken;
  }
}

}  // namespace siptriage
