#pragma once
// OutcomeTally: how many calls, registrations, ... ended how.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "siptriage/annotate/triage.h"

namespace siptriage::report {

inline constexpr std::size_t kOutcomeCount =
    static_cast<std::size_t>(Outcome::Count);
inline constexpr std::size_t kKindCount =
    static_cast<std::size_t>(CallKind::Other) + 1;

// "Calls", "OPTIONS": what stands before the numbers of a kind.
[[nodiscard]] std::string_view label_of(CallKind kind);

struct KindTally {
  std::array<std::uint64_t, kOutcomeCount> outcomes{};  // index is Outcome
  std::uint64_t total = 0;
  std::uint64_t failed = 0;        // but for the next
  std::uint64_t not_answered = 0;  // busy, declined, no answer

  // Outcomes that occurred at all.
  [[nodiscard]] std::size_t distinct() const;
};

struct OutcomeTally {
  // Of those that are meant.
  explicit OutcomeTally(std::span<const CallBrief> calls);

  std::array<KindTally, kKindCount> kinds;  // index is CallKind
  [[nodiscard]] const KindTally& of(CallKind kind) const {
    return kinds[static_cast<std::size_t>(kind)];
  }
};

}  // namespace siptriage::report
