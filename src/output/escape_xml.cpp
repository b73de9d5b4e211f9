#include "output/escape_xml.h"

#include "output/utf8.h"

namespace siptriage::output {
namespace {

// XML 1.0 2.2, Char; surrogates are no code points of UTF-8.
constexpr bool is_char(char32_t value) {
  return value >= 0x20 ? value != 0xFFFE && value != 0xFFFF
                       : value == '\t' || value == '\n' || value == '\r';
}

std::string_view reference_of(char32_t value) {
  switch (value) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    const std::string_view reference = reference_of(next.value);
    if (!next.valid || !is_char(next.value)) {
      append_code_point(kReplacementCharacter, escaped);
    } else if (!reference.empty()) {
      escaped += reference;
    } else {
      escaped += text.substr(0, next.octets);
    }
    text.remove_prefix(next.octets);
  }
  return escaped;
}

}  // namespace siptriage::output
