#include "siptriage/capture/timeline.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/capture/capture_octets.h"

namespace siptriage::timeline_test {
namespace {

using testing::pcap_file;
using testing::PcapngFile;
using testing::TemporaryFile;

// A capture in memory with one frame a second given.
std::string at_seconds(const std::vector<std::uint32_t>& seconds) {
  std::vector<testing::PcapRecord> records;
  records.reserve(seconds.size());
  for (const std::uint32_t second : seconds) {
    records.push_back({.seconds = second, .octets = std::to_string(second)});
  }
  return pcap_file({}, records);
}

Timeline timeline_of(const std::vector<std::string>& captures) {
  std::vector<CaptureReader> readers;
  for (const std::string& capture : captures) {
    Result<CaptureReader> reader = CaptureReader::from_memory(
        "memory", capture, static_cast<std::uint32_t>(readers.size()));
    EXPECT_TRUE(reader.has_value());
    readers.push_back(std::move(*reader));
  }
  return Timeline(std::move(readers));
}

// "file:number" of each frame, in the order they come.
std::vector<std::string> order_of(Timeline& timeline, std::size_t batch) {
  std::vector<std::string> order;
  std::vector<Frame> frames(batch);
  while (const std::size_t count = timeline.next_batch(frames)) {
    for (const Frame& frame : std::span(frames).first(count)) {
      order.push_back(std::to_string(frame.id.file) + ":" +
                      std::to_string(frame.id.number));
    }
  }
  EXPECT_EQ(timeline.next_batch(frames), 0U);
  return order;
}

using Order = std::vector<std::string>;

TEST(Timeline, MergesByTimeAndGivesTheEarlierFileTheTie) {
  struct Row {
    std::vector<std::vector<std::uint32_t>> captures;
    Order order;
  };
  const Row rows[] = {
      {{{1, 3, 5}, {2, 4, 6}}, {"0:1", "1:1", "0:2", "1:2", "0:3", "1:3"}},
      {{{5, 6}, {1, 2}}, {"1:1", "1:2", "0:1", "0:2"}},    // given out of order
      {{{1, 1}, {1}, {1}}, {"0:1", "0:2", "1:1", "2:1"}},  // ties
      {{{}, {7}, {}}, {"1:1"}},                            // empty ones
      {{{}, {}}, {}},
      // A clock that went back: its frames do not overtake each other.
      {{{9, 2, 3}, {4, 10}}, {"1:1", "0:1", "0:2", "0:3", "1:2"}},
  };
  for (const Row& row : rows) {
    for (const std::size_t batch : {1U, 2U, 100U}) {
      std::vector<std::string> captures;
      for (const auto& seconds : row.captures) {
        captures.push_back(at_seconds(seconds));
      }
      Timeline timeline = timeline_of(captures);
      EXPECT_EQ(order_of(timeline, batch), row.order);
    }
  }
}

TEST(Timeline, LeavesOneCaptureInItsOwnOrder) {
  const std::vector<std::string> captures = {at_seconds({9, 2, 5})};
  Timeline timeline = timeline_of(captures);
  EXPECT_EQ(order_of(timeline, 2), (Order{"0:1", "0:2", "0:3"}));
}

TEST(Timeline, IsEmptyWithoutReaders) {
  Timeline timeline({});
  std::array<Frame, 1> frame;
  EXPECT_EQ(timeline.next_batch(frame), 0U);
  EXPECT_TRUE(timeline.coverage().empty());
}

TEST(Timeline, KeepsAFrameWithoutATimeWithTheOneBeforeIt) {
  PcapngFile file;
  file.section(ByteOrder::Little).interface();
  file.simple(1, "a").enhanced(0, 5'000'000, "b").simple(1, "c");
  const std::vector<std::string> captures = {at_seconds({1, 5, 6}),
                                             file.done()};
  Timeline timeline = timeline_of(captures);
  EXPECT_EQ(order_of(timeline, 100),
            (Order{"1:1", "0:1", "0:2", "1:2", "1:3", "0:3"}));
}

TEST(Timeline, MergesMoreFramesThanABatchHolds) {
  std::vector<std::string> captures;
  std::vector<std::uint32_t> all;
  for (std::uint32_t file = 0; file < 5; ++file) {
    std::vector<std::uint32_t> seconds;
    for (std::uint32_t i = 0; i < 1000; ++i) seconds.push_back(i * 5 + file);
    all.insert(all.end(), seconds.begin(), seconds.end());
    captures.push_back(at_seconds(seconds));
  }
  std::sort(all.begin(), all.end());
  Timeline timeline = timeline_of(captures);
  std::vector<std::uint32_t> merged;
  std::array<Frame, kFrameBatch> frames;
  while (const std::size_t count = timeline.next_batch(frames)) {
    for (const Frame& frame : std::span(frames).first(count)) {
      merged.push_back(
          static_cast<std::uint32_t>(std::stoul(std::string(frame.octets))));
    }
  }
  EXPECT_EQ(merged, all);
}

// Transient frames of several captures stay valid until the next call, also
// where a capture runs dry in the middle of a batch.
TEST(Timeline, KeepsTransientFramesUntilTheNextCall) {
  std::vector<std::uint32_t> even;
  std::vector<std::uint32_t> odd;
  for (std::uint32_t i = 0; i < 700; ++i) {
    even.push_back(2 * i);
    odd.push_back(2 * i + 1);
  }
  const TemporaryFile first(at_seconds(even));
  const TemporaryFile second(at_seconds(odd));
  OctetStore store;
  std::vector<CaptureReader> readers;
  for (const TemporaryFile* file : {&first, &second}) {
    Result<CaptureReader> reader =
        CaptureReader::open(file->path(), {.prefer_libpcap = true}, store);
    ASSERT_TRUE(reader.has_value());
    readers.push_back(std::move(*reader));
  }
  Timeline timeline(std::move(readers));
  std::uint32_t expected = 0;
  std::vector<Frame> frames(1000);  // more than a reader gives at once
  while (const std::size_t count = timeline.next_batch(frames)) {
    for (const Frame& frame : std::span(frames).first(count)) {
      ASSERT_TRUE(frame.transient);
      ASSERT_EQ(frame.octets, std::to_string(expected++));
    }
  }
  EXPECT_EQ(expected, 1400U);
}

TEST(Timeline, TellsOfEachFileInTheOrderGiven) {
  const std::string damaged = at_seconds({1, 2}) + "junk";
  const std::vector<std::string> captures = {at_seconds({7}), damaged};
  Timeline timeline = timeline_of(captures);
  order_of(timeline, 10);
  const std::vector<FileCoverage> files = timeline.coverage();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].frames, 1U);
  EXPECT_EQ(files[0].damage, "");
  EXPECT_EQ(files[1].frames, 2U);
  EXPECT_NE(files[1].damage, "");
}

TEST(Timeline, CanBeMoved) {
  const std::vector<std::string> captures = {at_seconds({1, 3}),
                                             at_seconds({2, 4})};
  Timeline timeline = timeline_of(captures);
  std::array<Frame, 2> frames;
  ASSERT_EQ(timeline.next_batch(frames), 2U);
  Timeline moved(std::move(timeline));
  EXPECT_EQ(order_of(moved, 10), (Order{"0:2", "1:2"}));
}

}  // namespace
}  // namespace siptriage::timeline_test
