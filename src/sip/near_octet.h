#pragma once
// near_octet: where in the next 16 octets one stands, for what usually is near:
// the colon behind a header field's name, the end of a line.

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace siptriage::sip::detail {

inline constexpr std::size_t kNearOctets = 16;

// How far from `octets` the first of `a` and `b` stands, or kNearOctets when
// none is among the 16 that are read.
[[nodiscard]] inline std::size_t near_octet_of(const char* octets, char a,
                                               char b) {
#if defined(__SSE2__)
  const __m128i vector =
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets));
  const int matches =
      _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(vector, _mm_set1_epi8(a)),
                                     _mm_cmpeq_epi8(vector, _mm_set1_epi8(b))));
  // A bit behind them, which is found when there is no other.
  const std::uint32_t bits =
      static_cast<std::uint32_t>(matches) | std::uint32_t{1} << kNearOctets;
  return static_cast<unsigned>(std::countr_zero(bits));
#elif defined(__aarch64__)
  const uint8x16_t vector =
      vld1q_u8(reinterpret_cast<const std::uint8_t*>(octets));
  const uint8x16_t matches =
      vorrq_u8(vceqq_u8(vector, vdupq_n_u8(static_cast<std::uint8_t>(a))),
               vceqq_u8(vector, vdupq_n_u8(static_cast<std::uint8_t>(b))));
  // Four bits an octet.
  const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(matches), 4);
  const std::uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
  return static_cast<unsigned>(std::countr_zero(bits)) / 4;
#else
  std::size_t distance = 0;
  while (distance < kNearOctets && octets[distance] != a &&
         octets[distance] != b) {
    ++distance;
  }
  return distance;
#endif
}

// As near_octet_of() of one octet.
[[nodiscard]] inline std::size_t near_octet(const char* octets, char wanted) {
  return near_octet_of(octets, wanted, wanted);
}

}  // namespace siptriage::sip::detail
