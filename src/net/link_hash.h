#pragma once
// The hash behind PacketIdentity::link_hash: cheap, and good enough to tell
// two links of one capture apart.

#include <cstdint>

#include "net/load.h"

namespace siptriage::detail {

[[nodiscard]] inline std::uint32_t mix_link(std::uint32_t hash,
                                            std::uint64_t value) {
  constexpr std::uint64_t kMultiplier = 0x9e3779b97f4a7c15;
  const std::uint64_t mixed =
      (value ^ (std::uint64_t{hash} << 32 | hash) ^ kMultiplier) * kMultiplier;
  return static_cast<std::uint32_t>(mixed >> 32 ^ mixed);
}

// Both addresses of an Ethernet header.
[[nodiscard]] inline std::uint32_t mix_ethernet(std::uint32_t hash,
                                                const char* octets) {
  return mix_link(mix_link(hash, load_u64(octets)), load_u32(octets + 8));
}

}  // namespace siptriage::detail
