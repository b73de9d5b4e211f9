#include "tools/script_line.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "tools/script_error.h"

namespace siptriage::testing {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::uint64_t kMaxSeconds = 10'000'000;

std::string quoted(std::string_view word) {
  return "'" + std::string(word) + "'";
}

std::optional<std::uint64_t> parse_digits(std::string_view word) {
  std::uint64_t value = 0;
  const char* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, value);
  if (error != std::errc{} || stop != end) return {};
  return value;
}

}  // namespace

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string_view ScriptLine::take_word(std::string_view what) {
  if (is_at_end()) fail("expected " + std::string(what));
  const std::size_t end = std::min(rest_.find_first_of(kBlanks), rest_.size());
  const std::string_view word = rest_.substr(0, end);
  rest_ = trim(rest_.substr(end));
  return word;
}

std::string_view ScriptLine::take_rest(std::string_view what) {
  if (is_at_end()) fail("expected " + std::string(what));
  return std::exchange(rest_, {});
}

std::uint64_t ScriptLine::take_number(std::string_view what, std::uint64_t low,
                                      std::uint64_t high) {
  return parse_number(take_word(what), what, low, high);
}

std::vector<std::uint64_t> ScriptLine::take_numbers(std::string_view what,
                                                    std::uint64_t low,
                                                    std::uint64_t high) {
  std::vector<std::uint64_t> numbers;
  for (const std::string_view part : split(take_word(what), ',')) {
    numbers.push_back(parse_number(part, what, low, high));
  }
  return numbers;
}

void ScriptLine::expect_word(std::string_view word) {
  const std::string_view found = take_word(quoted(word));
  if (found != word) {
    fail("expected " + quoted(word) + ", found " + quoted(found));
  }
}

void ScriptLine::expect_end() {
  if (!is_at_end()) fail("too much on this line: " + quoted(rest_));
}

std::uint64_t ScriptLine::parse_number(std::string_view word,
                                       std::string_view what, std::uint64_t low,
                                       std::uint64_t high) const {
  const auto value = parse_digits(word);
  if (value && *value >= low && *value <= high) return *value;
  fail("expected " + std::string(what) + " from " + std::to_string(low) +
       " to " + std::to_string(high) + ", found " + quoted(word));
}

std::chrono::nanoseconds ScriptLine::parse_seconds(
    std::string_view word) const {
  const std::size_t point = std::min(word.find('.'), word.size());
  std::string decimals(word.substr(std::min(point + 1, word.size())));
  const bool has_point = point < word.size();
  const auto whole = parse_digits(word.substr(0, point));
  const bool fits = decimals.size() <= 9 && has_point != decimals.empty();
  decimals.resize(9, '0');
  const auto fraction = parse_digits(decimals);
  if (!whole || !fraction || !fits || *whole > kMaxSeconds) {
    fail("expected a time in seconds like 0.500, found " + quoted(word));
  }
  return std::chrono::seconds(*whole) + std::chrono::nanoseconds(*fraction);
}

void ScriptLine::fail(std::string message) const {
  siptriage::testing::fail(number_, std::move(message));
}

}  // namespace siptriage::testing
