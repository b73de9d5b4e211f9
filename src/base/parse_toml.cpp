#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/toml.h"

namespace siptriage {
namespace {

std::size_t end_of_line(std::string_view toml, std::size_t from) {
  return std::min(toml.find('\n', from), toml.size());
}

// Behind the string that begins with `quote` at `from`.
std::size_t end_of_string(std::string_view toml, std::size_t from) {
  const char quote = toml[from];
  const std::string_view three = toml.substr(from, 3);
  const bool several_lines = std::ranges::count(three, quote) == 3;
  std::size_t place = from + (several_lines ? 3 : 1);
  for (; place < toml.size(); ++place) {
    if (quote == '"' && toml[place] == '\\') {
      ++place;
    } else if (!several_lines && toml[place] == '\n') {
      return place;
    } else if (toml[place] == quote) {
      if (!several_lines) return place + 1;
      if (std::ranges::count(toml.substr(place, 3), quote) != 3) continue;
      place += 3;
      // Two more may belong to the text, in front of the three.
      for (int more = 0; more < 2 && place < toml.size(); ++more) {
        if (toml[place] == quote) ++place;
      }
      return place;
    }
  }
  return toml.size();
}

// Behind a byte order mark.
std::size_t begin_of(std::string_view toml) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  return toml.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The first octet beyond ASCII that stands in no string and no comment, if the
// quotes in front of it are those of strings: that is only known for certain of
// what is TOML.
std::optional<std::size_t> find_odd_letter(std::string_view toml) {
  std::size_t place = 0;
  while (place < toml.size()) {
    const char c = toml[place];
    if (c == '"' || c == '\'') {
      place = end_of_string(toml, place);
    } else if (c == '#') {
      place = end_of_line(toml, place);
    } else if (is_beyond_ascii(c)) {
      return place;
    } else {
      ++place;
    }
  }
  return std::nullopt;
}

// With '~' in the place of each octet beyond ASCII, which is as good as those
// in strings and comments, and no TOML elsewhere. What is wrong with it is
// wrong with `toml`, on the same line.
std::string in_ascii(std::string_view toml) {
  std::string ascii(toml);
  std::replace_if(ascii.begin() + static_cast<std::ptrdiff_t>(begin_of(toml)),
                  ascii.end(), is_beyond_ascii, '~');
  return ascii;
}

toml::source_position position_of(std::string_view toml, std::size_t place) {
  const std::string_view before = toml.substr(0, place);
  const std::size_t line = before.rfind('\n') + 1;
  return {static_cast<toml::source_index>(std::ranges::count(before, '\n') + 1),
          static_cast<toml::source_index>(before.size() - line + 1)};
}

}  // namespace

toml::parse_result parse_toml(std::string_view text) {
  const std::size_t begin = begin_of(text);
  if (const auto place = find_odd_letter(text.substr(begin))) {
    return toml::parse_result(
        toml::parse_error("letters beyond ASCII stand in quotes",
                          position_of(text, begin + *place)));
  }
  toml::parse_result ascii = toml::parse(in_ascii(text));
  return ascii ? toml::parse(text) : std::move(ascii);
}

}  // namespace siptriage
