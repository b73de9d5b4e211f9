#pragma once
// Leaves out what a more specific finding says as well.

#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/annotate/analysis.h"

namespace siptriage::detail {

// Rules that have nothing more to say of a frame; sorted.
using Superseded = std::vector<std::pair<FrameId, std::string_view>>;

// Removes each finding whose rule is superseded (catalogue/entry.h) by that of
// another finding which names one of its frames. Keeps the order. Gives those
// of rules about all messages together, which are judged later.
[[nodiscard]] Superseded drop_superseded(std::vector<Finding>& findings);

}  // namespace siptriage::detail
