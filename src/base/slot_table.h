#pragma once
// SlotTable: finds the slot of something by its hash, where the things
// themselves lie in a vector of the caller's, who also compares them.
//
//   Slot slot = table.find(hash, [&](Slot s) { return items[s].key == key; });
//   if (slot == SlotTable::kNone) table.insert(hash, new_slot);
//
// Open addressing with linear probing over cells of 8 octets, at most half of
// them full. Erasing moves what follows back, so that nothing is left behind.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace siptriage::detail {

class SlotTable {
 public:
  using Slot = std::uint32_t;
  static constexpr Slot kNone = ~Slot{0};

  // `matches` says whether a slot is the one that is looked for.
  template <typename Matches>
  [[nodiscard]] Slot find(std::uint64_t hash, Matches matches) const {
    if (cells_.empty()) return kNone;
    const std::uint32_t short_hash = shorten(hash);
    for (std::size_t i = home_of(short_hash); cells_[i].slot != kNone;
         i = next(i)) {
      if (cells_[i].hash == short_hash && matches(cells_[i].slot)) {
        return cells_[i].slot;
      }
    }
    return kNone;
  }

  // `slot` is not in the table.
  void insert(std::uint64_t hash, Slot slot) {
    if (cells_.size() < 2 * (count_ + 1)) grow();
    place({shorten(hash), slot});
    ++count_;
  }

  // `slot` is in the table under `hash`.
  void erase(std::uint64_t hash, Slot slot) {
    std::size_t hole = home_of(shorten(hash));
    while (cells_[hole].slot != slot) hole = next(hole);
    for (std::size_t i = next(hole); cells_[i].slot != kNone; i = next(i)) {
      // A cell may move back as far as its home.
      const std::size_t home = home_of(cells_[i].hash);
      if (distance(home, i) >= distance(hole, i)) {
        cells_[hole] = cells_[i];
        hole = i;
      }
    }
    cells_[hole] = Cell();
    --count_;
  }

  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  struct Cell {
    std::uint32_t hash = 0;
    Slot slot = kNone;
  };
  static constexpr std::size_t kLeastCells = 64;

  [[nodiscard]] static std::uint32_t shorten(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
  }
  // The number of cells is a power of two.
  [[nodiscard]] std::size_t home_of(std::uint32_t hash) const {
    return hash & (cells_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t index) const {
    return (index + 1) & (cells_.size() - 1);
  }
  [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const {
    return (to - from) & (cells_.size() - 1);
  }

  void place(Cell cell) {
    std::size_t i = home_of(cell.hash);
    while (cells_[i].slot != kNone) i = next(i);
    cells_[i] = cell;
  }

  void grow() {
    const std::vector<Cell> old = std::exchange(
        cells_,
        std::vector<Cell>(cells_.empty() ? kLeastCells : 2 * cells_.size()));
    for (const Cell& cell : old) {
      if (cell.slot != kNone) place(cell);
    }
  }

  std::vector<Cell> cells_;
  std::size_t count_ = 0;
};

}  // namespace siptriage::detail
