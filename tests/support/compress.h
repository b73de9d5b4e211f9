#pragma once
// Octets in gzip, zstd and lz4.

#include <string>
#include <string_view>

namespace siptriage::testing {

[[nodiscard]] std::string gzip(std::string_view octets);
[[nodiscard]] std::string zstd(std::string_view octets);
[[nodiscard]] std::string lz4(std::string_view octets);

}  // namespace siptriage::testing
