#include "redact/word_shape.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "siptriage/base/ascii.h"

namespace siptriage::detail {
namespace {

constexpr unsigned kContinuation = 0x80;  // of a UTF-8 sequence: 10xxxxxx
constexpr char octet(unsigned value) { return static_cast<char>(value); }

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == kContinuation;
}

bool has_digit_and_letter(std::string_view word) {
  return std::any_of(word.begin(), word.end(), is_digit) &&
         std::any_of(word.begin(), word.end(), is_alpha);
}

bool is_hex_octet(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// What may follow a lead octet of UTF-8, RFC 3629 4: `count` octets, the first
// of them from `least` to `most`.
struct Tail {
  std::size_t count;
  unsigned least = 0x80;
  unsigned most = 0xbf;
};

Tail tail_of(unsigned lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return {.count = 1};
  if (lead == 0xe0) return {.count = 2, .least = 0xa0};
  if (lead == 0xed) return {.count = 2, .most = 0x9f};
  if (lead >= 0xe1 && lead <= 0xef) return {.count = 2};
  if (lead == 0xf0) return {.count = 3, .least = 0x90};
  if (lead == 0xf4) return {.count = 3, .most = 0x8f};
  if (lead >= 0xf1 && lead <= 0xf3) return {.count = 3};
  return {.count = 0};
}

// How many octets the UTF-8 sequence at `index` takes; 0: it is none.
std::size_t sequence_octets(std::string_view word, std::size_t index) {
  const Tail tail = tail_of(static_cast<unsigned char>(word[index]));
  if (tail.count == 0 || word.size() - index <= tail.count) return 0;
  const auto second = static_cast<unsigned char>(word[index + 1]);
  if (second < tail.least || second > tail.most) return 0;
  for (std::size_t i = 2; i <= tail.count; ++i) {
    if (!is_continuation(word[index + i])) return 0;
  }
  return 1 + tail.count;
}

}  // namespace

bool is_word_octet(char c) {
  return is_digit(c) || is_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_all_digits(std::string_view word) {
  return std::all_of(word.begin(), word.end(), is_digit);
}

WordShape::WordShape(std::string_view word)
    : word_(word),
      is_hex_(has_digit_and_letter(word) &&
              std::all_of(word.begin(), word.end(), is_hex_octet)) {}

WordShape::Place WordShape::place_at(std::size_t index) const {
  const char c = word_[index];
  if (is_digit(c)) return {'0', 10};
  if (is_alpha(c)) {
    return {'a', static_cast<std::uint8_t>(is_hex_ ? 6 : 26)};
  }
  return place_beyond_ascii(index);
}

// A sequence becomes another one of as many octets: U+00E0 to U+00FF, U+4E00 to
// U+4FFF, U+1F600 to U+1F63F. What is no UTF-8 stays none.
WordShape::Place WordShape::place_beyond_ascii(std::size_t index) const {
  std::size_t lead = index;
  while (lead > 0 && index - lead < 3 && is_continuation(word_[lead])) --lead;
  const std::size_t octets = sequence_octets(word_, lead);
  const std::size_t at = index - lead;
  if (octets == 0 || at >= octets) return {octet(0xf8), 8};
  switch (octets) {
    case 2:
      return at == 0 ? Place{octet(0xc3), 1} : Place{octet(0xa0), 32};
    case 3:
      return at == 0   ? Place{octet(0xe4), 1}
             : at == 1 ? Place{octet(0xb8), 8}
                       : Place{octet(0x80), 64};
    default:
      return at == 0   ? Place{octet(0xf0), 1}
             : at == 1 ? Place{octet(0x9f), 1}
             : at == 2 ? Place{octet(0x98), 1}
                       : Place{octet(0x80), 64};
  }
}

std::string WordShape::make(KeyedOctets& octets) const {
  std::string made(word_.size(), '\0');
  for (std::size_t i = 0; i < word_.size(); ++i) {
    const Place place = place_at(i);
    made[i] = static_cast<char>(static_cast<unsigned char>(place.first) +
                                octets.below(place.count));
  }
  return made;
}

void WordShape::advance(std::string& word) const {
  for (std::size_t i = word.size(); i-- > 0;) {
    const Place place = place_at(i);
    const auto value =
        static_cast<unsigned>(static_cast<unsigned char>(word[i]) -
                              static_cast<unsigned char>(place.first) + 1);
    word[i] = static_cast<char>(static_cast<unsigned char>(place.first) +
                                value % place.count);
    if (value < place.count) return;
  }
}

bool WordShape::is_vast() const {
  constexpr double kVastBits = 62;
  double bits = 0;
  for (std::size_t i = 0; i < word_.size() && bits < kVastBits; ++i) {
    bits += std::log2(place_at(i).count);
  }
  return bits >= kVastBits;
}

}  // namespace siptriage::detail
