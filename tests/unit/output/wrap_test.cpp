#include "output/wrap.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "output/utf8.h"

namespace siptriage::output::wrap_test {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_EQ(wrap_text("one two three", 7, "..."), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap_text("one two three", 100, "..."), (Lines{"one two three"}));
  EXPECT_EQ(wrap_text("", 10, "..."), (Lines{""}));
  EXPECT_EQ(wrap_text("  spaces   between ", 20, "..."),
            (Lines{"spaces between"}));
}

TEST(Wrap, CutsAWordThatNoLineHolds) {
  EXPECT_EQ(wrap_text("a 0123456789abcdef z", 10, "..."),
            (Lines{"a", "0123456...", "z"}));
}

TEST(Wrap, LeavesRoomForWhatStandsOnTheFirstLine) {
  EXPECT_EQ(wrap_text("one two", 8, "...", 4), (Lines{"one", "two"}));
  EXPECT_EQ(wrap_text("one two", 8, "...", 6), (Lines{"", "one two"}));
  EXPECT_EQ(wrap_text("a-word-of-16-col", 16, "...", 3),
            (Lines{"", "a-word-of-16-col"}));
}

TEST(Wrap, CountsColumnsAndNotOctets) {
  // Five letters of two octets each.
  const std::string word = "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9";
  EXPECT_EQ(wrap_text(word + " " + word, 11, "..."),
            (Lines{word + " " + word}));
  // Three ideographs take six columns, and none is cut in half.
  const std::string wide = "\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD";
  EXPECT_EQ(cut_to_columns(wide, 6, "."), wide);
  EXPECT_EQ(cut_to_columns(wide, 5, "."), "\xE6\x9D\xB1\xE4\xBA\xAC.");
  EXPECT_EQ(cut_to_columns(wide, 4, "."), "\xE6\x9D\xB1.");
}

// An Arabic vowel sign has no column of its own.
TEST(Wrap, KeepsAGapBehindAWordOfNoColumns) {
  const std::string sign = "\xD9\x92";
  EXPECT_EQ(wrap_text(sign + " ab", 2, "..."), (Lines{sign, "ab"}));
  EXPECT_EQ(wrap_text(sign + " ab", 3, "..."), (Lines{sign + " ab"}));
}

TEST(Wrap, NoLineIsWiderThanAskedFor) {
  const std::string text =
      "The refresh interval \xE6\x9D\xB1\xE4\xBA\xAC proposed for the call is "
      "0123456789012345678901234567890123456789 e\xCC\x81 short";
  for (std::size_t columns = 1; columns < 60; ++columns) {
    for (const std::string& line : wrap_text(text, columns, "...")) {
      EXPECT_LE(columns_of(line), columns);
    }
  }
}

TEST(CutMiddle, KeepsBothEnds) {
  EXPECT_EQ(cut_middle("0123456789", 10, "..."), "0123456789");
  EXPECT_EQ(cut_middle("0123456789@host", 9, "..."), "012...ost");
  EXPECT_EQ(cut_middle("0123456789@host", 10, "..."), "0123...ost");
  EXPECT_EQ(cut_middle("0123456789", 3, "..."), "012");
  EXPECT_EQ(cut_middle("0123456789", 0, "..."), "");
}

TEST(Pad, FillsUpToTheColumnAndNeverCuts) {
  EXPECT_EQ(pad_right("ab", 4), "ab  ");
  EXPECT_EQ(pad_left("ab", 4), "  ab");
  EXPECT_EQ(pad_right("abcde", 4), "abcde");
  EXPECT_EQ(pad_left("\xC3\xA9", 3), "  \xC3\xA9");
}

}  // namespace
}  // namespace siptriage::output::wrap_test
