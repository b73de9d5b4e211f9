#pragma once
// find_header_id() for names that stand in a message: what stands around them
// may be read, so that a name is found without a loop over its octets.
//
//     \r\nUser-Agent: x
//       |------|          the head: the first 8 octets
//         |------|        the tail: the 8 octets before the colon, of which a
//                         shorter name keeps its own
//
// Tail, first letter and length make the hash; tail and head are compared, and
// of the few names past 16 octets what stands between.

#include <algorithm>
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

struct HeaderIdTables {
  static constexpr std::size_t kIdCount =
      static_cast<std::size_t>(HeaderId::Count);
  static constexpr unsigned kSlotBits = 10;

  struct alignas(64) Pattern {
    NameWord tail;
    NameWord head;
    NameWord head_kept;   // nothing, if all of the name is in the tail
    std::uint8_t octets;  // 0: not to be matched by words
    HeaderId id;
  };
  static constexpr std::size_t kCompactForms = 20;

  // The first stands for no name.
  std::array<Pattern, kIdCount + kCompactForms> patterns;
  std::array<std::uint8_t, std::size_t{1} << kSlotBits> slots;  // patterns
};
[[gnu::visibility("hidden")]] extern const HeaderIdTables kHeaderIdTables;

// A perfect hash, which the compiler verifies. A new name may need a new
// factor: any odd number that compiles will do. `tail` is folded.
[[nodiscard]] constexpr std::size_t header_id_slot(NameWord tail, char first,
                                                   std::size_t octets) {
  constexpr NameWord kFactor = 0xdb791113b59ddca7;
  const NameWord rest = static_cast<unsigned char>(first | 0x20) | octets << 8;
  return (tail ^ rest << 20) * kFactor >> (64 - HeaderIdTables::kSlotBits);
}

// What the folded words of a name, of one octet or more, lead to: the pattern
// that they equal, or nullptr. Names past 16 octets have none, since their
// words are not all of them.
[[nodiscard]] inline const HeaderIdTables::Pattern* match_header_id(
    NameWord tail, NameWord head, char first, std::size_t octets) {
  const HeaderIdTables& tables = kHeaderIdTables;
  const std::size_t slot = header_id_slot(tail, first, octets);
  const HeaderIdTables::Pattern& known = tables.patterns[tables.slots[slot]];
  const NameWord difference =
      (tail ^ known.tail) | ((head ^ known.head) & known.head_kept);
  return difference == 0 && known.octets == octets ? &known : nullptr;
}

// As find_header_id() of the `octets` from `name` on. Reads 8 octets from
// `name` on, and 8 before the name's end.
[[nodiscard]] inline HeaderId look_up_header_id(const char* name,
                                                std::size_t octets) {
  NameWord tail = load_name_word(name + octets - kNameWordOctets);
  // Not a branch: short names and long ones take turns.
  tail >>= std::max(64 - 8 * static_cast<int>(octets), 0) & 63;
  const HeaderIdTables::Pattern* known =
      match_header_id(fold_name_word(tail),
                      fold_name_word(load_name_word(name)), name[0], octets);
  if (known == nullptr) [[unlikely]] {
    return find_header_id(std::string_view(name, octets));
  }
  return known->id;
}

}  // namespace siptriage::sip::detail
