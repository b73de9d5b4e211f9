#pragma once
// What fuzzers are made of. Each NAME_fuzz.cpp defines run(), and states there
// what has to hold for every input:
//
//   void siptriage::fuzz::run(std::string_view input) {
//     Choices choices(input);
//     const std::size_t cut = choices.below(64);
//     ...
//     require(lies_in(value, input), "a value lies in its message");
//   }
//
// one_input.cpp hands it libFuzzer's inputs, replay_main.cpp those of files.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

namespace siptriage::fuzz {

// Takes one input, whose octets end where they end: a sanitizer sees what is
// read beyond. The same input does the same whatever came before.
void run(std::string_view input);

// Ends the program where something does not hold, which is how a fuzzer tells
// that it has found something.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "siptriage: does not hold: %s\n", property);
  std::abort();
}

[[nodiscard]] inline bool lies_in(std::string_view part,
                                  std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() &&
          part.data() + part.size() <= whole.data() + whole.size());
}

inline void require_in(std::string_view whole,
                       std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) {
    require(lies_in(part, whole), "views lie in the octets given");
  }
}

// Reads an input from its front as decisions, and what is left as octets. At
// the end of the input every decision is 0.
class Choices {
 public:
  explicit Choices(std::string_view input) : rest_(input) {}

  std::uint8_t u8() {
    if (rest_.empty()) return 0;
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint16_t u16() {
    const unsigned high = u8();
    return static_cast<std::uint16_t>(high << 8 | u8());
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
  }
  // A number below `limit`, which is not 0.
  std::size_t below(std::size_t limit) {
    return (limit <= 256 ? std::size_t{u8()} : std::size_t{u16()}) % limit;
  }
  bool flag() { return (u8() & 1) != 0; }
  std::string_view take(std::size_t octets) {
    const std::string_view taken = rest_.substr(0, octets);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace siptriage::fuzz
