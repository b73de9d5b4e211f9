#pragma once
// Leaves out what a more specific finding says as well.

#include <vector>

#include "siptriage/annotate/analysis.h"

namespace siptriage::detail {

// Removes each finding whose rule is superseded (catalogue/entry.h) by that of
// another finding which names one of its frames. Keeps the order.
void drop_superseded(std::vector<Finding>& findings);

}  // namespace siptriage::detail
