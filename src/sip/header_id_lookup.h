#pragma once
// find_header_id() for names that stand in a message: what stands behind them
// may be read, so that a name is found without a loop over its octets.
//
//     Content-Length: 0
//     |------|          the head: the first 8 octets
//             |----|    the tail: the 8 octets behind it
//
// Of both, octets from the colon on become 0, which no octet of a name is.
// Together they make the hash, and are compared.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "siptriage/sip/header_id.h"

namespace siptriage::sip::detail {

// Octets, the first in the lowest bits.
using NameWord = std::uint64_t;
inline constexpr std::size_t kNameWordOctets = sizeof(NameWord);

[[nodiscard]] inline NameWord load_name_word(const char* octets) {
  NameWord word = 0;
  std::memcpy(&word, octets, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    word = __builtin_bswap64(word);
  }
  return word;
}

// Letters in lower case. Of all other octets only CR, which stands in no line,
// becomes what known names have, a '-'.
[[nodiscard]] constexpr NameWord fold_name_word(NameWord word) {
  return word | 0x2020202020202020;
}

struct NameWords {
  NameWord head = 0;
  NameWord tail = 0;
};

struct HeaderIdTables {
  static constexpr std::size_t kIdCount =
      static_cast<std::size_t>(HeaderId::Count);
  static constexpr unsigned kSlotBits = 10;
  static constexpr std::size_t kLongestLookUp = 31;

  struct alignas(32) Pattern {
    NameWords words;  // kNoWords if the name is longer than two
    HeaderId id;
  };
  static constexpr std::size_t kCompactForms = 20;
  // Those of no name.
  static constexpr NameWords kNoWords = {1, 1};

  // All bits of the octets that a name of some length has; nothing of one that
  // is longer than both words.
  std::array<NameWords, kLongestLookUp + 1> kept;
  // The first stands for no name.
  std::array<Pattern, kIdCount + kCompactForms> patterns;
  std::array<std::uint8_t, std::size_t{1} << kSlotBits> slots;  // patterns
};
[[gnu::visibility("hidden")]] extern const HeaderIdTables kHeaderIdTables;

// A perfect hash, which the compiler verifies. A new name may need a new
// factor: any odd number that compiles will do. The words are folded.
[[nodiscard]] constexpr std::size_t header_id_slot(const NameWords& words) {
  constexpr NameWord kFactor = 0x99498ac4482cc78f;
  return (words.head ^ words.tail) * kFactor >>
         (64 - HeaderIdTables::kSlotBits);
}

// As find_header_id() of the `octets` from `name` on, at most kLongestLookUp;
// Unknown also for some that it knows in other ways. Reads 16 octets from
// `name` on.
[[nodiscard, gnu::always_inline]] inline HeaderId look_up_header_id(
    const char* name, std::size_t octets) {
  const HeaderIdTables& tables = kHeaderIdTables;
  const NameWords& kept = tables.kept[octets];
  const NameWords words = {
      fold_name_word(load_name_word(name)) & kept.head,
      fold_name_word(load_name_word(name + kNameWordOctets)) & kept.tail};
  const HeaderIdTables::Pattern& known =
      tables.patterns[tables.slots[header_id_slot(words)]];
  const NameWord difference =
      (words.head ^ known.words.head) | (words.tail ^ known.words.tail);
  if (difference != 0) return HeaderId::Unknown;
  // So that whoever asks for Unknown next is not asked again.
  if (known.id == HeaderId::Unknown) __builtin_unreachable();
  return known.id;
}

}  // namespace siptriage::sip::detail
