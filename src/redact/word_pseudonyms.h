#pragma once
// WordPseudonyms: for each word another one of the same shape, the same
// wherever the word stands, and never the same for two words.
//
//   names.learn("alice");            // all words, before any is replaced
//   names.pseudonym_of("alice");     // "qzkwe"
//
// A word is a run of letters, digits and octets beyond ASCII, in lower case.
// What is learned is not given out as a pseudonym while there is another, nor
// is a word of the protocol. Numbers that end alike in six digits or more have
// pseudonyms that do.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "redact/keyed_hash.h"
#include "redact/word_shape.h"

namespace siptriage::detail {

// Words kept in memory: those that are not so long that a table can be done
// without.
inline constexpr std::size_t kMostShortWords = std::size_t{1} << 22;

class WordPseudonyms {
 public:
  // `keeps_all`: for each() to know them all.
  WordPseudonyms(std::string_view key, bool keeps_all)
      : hash_(key), keeps_all_(keeps_all) {}

  void learn(std::string_view word);
  [[nodiscard]] std::string pseudonym_of(std::string_view word);

  // More words came than kMostShortWords: pseudonyms may be those of others.
  [[nodiscard]] bool is_full() const { return is_full_; }
  void for_each(
      const std::function<void(std::string_view word,
                               std::string_view pseudonym)>& tell) const;

 private:
  [[nodiscard]] std::string number_pseudonym_of(std::string_view digits);
  [[nodiscard]] std::string short_pseudonym_of(std::string_view word,
                                               const WordShape& shape);
  [[nodiscard]] std::string choose(std::string_view word,
                                   const WordShape& shape);
  [[nodiscard]] bool is_avoided(std::string_view candidate,
                                std::string_view word) const;
  std::string remember(std::string_view word, std::string pseudonym);

  KeyedHash hash_;
  bool keeps_all_;
  bool is_full_ = false;
  std::unordered_set<std::uint64_t> learned_;  // hashes of short words
  std::unordered_map<std::string, std::string> short_;
  std::unordered_set<std::string> used_;
  std::unordered_map<std::string, std::string> others_;  // if keeps_all_
};

}  // namespace siptriage::detail
