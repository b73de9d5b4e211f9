#include "base/odd_letter.h"

#include <algorithm>
#include <cstddef>

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

std::optional<std::size_t> find_place(std::string_view toml) {
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

}  // namespace

std::optional<OddLetter> find_odd_letter(std::string_view toml) {
  const std::size_t begin = begin_of(toml);
  const std::optional<std::size_t> place = find_place(toml.substr(begin));
  if (!place) return std::nullopt;
  const std::string_view before = toml.substr(0, begin + *place);
  const std::size_t line = before.rfind('\n') + 1;
  return OddLetter{
      static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1),
      static_cast<std::uint32_t>(before.size() - line + 1)};
}

std::string in_ascii(std::string_view toml) {
  std::string ascii(toml);
  std::replace_if(ascii.begin() + static_cast<std::ptrdiff_t>(begin_of(toml)),
                  ascii.end(), is_beyond_ascii, '~');
  return ascii;
}

}  // namespace siptriage
