#include "sip/line_ends.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "sip/vector_set.h"

namespace siptriage::sip::detail {
namespace {

// Takes the LFs and CRs of one block after the other. That a CR ends a line is
// only known when the octet behind it is.
class LineEndWriter {
 public:
  explicit LineEndWriter(std::span<LineEnds> blocks) : next_(blocks.data()) {}

  [[gnu::always_inline]] void write(std::uint64_t line_feeds,
                                    std::uint64_t returns) {
    if (next_ != first_) next_[-1] &= ~(line_feeds << 63 & returns_before_);
    *next_++ = line_feeds | (returns & ~(line_feeds >> 1));
    returns_before_ = returns;
  }

 private:
  LineEnds* next_;
  LineEnds* first_ = next_;
  std::uint64_t returns_before_ = 0;
};

// The same where all line ends are CRLF and no octets are odd, as in nearly
// every message: each LF is an end, and what does not print is the LFs and the
// octets before them. An odd octet before an LF passes for a CR.
class StrictWriter {
 public:
  explicit StrictWriter(std::span<LineEnds> blocks) : next_(blocks.data()) {}

  [[gnu::always_inline]] void write(std::uint64_t line_feeds,
                                    std::uint64_t not_printing) {
    if (next_ != first_) {
      strange_ |= others_before_ ^ (ends_before_ >> 1 | line_feeds << 63);
    }
    ends_before_ = *next_++ = line_feeds;
    others_before_ = line_feeds ^ not_printing;
  }

  // False: not so, and what was written is worth nothing.
  [[gnu::always_inline]] bool finish() const {
    return (strange_ | (others_before_ ^ ends_before_ >> 1)) == 0;
  }

 private:
  LineEnds* next_;
  LineEnds* first_ = next_;
  std::uint64_t ends_before_ = 0;
  std::uint64_t others_before_ = 0;
  std::uint64_t strange_ = 0;
};

// All but those for AVX-512 read whole blocks.

bool find_plainly(const char* octets, std::span<LineEnds> blocks) {
  bool has_odd = false;
  for (LineEnds& ends : blocks) {
    ends = 0;
    for (std::size_t i = 0; i < kBlockOctets; ++i, ++octets) {
      const char c = *octets;
      const bool is_last = &ends == &blocks.back() && i + 1 == kBlockOctets;
      if (c == '\n' || (c == '\r' && (is_last || octets[1] != '\n'))) {
        ends |= std::uint64_t{1} << i;
      } else if (c != '\r' && (c < ' ' || c > '~')) {
        has_odd = true;
      }
    }
  }
  return has_odd;
}

// In all of the following, octets are odd if adding one leaves them below 0x21
// as signed numbers (controls, what is above 127, and DEL, which wraps), and
// they are neither CR nor LF.

#if defined(__x86_64__)

std::uint64_t bits_of_sse2(__m128i matches) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(matches));
}

bool find_with_sse2(const char* octets, std::span<LineEnds> blocks) {
  LineEndWriter writer(blocks);
  __m128i odd = _mm_setzero_si128();
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    std::uint64_t line_feeds = 0;
    std::uint64_t returns = 0;
    for (std::size_t i = 0; i < kBlockOctets; i += sizeof(__m128i)) {
      const __m128i vector =
          _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets + i));
      const __m128i lf = _mm_cmpeq_epi8(vector, _mm_set1_epi8('\n'));
      const __m128i cr = _mm_cmpeq_epi8(vector, _mm_set1_epi8('\r'));
      const __m128i low = _mm_cmplt_epi8(_mm_add_epi8(vector, _mm_set1_epi8(1)),
                                         _mm_set1_epi8(0x21));
      odd = _mm_or_si128(odd, _mm_andnot_si128(_mm_or_si128(lf, cr), low));
      line_feeds |= bits_of_sse2(lf) << i;
      returns |= bits_of_sse2(cr) << i;
    }
    writer.write(line_feeds, returns);
    octets += kBlockOctets;
  }
  return bits_of_sse2(odd) != 0;
}

[[gnu::target("avx2")]] inline std::uint64_t bits_of_avx2(__m256i matches) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(matches));
}

[[gnu::target("avx2")]] bool find_with_avx2(const char* octets,
                                            std::span<LineEnds> blocks) {
  const __m256i line_feed = _mm256_set1_epi8('\n');
  const __m256i carriage_return = _mm256_set1_epi8('\r');
  const __m256i one = _mm256_set1_epi8(1);
  const __m256i limit = _mm256_set1_epi8(0x21);
  LineEndWriter writer(blocks);
  __m256i odd = _mm256_setzero_si256();
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    std::uint64_t line_feeds = 0;
    std::uint64_t returns = 0;
    for (std::size_t i = 0; i < kBlockOctets; i += sizeof(__m256i)) {
      const __m256i vector =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(octets + i));
      const __m256i lf = _mm256_cmpeq_epi8(vector, line_feed);
      const __m256i cr = _mm256_cmpeq_epi8(vector, carriage_return);
      const __m256i low =
          _mm256_cmpgt_epi8(limit, _mm256_add_epi8(vector, one));
      odd = _mm256_or_si256(odd,
                            _mm256_andnot_si256(_mm256_or_si256(lf, cr), low));
      line_feeds |= bits_of_avx2(lf) << i;
      returns |= bits_of_avx2(cr) << i;
    }
    writer.write(line_feeds, returns);
    octets += kBlockOctets;
  }
  return _mm256_testz_si256(odd, odd) == 0;
}

[[gnu::target("avx512f,avx512bw"), gnu::always_inline]] inline void
write_avx512(__m512i vector, LineEndWriter& writer, __mmask64& odd) {
  const __mmask64 line_feeds =
      _mm512_cmpeq_epi8_mask(vector, _mm512_set1_epi8('\n'));
  const __mmask64 returns =
      _mm512_cmpeq_epi8_mask(vector, _mm512_set1_epi8('\r'));
  const __m512i one_more = _mm512_add_epi8(vector, _mm512_set1_epi8(1));
  const __mmask64 low =
      _mm512_cmplt_epi8_mask(one_more, _mm512_set1_epi8(0x21));
  writer.write(line_feeds, returns);
  odd = _kor_mask64(odd, _kandn_mask64(_kor_mask64(line_feeds, returns), low));
}

// Loads no octet that may not be read: spaces stand for those.
[[gnu::target("avx512f,avx512bw")]] bool find_with_avx512(
    std::string_view octets, std::span<LineEnds> blocks) {
  LineEndWriter writer(blocks);
  __mmask64 odd = 0;
  while (octets.size() >= kBlockOctets) {
    write_avx512(_mm512_loadu_si512(octets.data()), writer, odd);
    octets.remove_prefix(kBlockOctets);
  }
  if (!octets.empty()) {
    const __mmask64 own = (std::uint64_t{1} << octets.size()) - 1;
    write_avx512(
        _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), own, octets.data()),
        writer, odd);
  }
  return odd != 0;
}

[[gnu::target("avx512f,avx512bw"), gnu::always_inline]] inline void
write_strictly_avx512(__m512i vector, StrictWriter& writer) {
  const __m512i above_space = _mm512_sub_epi8(vector, _mm512_set1_epi8(' '));
  writer.write(
      _mm512_cmpeq_epi8_mask(vector, _mm512_set1_epi8('\n')),
      _mm512_cmpgt_epu8_mask(above_space, _mm512_set1_epi8('~' - ' ')));
}

[[gnu::target("avx512f,avx512bw")]] bool find_strictly_with_avx512(
    std::string_view octets, std::span<LineEnds> blocks) {
  StrictWriter writer(blocks);
  while (octets.size() >= kBlockOctets) {
    write_strictly_avx512(_mm512_loadu_si512(octets.data()), writer);
    octets.remove_prefix(kBlockOctets);
  }
  if (!octets.empty()) {
    const __mmask64 own = (std::uint64_t{1} << octets.size()) - 1;
    write_strictly_avx512(
        _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), own, octets.data()),
        writer);
  }
  return writer.finish();
}

#elif defined(__aarch64__)

// One bit an octet: each octet of the matches keeps the bit of its place, and
// adding neighbours three times gathers 64 of them.
std::uint64_t join_neon(const uint8x16x4_t& matches) {
  const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128,
                             1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t low = vpaddq_u8(vandq_u8(matches.val[0], places),
                                   vandq_u8(matches.val[1], places));
  const uint8x16_t high = vpaddq_u8(vandq_u8(matches.val[2], places),
                                    vandq_u8(matches.val[3], places));
  const uint8x16_t both = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

bool find_with_neon(const char* octets, std::span<LineEnds> blocks) {
  LineEndWriter writer(blocks);
  std::uint64_t has_odd = 0;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    const uint8x16x4_t vectors =
        vld1q_u8_x4(reinterpret_cast<const std::uint8_t*>(octets));
    const auto matching = [&vectors](auto match) {
      return join_neon({match(vectors.val[0]), match(vectors.val[1]),
                        match(vectors.val[2]), match(vectors.val[3])});
    };
    const auto equal = [&matching](std::uint8_t wanted) {
      return matching([wanted](uint8x16_t vector) {
        return vceqq_u8(vector, vdupq_n_u8(wanted));
      });
    };
    const std::uint64_t line_feeds = equal('\n');
    const std::uint64_t returns = equal('\r');
    const std::uint64_t odd = matching([](uint8x16_t vector) {
      const uint8x16_t one_more = vaddq_u8(vector, vdupq_n_u8(1));
      return vcltq_s8(vreinterpretq_s8_u8(one_more), vdupq_n_s8(0x21));
    });
    writer.write(line_feeds, returns);
    has_odd |= odd & ~(line_feeds | returns);
    octets += kBlockOctets;
  }
  return has_odd != 0;
}

#endif

using FindInWholeBlocks = bool (*)(const char* octets,
                                   std::span<LineEnds> blocks);

// Of what `octets` end with, fewer than a block. Read with what stands before,
// or else from a copy behind spaces, so as not to read beyond the end.
bool find_in_tail(FindInWholeBlocks find, std::string_view octets,
                  std::size_t tail_octets, LineEnds& ends) {
  const std::size_t shift = kBlockOctets - tail_octets;
  std::array<char, kBlockOctets> copy;
  const char* last_block = octets.data() + octets.size() - kBlockOctets;
  if (octets.size() < kBlockOctets) {
    copy.fill(' ');
    std::memcpy(copy.data() + shift, octets.data(), tail_octets);
    last_block = copy.data();
  }
  const bool has_odd = find(last_block, {&ends, 1});
  ends >>= shift;
  return has_odd;
}

bool find_with(FindInWholeBlocks find, std::string_view octets,
               std::span<LineEnds> blocks) {
  const std::size_t whole = octets.size() / kBlockOctets;
  const std::size_t tail_octets = octets.size() % kBlockOctets;
  bool has_odd = find(octets.data(), blocks.first(whole));
  if (tail_octets == 0) return has_odd;
  if (find_in_tail(find, octets, tail_octets, blocks[whole])) has_odd = true;
  const char* tail = octets.data() + whole * kBlockOctets;
  if (whole != 0 && tail[-1] == '\r' && tail[0] == '\n') {
    blocks[whole - 1] &= ~kLastBit;
  }
  return has_odd;
}

}  // namespace

bool find_line_ends(std::string_view octets, std::span<LineEnds> blocks) {
  switch (vector_set()) {
#if defined(__x86_64__)
    case VectorSet::Avx512:
      return !find_strictly_with_avx512(octets, blocks) &&
             find_with_avx512(octets, blocks);
    case VectorSet::Avx2:
      return find_with(find_with_avx2, octets, blocks);
    case VectorSet::Sse2:
      return find_with(find_with_sse2, octets, blocks);
#elif defined(__aarch64__)
    case VectorSet::Neon:
      return find_with(find_with_neon, octets, blocks);
#endif
    default:
      return find_with(find_plainly, octets, blocks);
  }
}

}  // namespace siptriage::sip::detail
