#pragma once
// Whether two URIs name the same target, as far as can be said without
// resolving names.

#include <string_view>

namespace siptriage::detail {

// Same scheme, user, host and port (RFC 3261 19.1.4); parameters and headers
// are left out. False for what is no URI.
[[nodiscard]] bool same_target(std::string_view uri, std::string_view other);

}  // namespace siptriage::detail
