#pragma once
/// IdTable: hash to the newest record of that hash, by open addressing.
///
///     record.next_same_hash = table.push(hash, id);   // id is the head now
///     for (Id it = table.find(hash); it.valid(); it = next_same_hash(it)) ...
///
/// Holds 8 octets a slot and no keys: records of one hash form a chain through
/// a member of their own, and whoever walks it compares the keys.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace siptriage::correlate {

template <typename Id>
class IdTable {
 public:
  IdTable() : slots_(kFirstCapacity) {}

  /// Cheap for a table that held little.
  void clear() {
    if (used_ == 0) return;
    used_ = 0;
    slots_.assign(kFirstCapacity, Slot());
  }

  /// The newest record of that hash; not valid() if there is none.
  [[nodiscard]] Id find(std::uint32_t hash) const {
    return slots_[slot_of(slots_, hash)].head;
  }

  /// Makes `id` the newest of its hash and gives the one before.
  Id push(std::uint32_t hash, Id id) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = slots_[slot_of(slots_, hash)];
    const Id previous = slot.head;
    if (!previous.valid()) ++used_;
    slot = {hash, id};
    return previous;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Id head;
  };
  static constexpr std::size_t kFirstCapacity = 32;

  // The slot that holds `hash`, or the free one where it belongs.
  static std::size_t slot_of(const std::vector<Slot>& slots,
                             std::uint32_t hash) {
    const std::size_t mask = slots.size() - 1;
    std::size_t index = hash & mask;
    while (slots[index].head.valid() && slots[index].hash != hash)
      index = (index + 1) & mask;
    return index;
  }

  void grow() {
    std::vector<Slot> larger(slots_.size() * 2);
    for (const Slot& slot : slots_)
      if (slot.head.valid()) larger[slot_of(larger, slot.hash)] = slot;
    slots_.swap(larger);
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace siptriage::correlate
