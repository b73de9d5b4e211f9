#pragma once
// ValueMasks: where in the first 64 octets of a value those stand that values
// are made of, one bit an octet, the first octet in the lowest bit. Taking a
// value apart is then arithmetic on bits instead of a walk over octets.
//
//     "Bob" <sip:bob@example.com>;tag=1
//     1   1                              quotes
//          1 .                           spaces
//           1                            opens
//                              1         closes, ...

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace siptriage::sip::detail {

// The bits below `n`, which is at most 64.
[[nodiscard]] constexpr std::uint64_t bits_below(std::size_t n) {
  return n == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
}

// The bits from `begin` on and below `end`.
[[nodiscard]] constexpr std::uint64_t bits_between(std::size_t begin,
                                                   std::size_t end) {
  return bits_below(end) & ~bits_below(begin);
}

// The lowest bit of `bits`, or `none` when there is none.
[[nodiscard]] constexpr std::size_t first_bit(std::uint64_t bits,
                                              std::size_t none) {
  return bits == 0 ? none : static_cast<std::size_t>(std::countr_zero(bits));
}

struct ValueMasks {
  static constexpr std::size_t kOctets = 64;

  std::uint64_t spaces;
  std::uint64_t quotes;
  std::uint64_t opens;   // <
  std::uint64_t closes;  // >
  std::uint64_t semicolons;
  std::uint64_t colons;
  std::uint64_t ats;
  std::uint64_t hosts;  // what names and IPv4 addresses are made of
  // What makes a value one that must be walked over: a backslash, a comma, a
  // question mark, and all control characters, tabs and line ends with them.
  std::uint64_t unusual;

  friend bool operator==(const ValueMasks&, const ValueMasks&) = default;
};

// Of the front of `value`. `readable_end` is where the octets end that `value`
// lies in: up to there, octets behind it may be read, but show in no mask.
[[nodiscard]] ValueMasks find_value_masks(std::string_view value,
                                          const char* readable_end);

}  // namespace siptriage::sip::detail
