// No sentence of ours is one of the pages that people look codes up on.

#include "unit/catalogue/public_sentences.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/base/ascii.h"

#include "unit/catalogue/own_texts.h"

namespace siptriage::public_sentences_test {
namespace {

// Fewer words are no sentence, but a name.
constexpr std::size_t kMinSentenceWords = 4;

// The sentences of `text`: lower-case words of letters and digits, a space
// between them. What ends in one of ".?!:;" ends a sentence.
std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::string sentence;
  std::size_t words = 0;
  const auto finish = [&] {
    if (words >= kMinSentenceWords) sentences.push_back(sentence);
    sentence.clear();
    words = 0;
  };
  while (!text.empty()) {
    const std::string_view raw = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(raw.size() + 1, text.size()));
    std::string word;
    for (const char c : raw) {
      if (is_alpha(c) || is_digit(c)) word += to_lower(c);
    }
    if (!word.empty()) {
      sentence += (words == 0 ? "" : " ") + word;
      ++words;
    }
    if (raw.find_last_of(".?!:;") == raw.size() - 1 && !raw.empty()) finish();
  }
  finish();
  return sentences;
}

// FNV-1a with 64 bits.
std::uint64_t hash_of(std::string_view sentence) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : sentence) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

TEST(PublicSentences, AreComparedWithoutPunctuationAndCase) {
  EXPECT_EQ(
      sentences_of("One two-three, four FIVE. See 21.4.6 for more on it?"),
      (std::vector<std::string>{"one twothree four five",
                                "see 2146 for more on it"}));
  EXPECT_TRUE(sentences_of("Too short.").empty());
  EXPECT_EQ(hash_of(""), 0xcbf29ce484222325U);
  EXPECT_EQ(hash_of("a"), 0xaf63dc4c8601ec8cU);
}

TEST(PublicSentences, AreNoneOfOurs) {
  ASSERT_TRUE(std::ranges::is_sorted(kPublicSentences));
  for (const auto& [where, text] : own_texts()) {
    for (const std::string& sentence : sentences_of(text)) {
      EXPECT_FALSE(
          std::ranges::binary_search(kPublicSentences, hash_of(sentence)))
          << where << ": " << sentence;
    }
  }
}

}  // namespace
}  // namespace siptriage::public_sentences_test
