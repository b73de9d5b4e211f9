#pragma once
// Base 64 (RFC 4648 4), for octets that JSON cannot hold.

#include <string>
#include <string_view>

namespace siptriage::output {

[[nodiscard]] std::string to_base64(std::string_view octets);

}  // namespace siptriage::output
