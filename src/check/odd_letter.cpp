#include "check/odd_letter.h"

#include <algorithm>

namespace siptriage::check {
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

}  // namespace

std::optional<std::size_t> find_odd_letter(std::string_view toml) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::size_t place = toml.starts_with(kByteOrderMark) ? 3 : 0;
  while (place < toml.size()) {
    const char c = toml[place];
    if (c == '"' || c == '\'') {
      place = end_of_string(toml, place);
    } else if (c == '#') {
      place = end_of_line(toml, place);
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      return place;
    } else {
      ++place;
    }
  }
  return std::nullopt;
}

}  // namespace siptriage::check
