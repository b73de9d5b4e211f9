#pragma once
/// Loads integers whose byte order is known only when the file is read. The
/// caller has checked that the octets are there: this is the inner loop, where
/// base/byte_reader.h would check each integer again.

#include <cstdint>
#include <cstring>
#include <string_view>

namespace siptriage::detail {

[[nodiscard]] inline std::uint16_t load_u16(const char* at, bool swapped) {
  std::uint16_t value = 0;
  std::memcpy(&value, at, sizeof(value));
  return swapped ? __builtin_bswap16(value) : value;
}

[[nodiscard]] inline std::uint32_t load_u32(const char* at, bool swapped) {
  std::uint32_t value = 0;
  std::memcpy(&value, at, sizeof(value));
  return swapped ? __builtin_bswap32(value) : value;
}

[[nodiscard]] inline std::uint64_t load_u64(const char* at, bool swapped) {
  std::uint64_t value = 0;
  std::memcpy(&value, at, sizeof(value));
  return swapped ? __builtin_bswap64(value) : value;
}

}  // namespace siptriage::detail
