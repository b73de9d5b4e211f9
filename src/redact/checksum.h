#pragma once
// The checksum of IP, UDP, TCP and ICMP (RFC 1071), and storing of numbers.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace siptriage::detail {

// Sums octets up, piece by piece; all but the last have an even length.
class Checksum {
 public:
  void add(std::string_view octets) {
    for (std::size_t i = 0; i < octets.size(); ++i) {
      const std::uint32_t octet = static_cast<unsigned char>(octets[i]);
      sum_ += i % 2 == 0 ? octet << 8 : octet;
    }
  }
  void add(std::uint32_t number) { sum_ += (number >> 16) + (number & 0xffff); }

  [[nodiscard]] std::uint16_t value() const {
    std::uint64_t sum = sum_;
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum & 0xffff);
  }

 private:
  std::uint64_t sum_ = 0;
};

// In network order, where there is room.
inline void store_u16(char* octets, std::uint16_t value) {
  octets[0] = static_cast<char>(value >> 8);
  octets[1] = static_cast<char>(value & 0xff);
}

}  // namespace siptriage::detail
