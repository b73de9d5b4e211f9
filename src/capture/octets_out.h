#pragma once
/// Integers and blocks of pcapng as octets, little-endian, at the end of a
/// string.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "capture/pcapng_block.h"

namespace siptriage::detail {

template <typename Integer>
void append_integer(std::string& out, Integer value) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    out +=
        static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
  }
}

inline void append_u16(std::string& out, std::uint16_t value) {
  append_integer(out, value);
}
inline void append_u32(std::string& out, std::uint32_t value) {
  append_integer(out, value);
}
inline void append_u64(std::string& out, std::uint64_t value) {
  append_integer(out, value);
}

/// `octets`, and zeros up to a multiple of 4.
inline void append_padded(std::string& out, std::string_view octets) {
  out += octets;
  out.append((4 - octets.size() % 4) % 4, '\0');
}

/// Begins a block; end_block() gives it its lengths. All in between is padded.
/// Gives what end_block() wants.
[[nodiscard]] inline std::size_t begin_block(std::string& out, BlockType type) {
  const std::size_t begin = out.size();
  append_u32(out, static_cast<std::uint32_t>(type));
  append_u32(out, 0);
  return begin;
}

inline void end_block(std::string& out, std::size_t begin) {
  const auto length = static_cast<std::uint32_t>(out.size() - begin + 4);
  append_u32(out, length);
  std::string text;
  append_u32(text, length);
  out.replace(begin + 4, text.size(), text);
}

}  // namespace siptriage::detail
