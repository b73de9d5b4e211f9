#include "output/escape_terminal.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::output::escape_terminal_test {
namespace {

using namespace std::string_view_literals;

TEST(EscapeTerminal, ShowsWhatATerminalWouldAct) {
  const struct {
    std::string_view text;
    std::string_view shown;
  } cases[] = {
      {"sip:alice@example.com", "sip:alice@example.com"},
      {"\x1b[2J", "\\x1b[2J"},                   // clears the screen
      {"\x1b]0;title\a", "\\x1b]0;title\\x07"},  // sets the window's title
      {"a\0b"sv, "a\\x00b"},
      {"\x7f", "\\x7f"},  // DEL
      {"\xC2\x9B"
       "31m",
       "\\x9b31m"},  // C1 CSI as UTF-8
      {"\x9B"
       "31m",
       "\\x9b31m"},  // C1 CSI as one octet
      {"a\tb\rc\nd", "a\\x09b\\x0dc\\x0ad"},
      {"folded\r\n  value", "folded value"},  // RFC 3261 7.3.1
      {"folded\n\tvalue", "folded value"},
      {"\r\n", "\\x0d\\x0a"},  // no fold: nothing follows
      {"\xE2\x80\xAE"
       "moc",
       "\\u{202e}moc"},  // right-to-left override
      {"\xE2\x81\xA6x\xE2\x81\xA9", "\\u{2066}x\\u{2069}"},  // isolates
      {"a\xE2\x80\x8B"
       "b",
       "a\\u{200b}b"},                  // zero-width space
      {"\xE2\x80\xA8", "\\u{2028}"},    // line separator
      {"\xEF\xBB\xBFx", "\\u{feff}x"},  // byte order mark
      {"\xEF\xBF\xBFx", "\\u{ffff}x"},  // no character
      {"\xF0\x9F\xBF\xBEx", "\\u{1fffe}x"},
      {"\xE3\x85\xA4x", "\\u{3164}x"},     // filler
      {"\xF3\xA0\x80\xA1", "\\u{e0021}"},  // a tag character
      {"\xC3\xA9", "\xC3\xA9"},            // a letter stays
      {"\xFF\xC3", "\\xff\\xc3"},          // not UTF-8
      {"\xC0\x9B", "\\xc0\\x9b"},          // overlong ESC
      {"C:\\x1b", "C:\\x1b"},              // backslashes stay
  };
  for (const auto& c : cases) {
    EXPECT_EQ(escape_terminal(c.text, true), c.shown);
  }
}

TEST(EscapeTerminal, LeavesNothingBeyondAsciiWhenAskedTo) {
  EXPECT_EQ(escape_terminal("M\xC3\xBCller \xF0\x9F\x93\x9E", false),
            "M\\u{00fc}ller \\u{1f4de}");
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  for (const char c : escape_terminal(all, false)) {
    EXPECT_GE(c, ' ');
    EXPECT_LE(c, '~');
  }
}

TEST(EscapeTerminal, NeverLetsAControlOctetPass) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const char text[] = {static_cast<char>(first), static_cast<char>(second)};
      for (const char c : escape_terminal({text, 2}, true)) {
        const auto octet = static_cast<unsigned char>(c);
        EXPECT_TRUE(octet >= 0x20 && octet != 0x7F) << first << ' ' << second;
      }
    }
  }
}

}  // namespace
}  // namespace siptriage::output::escape_terminal_test
