#include "base/glob.h"

#include <cstddef>

#include "siptriage/base/ascii.h"

namespace siptriage {

bool matches_glob(std::string_view pattern, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0;
  std::size_t star = kNone;  // the last one passed ...
  std::size_t resume = 0;    // ... and where the text behind it may begin
  std::size_t i = 0;
  while (i < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = i;
    } else if (at < pattern.size() &&
               (pattern[at] == '?' ||
                to_lower(pattern[at]) == to_lower(text[i]))) {
      ++at;
      ++i;
    } else if (star != kNone) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace siptriage
