#pragma once
// What values of expectations look like.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/check/expectations.h"

namespace siptriage::check {

// "3", ">= 1", "< 5", "1..5". Nothing for what is no count.
[[nodiscard]] std::optional<CountRange> read_count(std::string_view text);

// "INVITE, 100?, 180*, 200, ..., BYE". Nothing, and `wrong` says why.
[[nodiscard]] std::optional<std::vector<SequenceStep>> read_sequence(
    std::string_view text, std::string& wrong);

}  // namespace siptriage::check
