#pragma once
/// TextHash: the one hash of all tables of this room, fed piece by piece.
///
///     TextHash hash;
///     hash.add(call.index());
///     hash.add_folded(tag);       // ASCII letter case does not count
///     table.find(hash.value());
///
/// Not keyed: results never depend on it, and every chain walk has a limit.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace siptriage::correlate {

class TextHash {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * kMultiplier;
    state_ ^= state_ >> 32;
  }

  /// Every octet counts, as in a Call-ID (RFC 3261 8.1.1.4).
  void add_exact(std::string_view text) { add_text<0>(text); }
  /// Tokens are compared without letter case (RFC 3261 7.3.1).
  void add_folded(std::string_view text) { add_text<kCaseBits>(text); }

  [[nodiscard]] std::uint64_t wide_value() const {
    std::uint64_t mixed = state_ * kMultiplier;
    mixed ^= mixed >> 29;
    return mixed;
  }
  [[nodiscard]] std::uint32_t value() const {
    return static_cast<std::uint32_t>(wide_value() >> 16);
  }

 private:
  static constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15;
  static constexpr std::uint64_t kCaseBits = 0x2020202020202020;

  template <std::uint64_t kFold>
  void add_text(std::string_view text) {
    const char* octets = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, octets, sizeof(word));
      add(word | kFold);
      octets += sizeof(word);
    }
    std::uint64_t tail = 0;
    if (left != 0) std::memcpy(&tail, octets, left);
    add((tail | kFold) + text.size());
  }

  std::uint64_t state_ = 0x243F6A8885A308D3;
};

}  // namespace siptriage::correlate
