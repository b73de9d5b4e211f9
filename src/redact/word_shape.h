#pragma once
// WordShape: what a pseudonym has in common with the word that it stands for:
// how long it is, and where it has digits, letters, and characters beyond
// ASCII. Words are in lower case here.

#include <string>
#include <string_view>

#include "redact/keyed_hash.h"

namespace siptriage::detail {

// Of a name, a number, or a character beyond ASCII.
[[nodiscard]] bool is_word_octet(char c);
[[nodiscard]] bool is_all_digits(std::string_view word);

class WordShape {
 public:
  explicit WordShape(std::string_view word);

  // Any word of that shape, as `octets` has it.
  [[nodiscard]] std::string make(KeyedOctets& octets) const;
  // The next word of that shape in the order of an odometer; behind the last
  // one comes the first.
  void advance(std::string& word) const;
  // So many words have that shape that two of them taken at random differ.
  [[nodiscard]] bool is_vast() const;

 private:
  // One digit, letter, or octet of a character beyond ASCII.
  struct Place {
    char first;
    std::uint8_t count;
  };
  [[nodiscard]] Place place_at(std::size_t index) const;
  [[nodiscard]] Place place_beyond_ascii(std::size_t index) const;

  std::string word_;
  bool is_hex_ = false;  // letters and digits, no letter past 'f'
};

}  // namespace siptriage::detail
