#include "base/edit_distance.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::edit_distance_test {
namespace {

TEST(EditDistance, CountsInsertedLostReplacedAndSwappedLetters) {
  struct Case {
    std::string_view a;
    std::string_view b;
    std::size_t edits;
  };
  constexpr Case kCases[] = {
      {"", "", 0},         {"abc", "ABC", 0},   {"abc", "abcd", 1},
      {"abcd", "abd", 1},  {"abcd", "abxd", 1}, {"abcd", "acbd", 1},
      {"abcd", "dcba", 3}, {"abcd", "wxyz", 4}, {"abc", "", 3},
      {"ca", "abc", 3},  // no letter is edited twice
  };
  for (const auto& [a, b, edits] : kCases) {
    EXPECT_EQ(edit_distance(a, b, 4), edits) << a << " " << b;
    EXPECT_EQ(edit_distance(b, a, 4), edits) << b << " " << a;
  }
  EXPECT_EQ(edit_distance("abcd", "wxyz", 2), 3U);
  EXPECT_EQ(edit_distance(std::string(100, 'a'), std::string(100, 'a'), 2), 3U);
}

TEST(NearestName, IsASlipAwayOrBeginsAlike) {
  constexpr std::string_view kNames[] = {"outcome", "code", "caller", "callee"};
  EXPECT_EQ(nearest_name(kNames, "cdoe"), 1U);
  EXPECT_EQ(nearest_name(kNames, "out"), 0U);
  EXPECT_EQ(nearest_name(kNames, "callee"), 3U);
  EXPECT_EQ(nearest_name(kNames, "calle"), 2U) << "of fronts the first";
  EXPECT_EQ(nearest_name(kNames, "xyzzy"), std::nullopt);
  EXPECT_EQ(nearest_name(kNames, ""), std::nullopt);
  EXPECT_EQ(nearest_name({}, "code"), std::nullopt);
}

}  // namespace
}  // namespace siptriage::edit_distance_test
