#pragma once
// Reads back what escape_markdown() wrote, as CommonMark has it (6.1, 6.2,
// 6.3): for tests, that nothing was lost and nothing means anything.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace siptriage::testing {

// Nothing: some character is neither escaped nor code, and may be markup.
inline std::optional<std::string> read_markdown(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_[]<>#|~&$@";
  constexpr std::array<std::pair<std::string_view, char>, 5> kReferences = {
      {{"&amp;", '&'},
       {"&lt;", '<'},
       {"&gt;", '>'},
       {"&#124;", '|'},
       {"&#96;", '`'}}};
  std::string read;
  while (!text.empty()) {
    const char c = text.front();
    if (c == '`') {
      const std::size_t end = text.find('`', 1);
      // Two in a row would be one longer fence.
      if (end == std::string_view::npos || end == 1) return std::nullopt;
      const std::string_view code = text.substr(1, end - 1);
      if (code.find_first_of("<>|\n") != code.npos) return std::nullopt;
      read += code;
      text.remove_prefix(end + 1);
      if (text.starts_with('`')) return std::nullopt;
      continue;
    }
    if (c == '\\' && text.size() > 1) {
      read += text[1];
      text.remove_prefix(2);
      continue;
    }
    bool is_reference = false;
    for (const auto& [reference, character] : kReferences) {
      if (!text.starts_with(reference)) continue;
      read += character;
      text.remove_prefix(reference.size());
      is_reference = true;
      break;
    }
    if (is_reference) continue;
    if (kMarkup.find(c) != std::string_view::npos) return std::nullopt;
    read += c;
    text.remove_prefix(1);
  }
  return read;
}

}  // namespace siptriage::testing
