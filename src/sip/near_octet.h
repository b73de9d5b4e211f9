#pragma once
// near_octet: where in the next 16 octets one stands, for what usually is near:
// the colon behind a header field's name.

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

// How far from `octets` the first `wanted` stands, or kNearOctets when it is
// not among the 16 that are read.
[[nodiscard]] inline std::size_t near_octet(const char* octets, char wanted) {
#if defined(__SSE2__)
  const __m128i vector =
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets));
  const int matches =
      _mm_movemask_epi8(_mm_cmpeq_epi8(vector, _mm_set1_epi8(wanted)));
  // A bit behind them, which is found when there is no other.
  const std::uint32_t bits =
      static_cast<std::uint32_t>(matches) | std::uint32_t{1} << kNearOctets;
  return static_cast<unsigned>(std::countr_zero(bits));
#elif defined(__aarch64__)
  const uint8x16_t matches =
      vceqq_u8(vld1q_u8(reinterpret_cast<const std::uint8_t*>(octets)),
               vdupq_n_u8(static_cast<std::uint8_t>(wanted)));
  // Four bits an octet.
  const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(matches), 4);
  return static_cast<std::size_t>(
             std::countr_zero(vget_lane_u64(vreinterpret_u64_u8(nibbles), 0))) /
         4;
#else
  std::size_t distance = 0;
  while (distance < kNearOctets && octets[distance] != wanted) ++distance;
  return distance;
#endif
}

}  // namespace siptriage::sip::detail
