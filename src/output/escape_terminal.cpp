#include "output/escape_terminal.h"

#include <cstddef>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include "output/utf8.h"

namespace siptriage::output {
namespace {

constexpr bool is_control(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value <= 0x9F);
}

// Characters that a reader cannot see, or that change the order in which the
// others are shown: zero-width and directional marks, embeddings, overrides
// and isolates, line separators, interlinear marks, tags, fillers, and what is
// no character (Unicode 23.7).
constexpr bool is_deceptive(char32_t value) {
  return value == 0xAD || value == 0x61C || value == 0x180E ||
         (value >= 0x200B && value <= 0x200F) ||
         (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2060 && value <= 0x206F) || value == 0xFEFF ||
         (value >= 0xFFF9 && value <= 0xFFFB) || value == 0x115F ||
         value == 0x1160 || value == 0x3164 || value == 0xFFA0 ||
         (value >= 0xFDD0 && value <= 0xFDEF) || (value & 0xFFFE) == 0xFFFE ||
         (value >= 0xE0000 && value <= 0xE007F);
}

// The length of a fold at the front of `text`: a line end followed by white
// space; 0 when there is none.
std::size_t fold_length(std::string_view text) {
  std::size_t length = 0;
  if (length < text.size() && text[length] == '\r') ++length;
  if (length < text.size() && text[length] == '\n') ++length;
  if (length == 0) return 0;
  const std::size_t line_end = length;
  while (length < text.size() &&
         (text[length] == ' ' || text[length] == '\t')) {
    ++length;
  }
  return length == line_end ? 0 : length;
}

}  // namespace

std::string escape_terminal(std::string_view text, bool unicode) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t fold = fold_length(text); fold != 0) {
      result.push_back(' ');
      text.remove_prefix(fold);
      continue;
    }
    const CodePoint point = first_code_point(text);
    const auto value = static_cast<std::uint32_t>(point.value);
    if (!point.valid || is_control(point.value)) {
      fmt::format_to(std::back_inserter(result), "\\x{:02x}", value);
    } else if (is_deceptive(point.value) || (value > 0x7F && !unicode)) {
      fmt::format_to(std::back_inserter(result), "\\u{{{:04x}}}", value);
    } else {
      result.append(text.substr(0, point.octets));
    }
    text.remove_prefix(point.octets);
  }
  return result;
}

}  // namespace siptriage::output
