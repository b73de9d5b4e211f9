#pragma once
// Words that name nobody, and words that name somebody in one place and are of
// the protocol in another: what the search for survivors leaves out, or looks
// for in certain places alone.

#include <string_view>

namespace siptriage::testing {

// Stand for everybody; redaction leaves them as they are.
[[nodiscard]] bool is_nobodys_word(std::string_view word);
// Loopback, unspecified, link-local of IPv4, multicast.
[[nodiscard]] bool is_nobodys_address(std::string_view text);
// Names of header fields, parameters, methods, media; words of standard
// phrases, and of products.
[[nodiscard]] bool is_common_word(std::string_view word);

}  // namespace siptriage::testing
