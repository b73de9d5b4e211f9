// What parts bring comes out in the order of the parts, whatever their size.

#include "annotate/record_heap.h"

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::detail::record_heap_test {
namespace {

struct Large {
  std::uint64_t number = 0;
  std::uint64_t others[7] = {};
};

TEST(RecordHeap, KeepsTheOrderOfPartsAndOfTheirRecords) {
  constexpr std::uint64_t kInPart = 1500;  // more than a piece holds
  RecordHeap<Large> whole;
  std::uint64_t next = 0;
  for (int part = 0; part < 3; ++part) {
    RecordHeap<Large> heap;
    for (std::uint64_t i = 0; i < kInPart; ++i) heap.add({next++, {}});
    whole.take(std::move(heap));
    whole.add({next++, {}});
  }
  ASSERT_EQ(whole.size(), next);
  whole.for_each([](Large& record) { record.number += 10; });
  const std::vector<Large> all = whole.take_all();
  ASSERT_EQ(all.size(), next);
  for (std::uint64_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].number, i + 10);
  }
  EXPECT_EQ(whole.size(), 0U);
  EXPECT_TRUE(whole.take_all().empty());
}

TEST(RecordHeap, KeepsTheFirstWhereverTheyWereAdded) {
  RecordHeap<int> heap;
  for (const int number : {5, 1, 4, 2, 3}) heap.add(number);
  EXPECT_EQ(heap.keep_first(5, std::identity()), 0U);
  EXPECT_EQ(heap.keep_first(2, std::identity()), 3U);
  EXPECT_EQ(heap.take_all(), (std::vector<int>{1, 2}));
}

}  // namespace
}  // namespace siptriage::detail::record_heap_test
