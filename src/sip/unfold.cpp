#include "siptriage/base/ascii.h"
#include "siptriage/sip/parse.h"

namespace siptriage::sip {

std::string_view unfold(std::string_view value, std::string& buffer) {
  if (value.find_first_of("\r\n") == std::string_view::npos) return value;
  buffer.clear();
  for (std::size_t i = 0; i < value.size();) {
    if (!is_lws(value[i])) {
      buffer.push_back(value[i++]);
      continue;
    }
    // A run of white space with a line end in it is one fold.
    const std::size_t begin = i;
    while (i < value.size() && is_lws(value[i])) ++i;
    const std::string_view run = value.substr(begin, i - begin);
    if (run.find_first_of("\r\n") == std::string_view::npos) {
      buffer.append(run);
    } else {
      buffer.push_back(' ');
    }
  }
  return buffer;
}

}  // namespace siptriage::sip
