#include "siptriage/base/delay_histogram.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::delay_histogram_test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr unsigned kPercents[] = {1, 50, 90, 95, 99, 100};

// From microseconds to a day, as many of each magnitude.
std::vector<Duration> random_delays(std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> exponent(3, 14);
  std::vector<Duration> delays;
  for (std::size_t i = 0; i < count; ++i) {
    delays.emplace_back(
        static_cast<std::int64_t>(std::pow(10.0, exponent(random))));
  }
  return delays;
}

void expect_same(const DelayHistogram& a, const DelayHistogram& b) {
  EXPECT_EQ(a.count(), b.count());
  EXPECT_EQ(a.least(), b.least());
  EXPECT_EQ(a.most(), b.most());
  EXPECT_EQ(a.mean(), b.mean());
  for (const unsigned percent : kPercents) {
    EXPECT_EQ(a.percentile(percent), b.percentile(percent)) << percent;
  }
}

TEST(DelayHistogram, HasNothingWithoutDelays) {
  DelayHistogram delays;
  delays.add(milliseconds(-1));
  EXPECT_EQ(delays.count(), 0U);
  EXPECT_FALSE(delays.least());
  EXPECT_FALSE(delays.most());
  EXPECT_FALSE(delays.mean());
  EXPECT_FALSE(delays.percentile(50));
}

TEST(DelayHistogram, IsExactForOneDelay) {
  DelayHistogram delays;
  delays.add(microseconds(123'456));
  for (const unsigned percent : kPercents) {
    EXPECT_EQ(delays.percentile(percent), microseconds(123'456));
  }
  EXPECT_EQ(delays.mean(), microseconds(123'456));
}

TEST(DelayHistogram, GivesNearestRanks) {
  DelayHistogram delays;
  for (int i = 1; i <= 100; ++i) delays.add(microseconds(i));
  EXPECT_EQ(delays.least(), microseconds(1));
  EXPECT_EQ(delays.most(), microseconds(100));
  for (const unsigned percent : {1U, 50U, 90U, 99U}) {
    const Duration off =
        *delays.percentile(percent) - microseconds(static_cast<int>(percent));
    EXPECT_LE(std::abs(off.count()), 500) << percent;
  }
}

TEST(DelayHistogram, KeepsToItsErrorForAnyDelays) {
  std::vector<Duration> all = random_delays(5000, 1);
  DelayHistogram delays;
  for (const Duration delay : all) delays.add(delay);
  std::sort(all.begin(), all.end());
  for (const unsigned percent : kPercents) {
    const Duration exact = all[(all.size() * percent + 99) / 100 - 1];
    const double off = std::abs(
        static_cast<double>((*delays.percentile(percent) - exact).count()));
    EXPECT_LE(off, std::max(500.0, DelayHistogram::kMaxRelativeError *
                                       static_cast<double>(exact.count())))
        << percent;
  }
}

TEST(DelayHistogram, DoesNotDependOnOrderNorOnParts) {
  const std::vector<Duration> all = random_delays(3000, 2);
  DelayHistogram in_order;
  for (const Duration delay : all) in_order.add(delay);
  DelayHistogram reversed;
  std::for_each(all.rbegin(), all.rend(),
                [&](Duration delay) { reversed.add(delay); });
  DelayHistogram parts[3];
  for (std::size_t i = 0; i < all.size(); ++i) parts[i % 3].add(all[i]);
  parts[2].merge(parts[0]);
  parts[1].merge(parts[2]);
  expect_same(in_order, reversed);
  expect_same(in_order, parts[1]);
}

TEST(DelayHistogram, TakesAFewIntoManyAndManyIntoAFew) {
  constexpr std::size_t kFew = 5;
  const std::vector<Duration> all = random_delays(3000, 3);
  DelayHistogram whole;
  DelayHistogram few;
  DelayHistogram many;
  for (std::size_t i = 0; i < all.size(); ++i) {
    whole.add(all[i]);
    (i < kFew ? few : many).add(all[i]);
  }
  DelayHistogram both = few;
  both.merge(many);
  many.merge(few);
  many.merge(DelayHistogram());
  expect_same(whole, both);
  expect_same(whole, many);
}

TEST(DelayHistogram, BearsTheLongestDelay) {
  DelayHistogram delays;
  delays.add(Duration::max());
  delays.add(Duration::max());
  EXPECT_EQ(delays.percentile(50), Duration::max());
  EXPECT_EQ(delays.most(), Duration::max());
  EXPECT_LE(*delays.mean(), Duration::max());
}

}  // namespace
}  // namespace siptriage::delay_histogram_test
