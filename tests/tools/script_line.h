// Reading one line of a flow script word by word.
//
//   ScriptLine line(12, "mtu 1280");
//   line.take_word("a directive");        // "mtu"
//   line.take_number("octets", 68, 65535);  // 1280
//   line.expect_end();
//
// Every miss is a ScriptFailure that names the line and what was expected.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::testing {

std::string_view trim(std::string_view text);

/// "1,2,rest" to its parts; an empty text has one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

class ScriptLine {
 public:
  /// Lifetime: `text` must live as long as the line and the words taken.
  ScriptLine(std::size_t number, std::string_view text)
      : number_(number), rest_(trim(text)) {}

  std::size_t number() const { return number_; }
  bool is_at_end() const { return rest_.empty(); }

  /// `what` is said when there is no further word: "expected <what>".
  std::string_view take_word(std::string_view what);
  std::string_view take_rest(std::string_view what);
  std::uint64_t take_number(std::string_view what, std::uint64_t low,
                            std::uint64_t high);
  std::vector<std::uint64_t> take_numbers(std::string_view what,
                                          std::uint64_t low,
                                          std::uint64_t high);
  void expect_word(std::string_view word);
  void expect_end();

  std::uint64_t parse_number(std::string_view word, std::string_view what,
                             std::uint64_t low, std::uint64_t high) const;
  /// "0.5" or "12": seconds, with at most nine decimals.
  std::chrono::nanoseconds parse_seconds(std::string_view word) const;

  [[noreturn]] void fail(std::string message) const;

 private:
  std::size_t number_;
  std::string_view rest_;
};

}  // namespace siptriage::testing
