#include "output/utf8.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::output::utf8_test {
namespace {

TEST(Utf8, TellsWhatIsUtf8) {
  const struct {
    std::string_view text;
    bool valid;
  } cases[] = {
      {"", true},
      {"plain", true},
      {std::string_view("a\0b", 3), true},  // NUL is a code point
      {"\xC3\xA9", true},                   // U+00E9
      {"\xE2\x82\xAC", true},               // U+20AC
      {"\xF0\x9F\x93\x9E", true},           // U+1F4DE
      {"\xF4\x8F\xBF\xBF", true},           // U+10FFFF, the last
      {"\xC3", false},                      // cut
      {"\xE2\x82", false},                  // cut
      {"\x80", false},                      // a continuation alone
      {"\xC0\xAF", false},                  // overlong '/'
      {"\xE0\x80\xAF", false},              // overlong '/'
      {"\xF0\x80\x80\xAF", false},          // overlong '/'
      {"\xED\xA0\x80", false},              // surrogate
      {"\xF4\x90\x80\x80", false},          // past U+10FFFF
      {"\xFF", false},                      // no lead at all
      {"\xC3(", false},                     // lead without continuation
  };
  for (const auto& c : cases) EXPECT_EQ(is_utf8(c.text), c.valid) << c.text;
}

TEST(Utf8, ReplacesEachOctetThatIsNone) {
  EXPECT_EQ(to_utf8("a\xFF\xC3z"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
  EXPECT_TRUE(is_utf8(to_utf8("\xE2\x82")));
  EXPECT_EQ(to_utf8("\xC3\xA9"), "\xC3\xA9");
}

TEST(Utf8, WritesWhatItReads) {
  for (const char32_t value : {U'\0', U'a', U'\x7F', U'\x80', U'\x7FF',
                               U'\x800', U'\xFFFF', U'\x10000', U'\x10FFFF'}) {
    std::string text;
    append_code_point(value, text);
    const CodePoint point = first_code_point(text);
    EXPECT_TRUE(point.valid);
    EXPECT_EQ(point.value, value);
    EXPECT_EQ(point.octets, text.size());
  }
}

TEST(Utf8, CountsTerminalColumns) {
  const struct {
    std::string_view text;
    std::size_t columns;
  } cases[] = {
      {"", 0},
      {"abc", 3},
      {"\xC3\xA9t\xC3\xA9", 3},         // precomposed letters
      {"e\xCC\x81", 1},                 // e and a combining acute
      {"\xE6\x9D\xB1\xE4\xBA\xAC", 4},  // two ideographs
      {"\xF0\x9F\x93\x9E", 2},          // a telephone
      {"\xEF\xBD\xB1", 1},              // half-width katakana
      {"\xED\x95\x9C", 2},              // hangul
  };
  for (const auto& c : cases) {
    EXPECT_EQ(columns_of(c.text), c.columns) << c.text;
  }
}

}  // namespace
}  // namespace siptriage::output::utf8_test
