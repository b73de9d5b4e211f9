#pragma once
// Optional features: what a client may ask a server for, and calls do without.

#include <string>

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// The event package that a SUBSCRIBE or PUBLISH asked for where the server
// answered that it does not have it; empty: anything else.
[[nodiscard]] std::string optional_feature_of(const Trace& trace,
                                              const Transaction& transaction);

}  // namespace siptriage::detail
