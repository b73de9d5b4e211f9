#include "explain/words.h"

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "explain/snippet.h"

namespace siptriage::explain::words_test {
namespace {

TEST(Words, ComeOutOfCamelCaseAndPunctuation) {
  EXPECT_EQ(words_of("BusyHere"), (std::vector<std::string>{"busy", "here"}));
  EXPECT_EQ(words_of("Retry-After?"),
            (std::vector<std::string>{"retry", "after"}));
  EXPECT_EQ(words_of("REGISTER CSeq 4xx"),
            (std::vector<std::string>{"register", "cseq", "4xx"}));
  EXPECT_TRUE(words_of(" -?! ").empty());
  EXPECT_TRUE(words_of("").empty());
}

TEST(Words, FoldToTheSameName) {
  for (const std::string_view name :
       {"Retry-After", "retry after", "RetryAfter", "RETRY_AFTER"}) {
    EXPECT_EQ(folded(name), "retryafter") << name;
  }
}

TEST(Words, LoseFillersButNotAllOfThem) {
  EXPECT_EQ(without_fillers({"what", "does", "486", "mean"}),
            std::vector<std::string>{"486"});
  EXPECT_EQ(without_fillers({"what", "is"}),
            (std::vector<std::string>{"what", "is"}));
}

TEST(Words, AreAlikeByPluralAndFront) {
  struct Case {
    std::string_view word;
    std::string_view wanted;
    Likeness likeness;
  };
  constexpr Case kCases[] = {
      {"Codec", "codec", Likeness::Same},
      {"codecs", "codec", Likeness::Same},
      {"codec", "codecs", Likeness::Same},
      {"class", "clas", Likeness::Front},  // no plural
      {"status", "statu", Likeness::Front},
      {"challenges", "chall", Likeness::Front},
      {"within", "wi", Likeness::None},  // too short for a front
      {"codec", "kodec", Likeness::None},
      {"", "codec", Likeness::None},
      {"codec", "", Likeness::None},
  };
  for (const auto& [word, wanted, expected] : kCases) {
    EXPECT_EQ(likeness(word, wanted), expected) << word << " " << wanted;
  }
}

TEST(Words, ForgiveSlipsOfThePenByLength) {
  EXPECT_EQ(likeness_with_typos("Unsupported", "unsuported"), Likeness::Typo);
  EXPECT_EQ(likeness_with_typos("Busy", "bsuy"), Likeness::Typo);
  EXPECT_EQ(likeness_with_typos("Unsupported", "onsuportet"), Likeness::None);
  EXPECT_EQ(likeness_with_typos("Via", "vja"), Likeness::None);
  EXPECT_EQ(likeness_with_typos("3261", "3262"), Likeness::None);
}

TEST(Snippet, ShowsTheWordsItWasFoundBy) {
  const std::string text =
      "One two three four five six seven eight nine ten eleven twelve codecs "
      "fourteen fifteen sixteen seventeen eighteen nineteen twenty.";
  const std::vector<std::string> words = {"codec"};
  const std::string found = snippet(text, words, 40, "...");
  EXPECT_NE(found.find("codecs"), std::string::npos) << found;
  EXPECT_TRUE(found.starts_with("...") && found.ends_with("...")) << found;
  EXPECT_LE(found.size(), 46U);
  EXPECT_EQ(snippet("Short.", words, 40, "..."), "Short.");
  EXPECT_TRUE(snippet(text, {}, 40, "...").starts_with("One two"));
}

}  // namespace
}  // namespace siptriage::explain::words_test
