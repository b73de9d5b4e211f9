#pragma once
// Addresses in text: found, and written anew in the same form.

#include <cstddef>
#include <span>
#include <string_view>

#include "siptriage/redact/pseudonyms.h"

namespace siptriage::detail {

// How many octets the IPv4, IPv6 or MAC address takes that `text` begins with;
// 0: none. `before` is the octet in front of it, or 0.
[[nodiscard]] std::size_t find_address(std::string_view text, char before);

// Writes the pseudonym of what find_address() found, in as many octets.
void replace_address(std::span<char> text, Pseudonyms& names);

}  // namespace siptriage::detail
