#pragma once
// Text for Markdown (CommonMark, and what GitHub and GitLab add to it): shown
// as it stands, whatever is in it.
//
// Characters that mean something are escaped, those that HTML knows as
// character references, so that it is text also where HTML is not stripped.
// Words that a tracker would make something of by itself (addresses, domain
// names, @somebody, #12, :emoji:, $formulas$) become code. Text from the wire
// must be safe for a terminal first (escape_terminal.h): that has no line ends.

#include <string>
#include <string_view>

namespace siptriage::output {

// Also in a cell of a table. At the front of a line, put a word before it: what
// begins a list or a heading there is not escaped.
[[nodiscard]] std::string escape_markdown(std::string_view text);

}  // namespace siptriage::output
