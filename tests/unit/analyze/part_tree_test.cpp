// Parts come in any order, and the whole is always the same.

#include "analyze/part_tree.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::part_tree_test {
namespace {

using detail::PartTree;

// Letters in the order in which parts were merged.
struct Letters {
  std::string text;

  void merge(Letters&& later) { text += std::exchange(later.text, {}); }
};

std::string letter(std::size_t index) {
  return std::string(1, static_cast<char>('a' + index));
}

TEST(PartTree, IsTheSameInWhateverOrderPartsCome) {
  for (std::size_t count = 1; count <= 6; ++count) {
    std::string expected;
    for (std::size_t i = 0; i < count; ++i) expected += letter(i);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      PartTree<Letters> tree(count);
      for (const std::size_t i : order) tree.put(i, {letter(i)});
      EXPECT_EQ(tree.take().text, expected);
    } while (std::ranges::next_permutation(order).found);
  }
}

TEST(PartTree, TakesPartsOfSeveralThreads) {
  constexpr std::size_t kParts = 26;
  constexpr std::size_t kThreads = 4;
  PartTree<Letters> tree(kParts);
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&tree, thread] {
      for (std::size_t i = thread; i < kParts; i += kThreads) {
        tree.put(i, {letter(i)});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(tree.take().text, "abcdefghijklmnopqrstuvwxyz");
}

}  // namespace
}  // namespace siptriage::part_tree_test
