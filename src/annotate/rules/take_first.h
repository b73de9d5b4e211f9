#pragma once
// Findings about a capture, as few of each rule as of a call.

#include <cstdint>

#include "annotate/rules/rule_set.h"

namespace siptriage::detail {

// `most` of each rule are told, and the rest counted with the last of them.
void take_first(Findings&& told, std::uint64_t most, Findings& findings);

}  // namespace siptriage::detail
