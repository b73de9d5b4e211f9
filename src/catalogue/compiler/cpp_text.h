#pragma once
/// Pieces of the C++ that the tables are written in.

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "catalogue/words.h"

namespace siptriage::compiler {

/// A literal that carries its length: nothing is counted at compile time.
/// Texts are printable ASCII (text_check.h).
[[nodiscard]] std::string quote(std::string_view text);

/// "after-change" as AfterChange, "MUST" as Must.
[[nodiscard]] std::string enumerator(std::string_view word);

/// "RetryKind::AfterChange".
template <typename Enum>
[[nodiscard]] std::string name_of(std::string_view type, Enum value) {
  return fmt::format("{}::{}", type, enumerator(detail::word_of(value)));
}

class Writer {
 public:
  template <typename... Args>
  void write(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
  }

  /// Defines an array with one element a line and returns its name, or "{}" if
  /// there is none: an empty span. Names that begin alike end in a number.
  template <typename Element, typename ToText>
  std::string array(std::string_view type, std::string_view name_begin,
                    const std::vector<Element>& elements, ToText to_text) {
    if (elements.empty()) return "{}";
    std::string name = fmt::format("k{}{}", name_begin, ++arrays_);
    write("\nconstexpr {} {}[] = {{\n", type, name);
    for (const Element& element : elements)
      write("    {},\n", to_text(element));
    write("}};\n");
    return name;
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  int arrays_ = 0;
};

}  // namespace siptriage::compiler
