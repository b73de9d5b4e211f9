#pragma once
// find_header_id() for names that stand in a message: what stands around them
// may be read, so that a name is found without a loop over its octets.
//
//     \r\nUser-Agent: x
//       |------|          the head: the first 8 octets
//         |------|        the tail: the 8 octets before the colon, of which a
//                         shorter name keeps its own, the last
//
// Tail, first letter and length make the hash; tail and head are compared.

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

// Of its own in a name's tail word, by the name's length.
[[nodiscard]] constexpr NameWord name_octets_of_tail(std::size_t octets) {
  if (octets >= kNameWordOctets) return ~NameWord{0};
  return octets == 0 ? 0 : ~NameWord{0} << (64 - 8 * octets);
}

struct HeaderIdTables {
  static constexpr std::size_t kIdCount =
      static_cast<std::size_t>(HeaderId::Count);
  static constexpr unsigned kSlotBits = 10;
  static constexpr std::size_t kLongestLookUp = 31;

  // What depends on a name's length alone; quicker loaded than computed.
  struct ByLength {
    NameWord kept_of_tail;
    NameWord salt;
  };
  struct alignas(64) Pattern {
    NameWord tail;
    NameWord head;
    NameWord head_kept;   // nothing, if all of the name is in the tail
    std::uint8_t octets;  // 0: not to be matched by words
    HeaderId id;
  };
  static constexpr std::size_t kCompactForms = 20;

  std::array<ByLength, kLongestLookUp + 1> by_length;
  // The first stands for no name.
  std::array<Pattern, kIdCount + kCompactForms> patterns;
  std::array<std::uint8_t, std::size_t{1} << kSlotBits> slots;  // patterns
};
[[gnu::visibility("hidden")]] extern const HeaderIdTables kHeaderIdTables;

// A perfect hash, which the compiler verifies. A new name may need a new
// factor: any odd number that compiles will do. The words are folded.
[[nodiscard]] constexpr std::size_t header_id_slot(NameWord tail, NameWord head,
                                                   NameWord salt) {
  constexpr NameWord kFactor = 0x03bf1e730a93596d;
  return (tail ^ salt ^ (head & 0xff) << 20) * kFactor >>
         (64 - HeaderIdTables::kSlotBits);
}
[[nodiscard]] constexpr NameWord header_id_salt(std::size_t octets) {
  return NameWord{octets} << 28;
}

// As find_header_id() of the `octets` from `name` on, at most kLongestLookUp.
// Reads 8 octets from `name` on, and 8 before the name's end.
[[nodiscard]] inline HeaderId look_up_header_id(const char* name,
                                                std::size_t octets) {
  const HeaderIdTables& tables = kHeaderIdTables;
  const HeaderIdTables::ByLength& by_length = tables.by_length[octets];
  const NameWord head = fold_name_word(load_name_word(name));
  const NameWord tail = fold_name_word(
      load_name_word(name + octets - kNameWordOctets) & by_length.kept_of_tail);
  const std::size_t slot = header_id_slot(tail, head, by_length.salt);
  const HeaderIdTables::Pattern& known = tables.patterns[tables.slots[slot]];
  const NameWord difference =
      (tail ^ known.tail) | ((head ^ known.head) & known.head_kept);
  if (difference != 0 || known.octets != octets) [[unlikely]] {
    return find_header_id(std::string_view(name, octets));
  }
  return known.id;
}

}  // namespace siptriage::sip::detail
