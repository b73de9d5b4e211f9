#include "catalogue/compiler/cpp_text.h"

#include <string>
#include <string_view>

#include "siptriage/base/ascii.h"

namespace siptriage::compiler {

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"sv";
}

std::string enumerator(std::string_view word) {
  std::string name;
  bool at_start = true;
  for (const char c : word) {
    if (c == '-') {
      at_start = true;
      continue;
    }
    const char lower = to_lower(c);
    name += at_start ? static_cast<char>(lower - 'a' + 'A') : lower;
    at_start = false;
  }
  return name;
}

}  // namespace siptriage::compiler
