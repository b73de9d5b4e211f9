#include "output/escape_markup.h"

#include "output/escape_terminal.h"

namespace siptriage::output {
namespace {

// XML 1.0 2.2: U+FFFE and U+FFFF are no characters.
constexpr std::string_view kNoCharacter = "\xEF\xBF";

}  // namespace

std::string escape_markup(std::string_view text) {
  const std::string safe = escape_terminal(text, true);
  std::string result;
  result.reserve(safe.size());
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    const std::string_view rest = std::string_view(safe).substr(i);
    if (rest.size() >= 3 && rest.starts_with(kNoCharacter) &&
        (rest[2] == '\xBE' || rest[2] == '\xBF')) {
      result += rest[2] == '\xBE' ? "\\u{fffe}" : "\\u{ffff}";
      i += 2;
      continue;
    }
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

}  // namespace siptriage::output
