#include "explain/words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "siptriage/base/ascii.h"

#include "base/edit_distance.h"

namespace siptriage::explain {
namespace {

// Below this, too many words begin alike.
constexpr std::size_t kShortestFront = 3;
constexpr std::size_t kShortestWithOneTypo = 4;
constexpr std::size_t kShortestWithTwoTypos = 8;

constexpr std::string_view kFillers[] = {
    "a",   "an",      "and",  "are", "can",  "code", "do",   "does", "error",
    "for", "get",     "how",  "i",   "in",   "is",   "it",   "mean", "means",
    "me",  "meaning", "my",   "of",  "on",   "or",   "sip",  "the",  "to",
    "vs",  "versus",  "what", "why", "with", "when", "which"};

bool is_word_octet(char c) { return is_alpha(c) || is_digit(c); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "codecs" as "codec", "class" as it is.
std::string_view without_plural(std::string_view word) {
  if (word.size() <= kShortestFront || to_lower(word.back()) != 's') {
    return word;
  }
  const char before = to_lower(word[word.size() - 2]);
  return before == 's' || before == 'u' || before == 'i'
             ? word
             : word.substr(0, word.size() - 1);
}

}  // namespace

std::string_view next_word(std::string_view& text) {
  std::size_t begin = 0;
  while (begin < text.size() && !is_word_octet(text[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.size() && is_word_octet(text[end])) ++end;
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

std::vector<std::string> words_of(std::string_view question) {
  std::vector<std::string> words;
  for (auto word = next_word(question); !word.empty();
       word = next_word(question)) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      const bool hump = i < word.size() && is_upper(word[i]) &&
                        is_alpha(word[i - 1]) && !is_upper(word[i - 1]);
      if (i != word.size() && !hump) continue;
      words.push_back(to_lower_copy(word.substr(begin, i - begin)));
      begin = i;
    }
  }
  return words;
}

std::string folded(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (is_word_octet(c)) text += to_lower(c);
  }
  return text;
}

std::vector<std::string> without_fillers(std::vector<std::string> words) {
  std::vector<std::string> left;
  for (const std::string& word : words) {
    if (std::find(std::begin(kFillers), std::end(kFillers), word) ==
        std::end(kFillers)) {
      left.push_back(word);
    }
  }
  return left.empty() ? std::move(words) : left;
}

Likeness likeness(std::string_view word, std::string_view wanted) {
  // Most words part at their first letter.
  if (word.empty() || wanted.empty() || to_lower(word[0]) != wanted[0]) {
    return Likeness::None;
  }
  if (equals_ignore_case(without_plural(word), without_plural(wanted))) {
    return Likeness::Same;
  }
  const bool front =
      wanted.size() >= kShortestFront && starts_with_ignore_case(word, wanted);
  return front ? Likeness::Front : Likeness::None;
}

std::size_t typos_forgiven(std::size_t letters) {
  if (letters < kShortestWithOneTypo) return 0;
  return letters < kShortestWithTwoTypos ? 1 : 2;
}

Likeness likeness_with_typos(std::string_view word, std::string_view wanted) {
  const Likeness plain = likeness(word, wanted);
  if (plain != Likeness::None) return plain;
  const std::size_t most = typos_forgiven(std::min(word.size(), wanted.size()));
  // A wrong digit is another number.
  if (most == 0 || is_digit(word[0]) || is_digit(wanted[0])) {
    return Likeness::None;
  }
  return edit_distance(word, wanted, most) <= most ? Likeness::Typo
                                                   : Likeness::None;
}

}  // namespace siptriage::explain
