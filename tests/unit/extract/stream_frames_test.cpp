#include "extract/stream_frames.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "extract/segment_copies.h"

namespace siptriage::extract::stream_frames_test {
namespace {

std::vector<std::uint32_t> numbers(const std::vector<FrameId>& frames) {
  std::vector<std::uint32_t> result;
  for (const FrameId frame : frames) result.push_back(frame.number);
  return result;
}

using Numbers = std::vector<std::uint32_t>;

TEST(StreamFrames, GivesEachMessageItsSegments) {
  StreamFrames stream;
  stream.push(100, {0, 1});
  stream.push(50, {0, 2});
  EXPECT_EQ(numbers(stream.take_message(150, 150)), (Numbers{1, 2}));
  stream.push(10, {0, 3});
  EXPECT_EQ(numbers(stream.take_message(160, 10)), Numbers{3});
}

TEST(StreamFrames, GivesTheMessageBeforeThatEndsInTheSameSegment) {
  StreamFrames stream;
  stream.push(100, {0, 1});
  stream.push(100, {0, 2});
  EXPECT_EQ(numbers(stream.take_message(150, 150)), (Numbers{1, 2}));
  stream.push(100, {0, 3});
  EXPECT_EQ(numbers(stream.take_message(300, 150)), (Numbers{1, 2, 3}));
  stream.push(10, {0, 4});
  EXPECT_EQ(numbers(stream.take_message(310, 10)), Numbers{4});
}

TEST(StreamFrames, LeavesOutWhatIsBetweenMessages) {
  StreamFrames stream;
  stream.push(100, {0, 1});
  stream.push(4, {0, 2});  // a keep-alive
  stream.push(100, {0, 3});
  EXPECT_EQ(numbers(stream.take_message(100, 100)), Numbers{1});
  EXPECT_EQ(numbers(stream.take_message(204, 100)), Numbers{3});
}

TEST(StreamFrames, ForgetsWhatCanBePartOfNoMessage) {
  StreamFrames stream;
  stream.push(100, {0, 1});
  stream.forget_before(100);
  stream.push(20, {0, 2});
  EXPECT_EQ(numbers(stream.take_message(120, 20)), Numbers{2});
}

TEST(SegmentCopies, AreFoundByTheirSequenceNumbers) {
  SegmentCopies copies;
  EXPECT_TRUE(copies.take(0xFFFFFFF0, 0x20, {0, 1}).empty());
  EXPECT_TRUE(copies.take(0x10, 10, {0, 2}).empty());
  EXPECT_EQ(numbers(copies.take(0, 4, {0, 3})), Numbers{1});
  EXPECT_EQ(numbers(copies.take(8, 12, {0, 4})), (Numbers{1, 2}));
}

}  // namespace
}  // namespace siptriage::extract::stream_frames_test
