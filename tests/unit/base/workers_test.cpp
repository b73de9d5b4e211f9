#include "siptriage/base/workers.h"

#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::workers_test {
namespace {

class WorkersTest : public ::testing::TestWithParam<unsigned> {};

INSTANTIATE_TEST_SUITE_P(Threads, WorkersTest, ::testing::Values(1, 2, 8));

TEST_P(WorkersTest, DoEachTaskOnce) {
  Workers workers(GetParam());
  EXPECT_EQ(workers.count(), GetParam());
  for (const std::size_t tasks : {0U, 1U, 2U, 7U, 1000U}) {
    std::vector<std::atomic<int>> done(tasks);
    workers.run(tasks, [&](std::size_t task, unsigned worker) {
      EXPECT_LT(worker, workers.count());
      ++done[task];
    });
    for (const std::atomic<int>& count : done) EXPECT_EQ(count, 1);
  }
}

TEST_P(WorkersTest, DoManySetsOneAfterTheOther) {
  Workers workers(GetParam());
  std::vector<std::size_t> last(64, 0);
  for (std::size_t set = 1; set <= 2000; ++set) {
    workers.run(last.size(), [&](std::size_t task, unsigned) {
      if (last[task] == set - 1) last[task] = set;
    });
  }
  for (const std::size_t set : last) EXPECT_EQ(set, 2000U);
}

TEST_P(WorkersTest, ThrowWhatATaskThrew) {
  Workers workers(GetParam());
  const auto throwing = [&] {
    workers.run(100, [](std::size_t task, unsigned) {
      if (task == 3) throw std::runtime_error("three");
    });
  };
  EXPECT_THROW(throwing(), std::runtime_error);
  std::atomic<int> done = 0;
  workers.run(10, [&](std::size_t, unsigned) { ++done; });
  EXPECT_EQ(done, 10);
}

TEST(Workers, TakeOneThreadAProcessorWhenNotTold) {
  const Workers workers(0);
  EXPECT_GE(workers.count(), 1U);
  EXPECT_LE(workers.count(), kMaxWorkers);
}

}  // namespace
}  // namespace siptriage::workers_test
