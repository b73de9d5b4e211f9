#pragma once
// Plain text: ASCII without control characters, quotes and backslashes, which
// a JSON document holds as it stands. Nearly all text is plain.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace siptriage::output {
namespace detail {

constexpr std::uint64_t in_each_octet(std::uint64_t value) {
  return 0x0101010101010101 * value;
}

// Nonzero if an octet of `word` is not plain. Each difference has the octet's
// highest bit set where an octet is less than what is taken away; where it is
// set for another reason, an octet before it, or `word` itself, tells too.
constexpr std::uint64_t odd_octets(std::uint64_t word) {
  const std::uint64_t controls = word - in_each_octet(0x20);
  const std::uint64_t quotes = (word ^ in_each_octet('"')) - in_each_octet(1);
  const std::uint64_t backslashes =
      (word ^ in_each_octet('\\')) - in_each_octet(1);
  return (word | controls | quotes | backslashes) & in_each_octet(0x80);
}

template <typename Word>
Word copy_word(const char* from, char* to) {
  Word word = 0;
  std::memcpy(&word, from, sizeof(word));
  std::memcpy(to, &word, sizeof(word));
  return word;
}

// Fewer than 16 octets: the first and the last ones, which may overlap.
inline bool copy_short_plain(const char* from, std::size_t size, char* to) {
  if (size >= 8) {
    const auto first = copy_word<std::uint64_t>(from, to);
    const auto last = copy_word<std::uint64_t>(from + size - 8, to + size - 8);
    return (odd_octets(first) | odd_octets(last)) == 0;
  }
  std::uint64_t octets = in_each_octet('x');
  if (size >= 4) {
    const std::uint64_t first = copy_word<std::uint32_t>(from, to);
    octets =
        first << 32 | copy_word<std::uint32_t>(from + size - 4, to + size - 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      octets = octets << 8 | copy_word<std::uint8_t>(from + i, to + i);
    }
  }
  return odd_octets(octets) == 0;
}

// 16 octets at a time; tells at the end whether all were plain.
class PlainCopy {
 public:
#if defined(__SSE2__)
  void copy(const char* from, char* to) {
    const __m128i octets =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), octets);
    // Signed: less than a space is also what is not ASCII.
    const __m128i low = _mm_cmplt_epi8(octets, _mm_set1_epi8(0x20));
    const __m128i quotes = _mm_cmpeq_epi8(octets, _mm_set1_epi8('"'));
    const __m128i backslashes = _mm_cmpeq_epi8(octets, _mm_set1_epi8('\\'));
    odd_ = _mm_or_si128(_mm_or_si128(odd_, low),
                        _mm_or_si128(quotes, backslashes));
  }
  [[nodiscard]] bool all_plain() const { return _mm_movemask_epi8(odd_) == 0; }

 private:
  __m128i odd_ = _mm_setzero_si128();
#else
  void copy(const char* from, char* to) {
    odd_ |= odd_octets(copy_word<std::uint64_t>(from, to)) |
            odd_octets(copy_word<std::uint64_t>(from + 8, to + 8));
  }
  [[nodiscard]] bool all_plain() const { return odd_ == 0; }

 private:
  std::uint64_t odd_ = 0;
#endif
};

}  // namespace detail

// Copies `text` to where there is room for it, and tells whether it is plain.
[[nodiscard]] inline bool copy_plain(std::string_view text, char* to) {
  const char* const from = text.data();
  const std::size_t size = text.size();
  if (size < 16) return detail::copy_short_plain(from, size, to);
  detail::PlainCopy copy;
  for (std::size_t i = 0; i < size - 16; i += 16) copy.copy(from + i, to + i);
  copy.copy(from + size - 16, to + size - 16);
  return copy.all_plain();
}

}  // namespace siptriage::output
