// CapturePauses: what counts as one, and what is kept of many.

#include "siptriage/base/capture_gaps.h"

#include <chrono>

#include <gtest/gtest.h>

namespace siptriage::capture_gaps_test {
namespace {

using std::chrono::seconds;

Timestamp at(std::int64_t second) { return Timestamp(seconds(second)); }

TEST(CapturePauses, CoverTheTimeBetweenTwoFrames) {
  CapturePauses pauses;
  for (const std::int64_t second : {0, 3, 20, 18, 21, 60}) {
    pauses.note_frame(at(second));
  }
  EXPECT_EQ(pauses.longest_within(at(0), at(3)), seconds(0));
  EXPECT_EQ(pauses.longest_within(at(0), at(30)), seconds(17));
  EXPECT_EQ(pauses.longest_within(at(10), at(15)), seconds(5));
  EXPECT_EQ(pauses.longest_within(at(0), at(100)), seconds(39));
  EXPECT_EQ(pauses.longest_within(at(60), at(100)), seconds(0));
}

TEST(CapturePauses, EndAndBeginWhereTheCaptureIsKnownToRun) {
  CapturePauses pauses;
  pauses.note_frame(at(0));
  pauses.note_frame(at(60));
  pauses.note_running({at(0), at(20), at(22), at(30), at(75)});
  EXPECT_EQ(pauses.longest_within(at(0), at(20)), seconds(20));
  EXPECT_EQ(pauses.longest_within(at(20), at(22)), seconds(0));
  EXPECT_EQ(pauses.longest_within(at(20), at(60)), seconds(30));
  // After the last frame, too.
  EXPECT_EQ(pauses.longest_within(at(60), at(100)), seconds(15));
}

TEST(CapturePauses, AreNoneWithoutFrames) {
  CapturePauses pauses;
  pauses.note_running({at(0), at(60)});
  EXPECT_EQ(pauses.longest_within(at(0), at(60)), seconds(0));
}

TEST(CapturePauses, ForgetTheShortestOfTooMany) {
  CapturePauses pauses;
  pauses.note_frame(at(0));
  pauses.note_frame(at(100));
  std::int64_t now = 100;
  for (std::size_t i = 0; i <= CapturePauses::kMost; ++i) {
    now += 5;
    pauses.note_frame(at(now));
  }
  EXPECT_EQ(pauses.longest_within(at(0), at(now)), seconds(100));
  EXPECT_EQ(pauses.longest_within(at(100), at(now)), seconds(0));
}

}  // namespace
}  // namespace siptriage::capture_gaps_test
