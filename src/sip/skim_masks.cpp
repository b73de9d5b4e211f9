#include "sip/skim_masks.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "siptriage/base/ascii.h"

#include "sip/vector_set.h"

namespace siptriage::sip::detail {
namespace {

constexpr std::size_t kOctets = 64;

#if defined(__x86_64__)

constexpr char kCaseBit = 0x20;

[[gnu::target("avx512f,avx512bw")]] inline std::uint64_t equal(
    std::uint64_t among, __m512i vector, char c) {
  return _mm512_mask_cmpeq_epi8_mask(among, vector, _mm512_set1_epi8(c));
}

[[gnu::target("avx512f,avx512bw")]] void find_with_avx512(const char* octets,
                                                          SkimMasks& masks) {
  const __m512i here = _mm512_loadu_si512(octets);
  const __m512i behind = _mm512_loadu_si512(octets + 1);
  const __m512i folded = _mm512_or_si512(behind, _mm512_set1_epi8(kCaseBit));
  const __mmask64 line_feeds =
      _mm512_cmpeq_epi8_mask(here, _mm512_set1_epi8('\n'));
  masks.line_feeds = line_feeds;
  masks.returns = _mm512_cmpeq_epi8_mask(here, _mm512_set1_epi8('\r'));
  masks.before_fold =
      equal(line_feeds, behind, ' ') | equal(line_feeds, behind, '\t');
  masks.before_blank = equal(line_feeds, behind, '\r');
  masks.before_wanted =
      equal(line_feeds, folded, 'c') | equal(line_feeds, folded, 'i') |
      equal(line_feeds, folded, 'l') | masks.before_fold | masks.before_blank;
}

[[gnu::target("avx2")]] inline std::uint64_t bits_of(__m256i low,
                                                     __m256i high) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
         std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))}
             << 32;
}

[[gnu::target("avx2")]] inline __m256i load(const char* octets) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(octets));
}

[[gnu::target("avx2")]] inline std::uint64_t equal(__m256i low, __m256i high,
                                                   char c) {
  const __m256i wanted = _mm256_set1_epi8(c);
  return bits_of(_mm256_cmpeq_epi8(low, wanted),
                 _mm256_cmpeq_epi8(high, wanted));
}

[[gnu::target("avx2")]] void find_with_avx2(const char* octets,
                                            SkimMasks& masks) {
  constexpr std::size_t kHalf = sizeof(__m256i);
  const __m256i low = load(octets);
  const __m256i high = load(octets + kHalf);
  masks.line_feeds = equal(low, high, '\n');
  masks.returns = equal(low, high, '\r');
  masks.before_fold = masks.before_blank = masks.before_wanted = 0;
  if (masks.line_feeds == 0) return;
  const __m256i low_behind = load(octets + 1);
  const __m256i high_behind = load(octets + 1 + kHalf);
  const __m256i case_bit = _mm256_set1_epi8(kCaseBit);
  const __m256i low_folded = _mm256_or_si256(low_behind, case_bit);
  const __m256i high_folded = _mm256_or_si256(high_behind, case_bit);
  masks.before_fold = masks.line_feeds & (equal(low_behind, high_behind, ' ') |
                                          equal(low_behind, high_behind, '\t'));
  masks.before_blank = masks.line_feeds & equal(low_behind, high_behind, '\r');
  masks.before_wanted =
      (masks.line_feeds & (equal(low_folded, high_folded, 'c') |
                           equal(low_folded, high_folded, 'i') |
                           equal(low_folded, high_folded, 'l'))) |
      masks.before_fold | masks.before_blank;
}

#endif

}  // namespace

void find_skim_masks_plainly(const char* octets, SkimMasks& masks) {
  masks = {};
  for (std::size_t i = 0; i < kOctets; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (octets[i] == '\r') masks.returns |= bit;
    if (octets[i] != '\n') continue;
    masks.line_feeds |= bit;
    const char behind = octets[i + 1];
    if (behind == ' ' || behind == '\t') masks.before_fold |= bit;
    if (behind == '\r') masks.before_blank |= bit;
    const char folded = to_lower(behind);
    if (folded == 'c' || folded == 'i' || folded == 'l' || is_lws(behind)) {
      // An LF behind an LF is caught by its missing CR.
      if (behind != '\n') masks.before_wanted |= bit;
    }
  }
}

FindSkimMasks skim_mask_finder() {
#if defined(__x86_64__)
  switch (vector_set()) {
    case VectorSet::Avx512:
      return find_with_avx512;
    case VectorSet::Avx2:
      return find_with_avx2;
    default:
      return nullptr;
  }
#else
  return nullptr;
#endif
}

}  // namespace siptriage::sip::detail
