#pragma once
// Whether two URIs name the same target, as far as can be said without
// resolving names.

#include <string>
#include <string_view>

namespace siptriage::detail {

// Same scheme, user, host and port (RFC 3261 19.1.4), the port of the scheme
// where none is given; parameters and headers are left out. False for what is
// no URI.
[[nodiscard]] bool same_target(std::string_view uri, std::string_view other);

// One spelling for all of a SIP URI (RFC 3261 19.1.4): letter case, escapes
// that need not be, order of parameters, and the port of an address that has
// none; without headers. What is no SIP URI stays as it is.
[[nodiscard]] std::string spelled_alike(std::string_view uri);

}  // namespace siptriage::detail
