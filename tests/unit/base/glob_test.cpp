#include "base/glob.h"

#include <string>

#include <gtest/gtest.h>

namespace siptriage::glob_test {
namespace {

TEST(Glob, StarsAndQuestionMarks) {
  EXPECT_TRUE(matches_glob("", ""));
  EXPECT_FALSE(matches_glob("", "a"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("192.0.2.*", "192.0.2.17"));
  EXPECT_FALSE(matches_glob("192.0.2.*", "192.0.20.17"));
  EXPECT_TRUE(matches_glob("*@example.com", "sip:bob@example.com"));
  EXPECT_FALSE(matches_glob("*@example.com", "sip:bob@example.com;x"));
  EXPECT_TRUE(matches_glob("a*b*c", "a1b2b3c"));
  EXPECT_FALSE(matches_glob("a*b*c", "a1b2b3"));
  EXPECT_TRUE(matches_glob("a?c", "abc"));
  EXPECT_FALSE(matches_glob("a?c", "ac"));
}

TEST(Glob, DoesNotMindLetterCase) {
  EXPECT_TRUE(matches_glob("*Asterisk*", "ASTERISK PBX 18"));
}

// Many stars over a text that almost fits: no more than the product.
TEST(Glob, EndsSoonWhateverThePattern) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  EXPECT_FALSE(matches_glob(pattern + "b", std::string(20'000, 'a')));
}

}  // namespace
}  // namespace siptriage::glob_test
