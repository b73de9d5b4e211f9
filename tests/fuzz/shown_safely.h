#pragma once
// What holds of everything that is written for others.

#include <string_view>

namespace siptriage::fuzz {

// By a strict parser.
void require_json(std::string_view text);

// UTF-8, and of control characters only ends of lines.
void require_shown_safely(std::string_view text);

}  // namespace siptriage::fuzz
