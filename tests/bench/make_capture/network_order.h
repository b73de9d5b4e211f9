#pragma once
// Numbers as they lie in packets, most significant octet first.

#include <cstddef>
#include <cstdint>

namespace siptriage::bench {

inline void put16(char* to, std::size_t value) {
  to[0] = static_cast<char>(value >> 8);
  to[1] = static_cast<char>(value);
}

inline void put32(char* to, std::uint32_t value) {
  put16(to, value >> 16);
  put16(to + 2, value);
}

inline std::uint32_t get16(const char* from) {
  return static_cast<std::uint32_t>(static_cast<unsigned char>(from[0])) << 8 |
         static_cast<unsigned char>(from[1]);
}

}  // namespace siptriage::bench
