#pragma once
/// Numbers in as few octets as they need: seven bits an octet, the lowest
/// first, the upper bit set in all but the last.
///
///     PackedWriter out;
///     out.put(300);                    // two octets
///     out.put_signed(-1);              // one octet
///     PackedReader<Source> in(...);    // Source has: std::uint8_t take();

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace siptriage::correlate {

class PackedWriter {
 public:
  void put_u8(std::uint8_t value) { octets_[size_++] = value; }
  void put_u16(std::uint16_t value) { put_fixed(value, 2); }
  void put_u32(std::uint32_t value) { put_fixed(value, 4); }
  void put_u64(std::uint64_t value) { put_fixed(value, 8); }

  void put(std::uint64_t value) {
    while (value >= kMore) {
      put_u8(static_cast<std::uint8_t>(value | kMore));
      value >>= kBits;
    }
    put_u8(static_cast<std::uint8_t>(value));
  }
  /// Small negative numbers take few octets, too.
  void put_signed(std::int64_t value) {
    put(static_cast<std::uint64_t>(value) << 1 ^
        static_cast<std::uint64_t>(value >> 63));
  }

  [[nodiscard]] const std::uint8_t* octets() const { return octets_.data(); }
  [[nodiscard]] std::size_t size() const { return size_; }

  static constexpr std::uint8_t kMore = 0x80;
  static constexpr unsigned kBits = 7;
  static constexpr unsigned kMostBits = 64;
  /// What one writer can take: far more than one message needs.
  static constexpr std::size_t kCapacity = 128;

 private:
  void put_fixed(std::uint64_t value, unsigned octets) {
    for (unsigned i = 0; i < octets; ++i) {
      put_u8(static_cast<std::uint8_t>(value >> (8 * i)));
    }
  }

  std::array<std::uint8_t, kCapacity> octets_;
  std::size_t size_ = 0;
};

template <typename Source>
class PackedReader {
 public:
  template <typename... Arguments>
  explicit PackedReader(Arguments&&... arguments)
      : source_(std::forward<Arguments>(arguments)...) {}

  std::uint8_t get_u8() { return source_.take(); }
  std::uint16_t get_u16() { return static_cast<std::uint16_t>(get_fixed(2)); }
  std::uint32_t get_u32() { return static_cast<std::uint32_t>(get_fixed(4)); }
  std::uint64_t get_u64() { return get_fixed(8); }

  std::uint64_t get() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < PackedWriter::kMostBits;
         shift += PackedWriter::kBits) {
      const std::uint8_t octet = get_u8();
      value |= std::uint64_t{octet & (PackedWriter::kMore - 1U)} << shift;
      if ((octet & PackedWriter::kMore) == 0) break;
    }
    return value;
  }
  std::int64_t get_signed() {
    const std::uint64_t value = get();
    return static_cast<std::int64_t>(value >> 1 ^ (0 - (value & 1)));
  }

 private:
  std::uint64_t get_fixed(unsigned octets) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < octets; ++i) {
      value |= std::uint64_t{get_u8()} << (8 * i);
    }
    return value;
  }

  Source source_;
};

}  // namespace siptriage::correlate
