#pragma once
// SIP messages to try parsers with: the torture messages, and those of samples/
// and of generated captures.

#include <string>
#include <vector>

namespace siptriage::testing {

// The octets of each message; the same octets once.
[[nodiscard]] std::vector<std::string> sip_texts();

}  // namespace siptriage::testing
