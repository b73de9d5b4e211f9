#pragma once
// TextBuffer: text put together at memory speed. Of fixed capacity, for one
// message at a time.
//
//     TextBuffer text;
//     text.put("CSeq: ").put(7).put(" BYE\r\n");

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace siptriage::bench {

class TextBuffer {
 public:
  static constexpr std::size_t kCapacity = std::size_t{64} << 10;

  void clear() { length_ = 0; }
  [[nodiscard]] std::string_view view() const {
    return {octets_.data(), length_};
  }
  [[nodiscard]] std::size_t size() const { return length_; }

  TextBuffer& put(std::string_view text) {
    assert(kCapacity - length_ >= text.size());
    std::memcpy(octets_.data() + length_, text.data(), text.size());
    length_ += text.size();
    return *this;
  }

  TextBuffer& put(std::uint64_t number) {
    std::array<char, 20> digits;
    std::size_t first = digits.size();
    do {
      digits[--first] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    return put({digits.data() + first, digits.size() - first});
  }

  // The low `count` digits of `number`, base 16.
  TextBuffer& put_hex(std::uint64_t number, unsigned count) {
    assert(kCapacity - length_ >= count);
    for (unsigned i = count; i-- > 0;) {
      octets_[length_++] = "0123456789abcdef"[(number >> (4 * i)) & 15];
    }
    return *this;
  }

 private:
  std::array<char, kCapacity> octets_;
  std::size_t length_ = 0;
};

}  // namespace siptriage::bench
