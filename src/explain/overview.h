#pragma once
// What can be asked, for people who asked nothing.

#include <span>
#include <string>
#include <string_view>

namespace siptriage::explain {

struct Example {
  std::string_view command;
  std::string_view text;
};

[[nodiscard]] std::span<const Example> examples();

// "77 response codes, 132 header fields, ...": what there is.
[[nodiscard]] std::string contents();

}  // namespace siptriage::explain
