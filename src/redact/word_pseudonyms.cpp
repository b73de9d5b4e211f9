#include "redact/word_pseudonyms.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "siptriage/base/ascii.h"

#include "redact/vocabulary.h"

namespace siptriage::detail {
namespace {

// A pseudonym that is not avoided is looked for so often, then any that is not
// taken.
constexpr std::uint32_t kAttempts = 48;
constexpr std::uint32_t kLastAttempts = 64;
// RFC 8224 8.3 lets numbers be compared by their ends; shorter ones are
// extensions and service numbers.
constexpr std::size_t kTellingDigits = 6;
// Fifteen of E.164 and what dial plans put in front.
constexpr std::size_t kMostNumberDigits = 24;

std::uint64_t hash_of_word(std::string_view word) {
  return std::hash<std::string_view>()(word);
}

bool is_long_number(std::string_view word) {
  return word.size() > kTellingDigits && word.size() <= kMostNumberDigits &&
         is_all_digits(word);
}

}  // namespace

void WordPseudonyms::learn(std::string_view word) {
  if (is_long_number(word) || WordShape(word).is_vast()) return;
  if (learned_.size() >= kMostShortWords) {
    is_full_ = true;
    return;
  }
  learned_.insert(hash_of_word(word));
}

std::string WordPseudonyms::pseudonym_of(std::string_view word) {
  if (is_long_number(word)) {
    return remember(word, number_pseudonym_of(word));
  }
  const WordShape shape(word);
  if (!shape.is_vast()) return short_pseudonym_of(word, shape);
  KeyedOctets octets(hash_, "word", word, 0);
  return remember(word, shape.make(octets));
}

// Each digit by those behind it, so that ends stay alike. A zero stays one: it
// is a prefix, or part of it.
std::string WordPseudonyms::number_pseudonym_of(std::string_view digits) {
  const std::size_t front = digits.size() - kTellingDigits;
  const std::string_view end = digits.substr(front);
  std::string pseudonym(digits.substr(0, front));
  for (std::size_t i = front; i-- > 0;) {
    if (digits[i] == '0') continue;
    KeyedOctets octets(hash_, "digit", digits.substr(i + 1), 0);
    const std::uint32_t turn = 1 + octets.below(8);
    const auto digit = static_cast<std::uint32_t>(digits[i] - '1');
    pseudonym[i] = static_cast<char>('1' + (digit + turn) % 9);
  }
  return pseudonym + short_pseudonym_of(end, WordShape(end));
}

std::string WordPseudonyms::short_pseudonym_of(std::string_view word,
                                               const WordShape& shape) {
  const auto found = short_.find(std::string(word));
  if (found != short_.end()) return found->second;
  if (short_.size() >= kMostShortWords) {
    is_full_ = true;
    KeyedOctets octets(hash_, "word", word, 0);
    return shape.make(octets);
  }
  std::string pseudonym = choose(word, shape);
  used_.insert(pseudonym);
  short_.emplace(word, pseudonym);
  return pseudonym;
}

std::string WordPseudonyms::choose(std::string_view word,
                                   const WordShape& shape) {
  std::string candidate;
  for (std::uint32_t attempt = 0; attempt < kLastAttempts; ++attempt) {
    KeyedOctets octets(hash_, "word", word, attempt);
    candidate = shape.make(octets);
    if (used_.count(candidate) != 0) continue;
    if (attempt >= kAttempts || !is_avoided(candidate, word)) return candidate;
  }
  // There are as many pseudonyms of a shape as words.
  while (used_.count(candidate) != 0) shape.advance(candidate);
  return candidate;
}

bool WordPseudonyms::is_avoided(std::string_view candidate,
                                std::string_view word) const {
  return candidate == word || learned_.count(hash_of_word(candidate)) != 0 ||
         vocabulary().has(candidate) || is_nobodys_name(candidate);
}

std::string WordPseudonyms::remember(std::string_view word,
                                     std::string pseudonym) {
  if (keeps_all_) others_.emplace(word, pseudonym);
  return pseudonym;
}

void WordPseudonyms::for_each(
    const std::function<void(std::string_view, std::string_view)>& tell) const {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  for (const auto* table : {&short_, &others_}) {
    for (const auto& [word, pseudonym] : *table) {
      all.emplace_back(word, pseudonym);
    }
  }
  std::sort(all.begin(), all.end());
  for (const auto& [word, pseudonym] : all) tell(word, pseudonym);
}

}  // namespace siptriage::detail
