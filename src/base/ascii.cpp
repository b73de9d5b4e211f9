#include "siptriage/base/ascii.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace siptriage {

namespace {

using Word = std::uint64_t;

constexpr Word repeat(unsigned char octet) { return ~Word{0} / 0xff * octet; }

template <typename Integer>
Word load(const char* octets) {
  Integer integer = 0;
  std::memcpy(&integer, octets, sizeof integer);
  return integer;
}

// 0x20 for every octet that is a capital letter, by arithmetic that does not
// carry from one octet into the next.
constexpr Word case_bits(Word word) {
  const Word low_bits = word & repeat(0x7f);
  const Word from_a = low_bits + repeat(0x80 - 'A');
  const Word past_z = low_bits + repeat(0x7f - 'Z');
  return ((from_a & ~past_z & ~word) & repeat(0x80)) >> 2;
}

bool equal_folded(Word a, Word b) {
  return a == b || (a | case_bits(a)) == (b | case_bits(b));
}

// Up to 8 octets, 4 and 2 at a time; what overlaps is compared twice.
template <typename Integer>
bool equal_ends(const char* a, const char* b, std::size_t octets) {
  const std::size_t last = octets - sizeof(Integer);
  return equal_folded(load<Integer>(a), load<Integer>(b)) &&
         equal_folded(load<Integer>(a + last), load<Integer>(b + last));
}

bool equal_short(const char* a, const char* b, std::size_t octets) {
  if (octets >= sizeof(std::uint32_t)) {
    return equal_ends<std::uint32_t>(a, b, octets);
  }
  if (octets >= sizeof(std::uint16_t)) {
    return equal_ends<std::uint16_t>(a, b, octets);
  }
  return octets == 0 || to_lower(*a) == to_lower(*b);
}

}  // namespace

bool detail::equal_ignore_case(const char* a, const char* b,
                               std::size_t octets) {
  if (octets < sizeof(Word)) return equal_short(a, b, octets);
  const std::size_t last = octets - sizeof(Word);
  for (std::size_t i = 0; i < last; i += sizeof(Word)) {
    if (!equal_folded(load<Word>(a + i), load<Word>(b + i))) return false;
  }
  return equal_folded(load<Word>(a + last), load<Word>(b + last));
}

std::string to_lower_copy(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(), to_lower);
  return copy;
}

}  // namespace siptriage
