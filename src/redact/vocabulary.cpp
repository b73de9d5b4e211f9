#include "redact/vocabulary.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"

namespace siptriage::detail {
namespace {

bool is_letter_or_digit(char c) { return is_digit(c) || is_alpha(c); }

// Calls `take` with each word of `text`.
template <typename Take>
void for_each_word(std::string_view text, Take take) {
  while (!text.empty()) {
    const auto* const begin =
        std::find_if(text.begin(), text.end(), is_letter_or_digit);
    const auto* const end =
        std::find_if_not(begin, text.end(), is_letter_or_digit);
    if (begin != end) take(std::string_view(begin, end));
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
}

std::unordered_set<std::string> words_of(std::string_view list) {
  std::unordered_set<std::string> words;
  for_each_word(find_words(list),
                [&](std::string_view word) { words.emplace(word); });
  return words;
}

bool holds(const std::unordered_set<std::string>& words,
           std::string_view word) {
  return words.count(to_lower_copy(word)) != 0;
}

std::unordered_set<std::string> product_names() {
  std::unordered_set<std::string> words = words_of("product-names");
  for (const ScannerEntry& scanner : all_scanners()) {
    for_each_word(scanner.name, [&](std::string_view word) {
      words.insert(to_lower_copy(word));
    });
  }
  return words;
}

// Whole names: "early-only" is one.
std::unordered_set<std::string> parameters_of_words() {
  std::unordered_set<std::string> names;
  std::string_view list = find_words("parameters-of-words");
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    names.emplace(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

}  // namespace

Vocabulary::Vocabulary() {
  for (const std::string_view list : {"syntax", "media", "identity", "texts"}) {
    add_words(find_words(list));
  }
  for (const ResponseEntry& entry : all_responses()) {
    add_words(entry.phrase);
    for (const std::string_view alias : entry.aliases) add_words(alias);
  }
  for (const Q850Entry& entry : all_q850_causes()) add_words(entry.name);
  for (const WarningEntry& entry : all_warnings()) add_words(entry.text);
  for (const HeaderFieldEntry& entry : all_header_fields()) {
    add_words(entry.name);
  }
}

void Vocabulary::add_words(std::string_view text) {
  for_each_word(
      text, [&](std::string_view word) { words_.insert(to_lower_copy(word)); });
}

bool Vocabulary::has(std::string_view word) const {
  return holds(words_, word);
}

const Vocabulary& vocabulary() {
  static const Vocabulary words;
  return words;
}

bool is_nobodys_name(std::string_view word) {
  static const std::unordered_set<std::string> names =
      words_of("nobodys-names");
  return holds(names, word);
}

bool has_known_value(std::string_view parameter) {
  static const std::unordered_set<std::string> names = parameters_of_words();
  return holds(names, parameter);
}

bool is_top_level_domain(std::string_view label) {
  static const std::unordered_set<std::string> labels =
      words_of("top-level-domains");
  return holds(labels, label);
}

bool is_product_name(std::string_view word) {
  static const std::unordered_set<std::string> names = product_names();
  const bool is_version = to_lower(word.front()) == 'v' && word.size() > 1 &&
                          word.size() <= kMostVersionDigits + 1 &&
                          std::all_of(word.begin() + 1, word.end(), is_digit);
  return is_version || holds(names, word);
}

}  // namespace siptriage::detail
