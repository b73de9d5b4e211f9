// The reports of any capture have the same octets on any number of threads.

#include <string>

#include <gtest/gtest.h>

#include "properties/inputs.h"
#include "properties/told.h"

namespace siptriage::testing::threads_test {
namespace {

TEST(Threads, OneTwoAndEightWriteTheSameOctets) {
  for (const std::string& path : all_captures()) {
    const Told expected = tell({path}, 1);
    EXPECT_NE(expected.ndjson, "") << path;
    for (const unsigned threads : {2U, 8U}) {
      expect_equal(tell({path}, threads), expected, path);
    }
  }
}

TEST(Threads, WriteTheSameOctetsOfManyFiles) {
  const Told expected = tell(all_captures(), 1);
  for (const unsigned threads : {2U, 8U}) {
    expect_equal(tell(all_captures(), threads), expected, "all captures");
  }
}

}  // namespace
}  // namespace siptriage::testing::threads_test
