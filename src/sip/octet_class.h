#pragma once
// OctetClass: a set of octets, decided by a predicate at compile time and asked
// by one table lookup.
//
//     constexpr OctetClass kDigits([](char c) { return is_digit(c); });
//     if (kDigits.has(text[0])) ...

#include <array>
#include <cstddef>

namespace siptriage::sip::detail {

class OctetClass {
 public:
  template <typename Predicate>
  explicit constexpr OctetClass(Predicate predicate) {
    for (std::size_t i = 0; i < table_.size(); ++i) {
      table_[i] = predicate(static_cast<char>(static_cast<unsigned char>(i)));
    }
  }

  [[nodiscard]] constexpr bool has(char c) const {
    return table_[static_cast<unsigned char>(c)];
  }

 private:
  std::array<bool, 256> table_{};
};

}  // namespace siptriage::sip::detail
