#pragma once
// Network-order integers at a place whose size was already checked.

#include <cstdint>

namespace siptriage::detail {

[[nodiscard]] inline std::uint8_t load_u8(const char* octets) {
  return static_cast<std::uint8_t>(*octets);
}
[[nodiscard]] inline std::uint16_t load_u16(const char* octets) {
  return static_cast<std::uint16_t>(load_u8(octets) << 8 | load_u8(octets + 1));
}
[[nodiscard]] inline std::uint32_t load_u32(const char* octets) {
  return std::uint32_t{load_u16(octets)} << 16 | load_u16(octets + 2);
}
[[nodiscard]] inline std::uint64_t load_u64(const char* octets) {
  return std::uint64_t{load_u32(octets)} << 32 | load_u32(octets + 4);
}

}  // namespace siptriage::detail
