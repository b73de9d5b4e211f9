#pragma once
/// Whether a text of data/ can be shown everywhere as it stands.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace siptriage::compiler {

/// What is wrong with `text`: empty, longer than `limit` characters, not
/// printable ASCII, or sloppy with its spaces. Nothing if it is fine.
[[nodiscard]] std::optional<std::string> find_fault(std::string_view text,
                                                    std::size_t limit);

/// "21.4.6", "A.1": parts of letters and digits with dots between them.
[[nodiscard]] bool is_section(std::string_view text);

/// "405-without-allow": lower-case words and digits joined by hyphens.
[[nodiscard]] bool is_rule_id(std::string_view text);

}  // namespace siptriage::compiler
