#pragma once
// SHA-256 (FIPS 180-4) of octets, in hexadecimal.

#include <optional>
#include <string>
#include <string_view>

namespace siptriage::bundle {

// Once, before files can no longer be opened.
void prepare_hashing();

// Nothing where there is no memory for it.
[[nodiscard]] std::optional<std::string> sha256_of(std::string_view octets);

}  // namespace siptriage::bundle
