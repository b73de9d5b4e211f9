#include "output/escape_markdown.h"

#include <string>

#include <gtest/gtest.h>

#include "unit/output/markdown_reader.h"

namespace siptriage::output::escape_markdown_test {
namespace {

struct Case {
  const char* text;
  const char* markdown;
};

TEST(EscapeMarkdown, LeavesProseAlone) {
  for (const char* text :
       {"", "The server refused it (MUST, RFC 3261 21.4.18).",
        "192.0.2.1:5060 answered 7.2 times, 50 % of 1,234 - e.g. by BYE/200",
        "at 11:32:07.000, +39 ms", "2001:0:1 is IPv6"}) {
    EXPECT_EQ(escape_markdown(text), text);
  }
}

TEST(EscapeMarkdown, EscapesWhatMeansSomething) {
  constexpr Case kCases[] = {
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"a|b", "a&#124;b"},
      {"`rm`", "&#96;rm&#96;"},
      {"&lt;", "&amp;lt;"},
      {"[x](y)", "\\[x\\](y)"},
      {"# not a heading", "\\# not a heading"},
      {"![x](y)", "!\\[x\\](y)"},
  };
  for (const Case& each : kCases) {
    EXPECT_EQ(escape_markdown(each.text), each.markdown);
  }
}

// Trackers look for these in what Markdown made of a text: a backslash is gone
// by then.
TEST(EscapeMarkdown, MakesCodeOfWhatATrackerWouldMakeALinkOf) {
  constexpr Case kCases[] = {
      {"from alice@example.com, then", "from `alice@example.com`, then"},
      {"\"Bob\" <sip:bob@example.com>;tag=1",
       "\"Bob\" &lt;`sip:bob@example.com`&gt;;tag=1"},
      {"thanks @torvalds!", "thanks `@torvalds!`"},
      {"fixes #123", "fixes `#123`"},
      {"owner/repo#7 and GH-9", "`owner/repo#7` and `GH-9`"},
      {"merge !12", "merge `!12`"},
      {"see https://x.example/?a=1.", "see `https://x.example/?a=1`."},
      {"www.x is", "`www.x` is"},
      {"at example.com", "at `example.com`"},
      {"a :bomb: here", "a `:bomb:` here"},
      {"costs $1", "costs `$1`"},
      {"snake_case and *bold*", "`snake_case` and `*bold*`"},
      {"\\x1b[31mred", "`\\x1b[31mred`"},
      {"commit 0b7e2d9916c84f53", "commit `0b7e2d9916c84f53`"},
      {"[x](https://e.example)", "\\[`x](https://e.example`)"},
      {"a@b<c@d>`e@f`|g@h", "`a@b`&lt;`c@d`&gt;&#96;`e@f`&#96;&#124;`g@h`"},
  };
  for (const Case& each : kCases) {
    EXPECT_EQ(escape_markdown(each.text), each.markdown);
    EXPECT_EQ(testing::read_markdown(each.markdown), each.text);
  }
}

// Every pair of characters, alone and inside a word and a sentence.
TEST(EscapeMarkdown, LosesNothing) {
  for (int a = ' '; a < 0x7F; ++a) {
    for (int b = ' '; b < 0x7F; ++b) {
      const std::string pair{static_cast<char>(a), static_cast<char>(b)};
      for (const std::string& text :
           {pair, "x" + pair + "1", "at " + pair + "me now"}) {
        ASSERT_EQ(testing::read_markdown(escape_markdown(text)), text);
      }
    }
  }
}

}  // namespace
}  // namespace siptriage::output::escape_markdown_test
