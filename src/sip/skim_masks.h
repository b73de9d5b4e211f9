#pragma once
// SkimMasks: what skimming a header part looks for in 64 octets, one bit an
// octet, the first octet in the lowest bit.

#include <cstddef>
#include <cstdint>

namespace siptriage::sip::detail {

struct SkimMasks {
  std::uint64_t line_feeds = 0;
  std::uint64_t returns = 0;
  // LFs before a line that begins with one of "cCiIlL", white space, or CR.
  std::uint64_t before_wanted = 0;
  std::uint64_t before_fold = 0;
  std::uint64_t before_blank = 0;
};

// Octets that find_skim_masks() reads: 64, and one that the last of them may be
// an LF before.
inline constexpr std::size_t kSkimOctets = 65;

using FindSkimMasks = void (*)(const char* octets, SkimMasks& masks);

// For the vectors that this processor has; nullptr where there is no quick way.
[[nodiscard]] FindSkimMasks skim_mask_finder();

// The twin that the others are held to.
void find_skim_masks_plainly(const char* octets, SkimMasks& masks);

}  // namespace siptriage::sip::detail
