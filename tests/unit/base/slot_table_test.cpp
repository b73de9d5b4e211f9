#include "base/slot_table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::slot_table_test {
namespace {

using detail::SlotTable;

// Against a plain vector, with hashes that meet often or never.
TEST(SlotTable, FindsWhatWasInsertedAndNotErased) {
  constexpr std::uint32_t kSlots = 500;
  std::mt19937_64 random(20260302);
  for (const std::uint64_t mask :
       {std::uint64_t{3}, std::uint64_t{0xff}, ~std::uint64_t{0}}) {
    SlotTable table;
    std::vector<std::optional<std::uint64_t>> hashes(kSlots);
    std::size_t count = 0;
    for (int round = 0; round < 20000; ++round) {
      const auto slot = static_cast<std::uint32_t>(random() % kSlots);
      if (hashes[slot]) {
        table.erase(*hashes[slot], slot);
        hashes[slot].reset();
        --count;
      } else {
        hashes[slot] = random() & mask;
        table.insert(*hashes[slot], slot);
        ++count;
      }
      ASSERT_EQ(table.size(), count);
      const auto other = static_cast<std::uint32_t>(random() % kSlots);
      const std::uint64_t hash =
          hashes[other] ? *hashes[other] : random() & mask;
      ASSERT_EQ(table.find(hash, [&](std::uint32_t s) { return s == other; }),
                hashes[other] ? other : SlotTable::kNone);
    }
  }
}

TEST(SlotTable, FindsNothingInAnEmptyTable) {
  const SlotTable table;
  EXPECT_EQ(table.find(7, [](std::uint32_t) { return true; }),
            SlotTable::kNone);
}

}  // namespace
}  // namespace siptriage::slot_table_test
