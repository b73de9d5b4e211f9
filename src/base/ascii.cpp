#include "siptriage/base/ascii.h"

#include <algorithm>

namespace siptriage {

bool equals_ignore_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool starts_with_ignore_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         equals_ignore_case(text.substr(0, prefix.size()), prefix);
}

std::string to_lower_copy(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(), to_lower);
  return copy;
}

}  // namespace siptriage
