#include "sip/value_masks.h"

#include <array>
#include <cstring>

#include "siptriage/base/ascii.h"

#include "sip/vector_set.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace siptriage::sip::detail {
namespace {

// All of the following read 64 octets.

ValueMasks find_plainly(const char* octets) {
  ValueMasks masks{};
  for (std::size_t i = 0; i < ValueMasks::kOctets; ++i) {
    const char c = octets[i];
    const auto bit = [i](bool set) { return std::uint64_t{set} << i; };
    masks.spaces |= bit(c == ' ');
    masks.quotes |= bit(c == '"');
    masks.opens |= bit(c == '<');
    masks.closes |= bit(c == '>');
    masks.semicolons |= bit(c == ';');
    masks.colons |= bit(c == ':');
    masks.ats |= bit(c == '@');
    masks.hosts |=
        bit(is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_');
    masks.unusual |= bit(c == '\\' || c == ',' || c == '?' || c == 0x7f ||
                         static_cast<unsigned char>(c) < ' ');
  }
  return masks;
}

#if defined(__x86_64__) || defined(__aarch64__)

// The compilers' own vectors, so that the comparisons are written once: what
// they become is up to the function they are inlined into.
using Vector16 [[gnu::vector_size(16)]] = unsigned char;
using Vector32 [[gnu::vector_size(32)]] = unsigned char;

// Octets that match are all ones, others zero.
template <typename Vector>
struct Matches {
  using Match = decltype(Vector{} == Vector{});

  [[gnu::always_inline]] explicit Matches(const char* octets) {
    Vector v;
    std::memcpy(&v, octets, sizeof v);
    const Vector letter = (v | 0x20) - 'a';
    const Vector digit = v - '0';
    const Vector mark = v - '-';
    spaces = v == ' ';
    quotes = v == '"';
    opens = v == '<';
    closes = v == '>';
    semicolons = v == ';';
    colons = v == ':';
    ats = v == '@';
    hosts = (letter < 26) | (digit < 10) | (mark < 2) | (v == '_');
    unusual = (v == '\\') | (v == ',') | (v == '?') | (v == 0x7f) | (v < ' ');
  }

  Match spaces;
  Match quotes;
  Match opens;
  Match closes;
  Match semicolons;
  Match colons;
  Match ats;
  Match hosts;
  Match unusual;
};

#endif

#if defined(__x86_64__)

[[gnu::always_inline]] inline std::uint64_t bits_of(__m128i match) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(match));
}

template <typename Match>
[[gnu::always_inline]] inline void add_sse2(const Match& match, std::size_t at,
                                            std::uint64_t& mask) {
  mask |= bits_of(reinterpret_cast<const __m128i&>(match)) << at;
}

ValueMasks find_with_sse2(const char* octets) {
  ValueMasks masks{};
  for (std::size_t i = 0; i < ValueMasks::kOctets; i += sizeof(Vector16)) {
    const Matches<Vector16> found(octets + i);
    add_sse2(found.spaces, i, masks.spaces);
    add_sse2(found.quotes, i, masks.quotes);
    add_sse2(found.opens, i, masks.opens);
    add_sse2(found.closes, i, masks.closes);
    add_sse2(found.semicolons, i, masks.semicolons);
    add_sse2(found.colons, i, masks.colons);
    add_sse2(found.ats, i, masks.ats);
    add_sse2(found.hosts, i, masks.hosts);
    add_sse2(found.unusual, i, masks.unusual);
  }
  return masks;
}

template <typename Match>
[[gnu::always_inline, gnu::target("avx2")]] inline void add_avx2(
    const Match& match, std::size_t at, std::uint64_t& mask) {
  const int bits =
      _mm256_movemask_epi8(reinterpret_cast<const __m256i&>(match));
  mask |= std::uint64_t{static_cast<std::uint32_t>(bits)} << at;
}

[[gnu::target("avx2")]] ValueMasks find_with_avx2(const char* octets) {
  ValueMasks masks{};
  for (std::size_t i = 0; i < ValueMasks::kOctets; i += sizeof(Vector32)) {
    const Matches<Vector32> found(octets + i);
    add_avx2(found.spaces, i, masks.spaces);
    add_avx2(found.quotes, i, masks.quotes);
    add_avx2(found.opens, i, masks.opens);
    add_avx2(found.closes, i, masks.closes);
    add_avx2(found.semicolons, i, masks.semicolons);
    add_avx2(found.colons, i, masks.colons);
    add_avx2(found.ats, i, masks.ats);
    add_avx2(found.hosts, i, masks.hosts);
    add_avx2(found.unusual, i, masks.unusual);
  }
  return masks;
}

// Compares straight into masks, and leaves octets out that may not be read.
[[gnu::target("avx512f,avx512bw")]] ValueMasks find_with_avx512(
    std::string_view value) {
  const __mmask64 own = bits_below(value.size());
  const __m512i v = _mm512_maskz_loadu_epi8(own, value.data());
  const __m512i letter = _mm512_sub_epi8(
      _mm512_or_si512(v, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));
  const __m512i digit = _mm512_sub_epi8(v, _mm512_set1_epi8('0'));
  const __m512i mark = _mm512_sub_epi8(v, _mm512_set1_epi8('-'));
  ValueMasks masks;
  masks.spaces = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
  masks.quotes = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
  masks.opens = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('<'));
  masks.closes = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('>'));
  masks.semicolons = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(';'));
  masks.colons = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(':'));
  masks.ats = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('@'));
  masks.hosts = _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26)) |
                _mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10)) |
                _mm512_cmplt_epu8_mask(mark, _mm512_set1_epi8(2)) |
                _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('_'));
  masks.unusual = own & (_mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(' ')) |
                         _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\\')) |
                         _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(',')) |
                         _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('?')) |
                         _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(0x7f)));
  return masks;
}

#elif defined(__aarch64__)

void add_neon(const Matches<Vector16>::Match& match, std::size_t at,
              std::uint64_t& mask) {
  const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128,
                             1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t kept =
      vandq_u8(reinterpret_cast<const uint8x16_t&>(match), places);
  const std::uint64_t low = vaddv_u8(vget_low_u8(kept));
  const std::uint64_t high = vaddv_u8(vget_high_u8(kept));
  mask |= (high << 8 | low) << at;
}

ValueMasks find_with_neon(const char* octets) {
  ValueMasks masks{};
  for (std::size_t i = 0; i < ValueMasks::kOctets; i += sizeof(Vector16)) {
    const Matches<Vector16> found(octets + i);
    add_neon(found.spaces, i, masks.spaces);
    add_neon(found.quotes, i, masks.quotes);
    add_neon(found.opens, i, masks.opens);
    add_neon(found.closes, i, masks.closes);
    add_neon(found.semicolons, i, masks.semicolons);
    add_neon(found.colons, i, masks.colons);
    add_neon(found.ats, i, masks.ats);
    add_neon(found.hosts, i, masks.hosts);
    add_neon(found.unusual, i, masks.unusual);
  }
  return masks;
}

#endif

ValueMasks find_all(const char* octets) {
  switch (vector_set()) {
#if defined(__x86_64__)
    case VectorSet::Avx2:
      return find_with_avx2(octets);
    case VectorSet::Sse2:
      return find_with_sse2(octets);
#elif defined(__aarch64__)
    case VectorSet::Neon:
      return find_with_neon(octets);
#endif
    default:
      return find_plainly(octets);
  }
}

// In vectors that read 64 octets, or in a copy where so many are not to be had.
[[gnu::noinline]] ValueMasks find_in_front(std::string_view value,
                                           const char* readable_end) {
  ValueMasks masks;
  if (readable_end - value.data() >= std::ptrdiff_t{ValueMasks::kOctets}) {
    masks = find_all(value.data());
  } else {
    std::array<char, ValueMasks::kOctets> copy{};
    std::memcpy(copy.data(), value.data(), value.size());
    masks = find_all(copy.data());
  }
  const std::uint64_t own = bits_below(value.size());
  masks.spaces &= own;
  masks.quotes &= own;
  masks.opens &= own;
  masks.closes &= own;
  masks.semicolons &= own;
  masks.colons &= own;
  masks.ats &= own;
  masks.hosts &= own;
  masks.unusual &= own;
  return masks;
}

}  // namespace

ValueMasks find_value_masks(std::string_view value, const char* readable_end) {
  value = value.substr(0, ValueMasks::kOctets);
#if defined(__x86_64__)
  if (vector_set() == VectorSet::Avx512) return find_with_avx512(value);
#endif
  return find_in_front(value, readable_end);
}

}  // namespace siptriage::sip::detail
