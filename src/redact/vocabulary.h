#pragma once
// Vocabulary: the words that are known to be of the protocol, and so name
// nobody. What is not in it is replaced.
//
//   if (vocabulary().has("rtpmap")) keep(word);

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace siptriage::detail {

class Vocabulary {
 public:
  // Letter case does not matter. Words of the grammars, of the registries, and
  // of the texts that the catalogue has for codes, causes and warnings.
  [[nodiscard]] bool has(std::string_view word) const;

 private:
  friend const Vocabulary& vocabulary();
  Vocabulary();
  void add_words(std::string_view text);

  std::unordered_set<std::string> words_;
};

[[nodiscard]] const Vocabulary& vocabulary();

// Names that stand for nobody in particular, wherever they stand: "anonymous",
// "localhost". Letter case does not matter.
[[nodiscard]] bool is_nobodys_name(std::string_view word);

// A parameter whose value is made of words of the protocol: "transport". Letter
// case does not matter.
[[nodiscard]] bool has_known_value(std::string_view parameter);

// The last label of a domain, which is kept: "com", "de", "invalid".
[[nodiscard]] bool is_top_level_domain(std::string_view label);

// Numbers of a version are no longer.
inline constexpr std::size_t kMostVersionDigits = 4;
// A program that User-Agent and Server may go on naming, or "v2".
[[nodiscard]] bool is_product_name(std::string_view word);

}  // namespace siptriage::detail
