#pragma once
// How a diagnosis names people, servers and responses: short, octets as
// received.

#include <cstddef>
#include <string>
#include <string_view>

#include "siptriage/annotate/analysis.h"

namespace siptriage::detail {

// At most `most` octets, with "..." where something was left out. Cuts no
// UTF-8 character in two.
[[nodiscard]] std::string cut_text(std::string_view text, std::size_t most);

// "bob@example.com" of "sip:bob@example.com;user=phone".
[[nodiscard]] std::string name_of_uri(std::string_view uri);

// The URI, or the address where there is none.
[[nodiscard]] std::string caller_of(const Call& call);
[[nodiscard]] std::string callee_of(const Call& call);

// "192.0.2.1 (Brookside Proxy/2.3)": who made the final response.
[[nodiscard]] std::string answerer_of(const Analysis& analysis,
                                      TransactionId transaction);

// "486 Busy Here".
[[nodiscard]] std::string status_of(const Analysis& analysis,
                                    TransactionId transaction);

// "registration".
[[nodiscard]] std::string_view kind_of(CallKind kind);

}  // namespace siptriage::detail
