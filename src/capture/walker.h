#pragma once
/// Walker: goes from record to record through a capture that lies in memory.
/// Makers are in capture/pcap_walker.h and capture/pcapng_walker.h.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "siptriage/base/coverage.h"
#include "siptriage/capture/frame.h"

namespace siptriage::detail {

class Walker {
 public:
  Walker() = default;
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;
  virtual ~Walker() = default;

  /// Fills the front of `frames`, counts them in `coverage` and says how many;
  /// 0 at the end. Damage is told in `coverage` and is the end.
  /// Lifetime: frames view the octets the walker was made for.
  [[nodiscard]] virtual std::size_t walk(std::span<Frame> frames,
                                         FileCoverage& coverage) = 0;

  /// `octets` are those that the walker was made for, at the same place, and
  /// more behind them; `is_whole`: nothing will follow, as a walker believes
  /// that is not told otherwise. Until then a record of which only the front is
  /// there is no damage: walk() ends before it.
  virtual void extend(std::string_view octets, bool is_whole) = 0;
};

inline void tell_damage(FileCoverage& coverage, std::uint64_t offset_octets,
                        std::string text) {
  coverage.damage = std::move(text);
  coverage.damage_offset_octets = offset_octets;
}

/// "12 of 60 octets are there".
[[nodiscard]] inline std::string octets_there(std::uint64_t there,
                                              std::uint64_t of) {
  return std::to_string(there) + " of " + std::to_string(of) +
         " octets are there";
}

}  // namespace siptriage::detail
