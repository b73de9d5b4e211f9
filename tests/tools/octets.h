// Octets under construction: a std::string that grows at its end.
//
//   std::string header;
//   append_u16(header, 5060);
//   append_u32(header, 0xa1b2c3d4, ByteOrder::LittleEndian);
//
// Network headers are big-endian, the default; a capture file says which
// order its own headers are in. Reading octets back is not done here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace siptriage::testing {

enum class ByteOrder { BigEndian, LittleEndian };

inline void append_u8(std::string& out, std::uint8_t value) {
  out.push_back(static_cast<char>(value));
}

inline void append_u16(std::string& out, std::uint16_t value,
                       ByteOrder order = ByteOrder::BigEndian) {
  const auto high = static_cast<std::uint8_t>(value >> 8);
  const auto low = static_cast<std::uint8_t>(value & 0xff);
  append_u8(out, order == ByteOrder::BigEndian ? high : low);
  append_u8(out, order == ByteOrder::BigEndian ? low : high);
}

inline void append_u32(std::string& out, std::uint32_t value,
                       ByteOrder order = ByteOrder::BigEndian) {
  const auto high = static_cast<std::uint16_t>(value >> 16);
  const auto low = static_cast<std::uint16_t>(value & 0xffff);
  append_u16(out, order == ByteOrder::BigEndian ? high : low, order);
  append_u16(out, order == ByteOrder::BigEndian ? low : high, order);
}

inline void append_u64(std::string& out, std::uint64_t value,
                       ByteOrder order = ByteOrder::BigEndian) {
  const auto high = static_cast<std::uint32_t>(value >> 32);
  const auto low = static_cast<std::uint32_t>(value & 0xffffffff);
  append_u32(out, order == ByteOrder::BigEndian ? high : low, order);
  append_u32(out, order == ByteOrder::BigEndian ? low : high, order);
}

/// Overwrites two octets at `offset`, which must exist: checksums are known
/// only when the rest is written.
inline void replace_u16(std::string& out, std::size_t offset,
                        std::uint16_t value) {
  out[offset] = static_cast<char>(value >> 8);
  out[offset + 1] = static_cast<char>(value & 0xff);
}

/// Pads with zero octets until the size is a multiple of `unit`.
inline void pad_to_multiple(std::string& out, std::size_t unit) {
  while (out.size() % unit != 0) out.push_back('\0');
}

}  // namespace siptriage::testing
