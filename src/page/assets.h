#pragma once
// The style and the script of the page, put together from data/report/ when
// siptriage is built (assemble.cmake).

#include <span>
#include <string_view>

namespace siptriage::page {

// In pieces; what stands between the tags is all of them and nothing else.
[[nodiscard]] std::span<const std::string_view> style();
[[nodiscard]] std::span<const std::string_view> script();
// Of that, as Content-Security-Policy has it: "sha256-...".
[[nodiscard]] std::string_view style_hash();
[[nodiscard]] std::string_view script_hash();

}  // namespace siptriage::page
