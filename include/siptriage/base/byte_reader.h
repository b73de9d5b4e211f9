#pragma once
/// ByteReader: reads integers from octets that may end anywhere.
///
///     ByteReader reader(frame.octets);
///     std::uint16_t ether_type = 0;
///     if (!reader.skip(12) || !reader.read_u16(ether_type)) return Truncated;
///
/// Every read is checked; a read that does not fit leaves the reader and the
/// output as they were and says false. Integers are big-endian (network
/// order) unless the reader was made for the other.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage {

enum class ByteOrder : std::uint8_t { Big, Little };

class ByteReader {
 public:
  explicit constexpr ByteReader(std::string_view octets SIPTRIAGE_LIFETIMEBOUND,
                                ByteOrder order = ByteOrder::Big)
      : octets_(octets), order_(order) {}

  [[nodiscard]] constexpr std::size_t remaining() const {
    return octets_.size() - position_;
  }
  [[nodiscard]] constexpr std::size_t position() const { return position_; }
  [[nodiscard]] constexpr std::string_view rest() const {
    return octets_.substr(position_);
  }

  constexpr bool skip(std::size_t count) {
    if (remaining() < count) return false;
    position_ += count;
    return true;
  }

  constexpr bool read_octets(std::size_t count, std::string_view& out) {
    if (remaining() < count) return false;
    out = octets_.substr(position_, count);
    position_ += count;
    return true;
  }

  constexpr bool read_u8(std::uint8_t& out) { return read_unsigned(out); }
  constexpr bool read_u16(std::uint16_t& out) { return read_unsigned(out); }
  constexpr bool read_u32(std::uint32_t& out) { return read_unsigned(out); }
  constexpr bool read_u64(std::uint64_t& out) { return read_unsigned(out); }

 private:
  template <typename Unsigned>
  constexpr bool read_unsigned(Unsigned& out) {
    if (remaining() < sizeof(Unsigned)) return false;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
      const std::size_t index =
          order_ == ByteOrder::Big ? i : sizeof(Unsigned) - 1 - i;
      value =
          value << 8 | static_cast<unsigned char>(octets_[position_ + index]);
    }
    position_ += sizeof(Unsigned);
    out = static_cast<Unsigned>(value);
    return true;
  }

  std::string_view octets_;
  std::size_t position_ = 0;
  ByteOrder order_;
};

}  // namespace siptriage
