#pragma once
// Patterns that people write for names: "*" is any text, "?" one octet.

#include <string_view>

namespace siptriage {

// Whether all of `text` is what `pattern` says; letter case makes no
// difference. Takes at most the product of both lengths.
[[nodiscard]] bool matches_glob(std::string_view pattern,
                                std::string_view text);

}  // namespace siptriage
