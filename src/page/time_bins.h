#pragma once
// TimeBins: how many exchanges began when, and what became of them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"

namespace siptriage::page {

inline constexpr std::size_t kMostBins = 60;
// Status codes that are counted apart.
inline constexpr std::size_t kMostBinCodes = 8;

struct TimeBins {
  struct Bin {
    std::uint64_t attempts = 0;
    std::uint64_t failed = 0;  // but for the next
    std::uint64_t not_answered = 0;
  };
  struct Code {
    std::uint16_t status = 0;  // 0: all others together
    std::uint64_t count = 0;
    std::array<std::uint64_t, kMostBins> bins{};
  };

  Timestamp start{};
  Duration width{};
  std::vector<Bin> bins;    // at most kMostBins
  std::vector<Code> codes;  // the most frequent first, the others last
};

// Of all exchanges whose start was seen, by the time of their first message.
// Reads each call once. The same for any number of `workers`.
[[nodiscard]] TimeBins bin_calls(const Triage& triage, Workers& workers);

}  // namespace siptriage::page
