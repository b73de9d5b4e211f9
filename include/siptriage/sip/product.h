#pragma once
/// What a message says of the product that sent it.
///
///     sip::product_of(message)   "Asterisk PBX 18.2.0"

#include <string_view>

#include "siptriage/base/lifetime.h"
#include "siptriage/sip/message.h"

namespace siptriage::sip {

/// Whether a response holds a header field that only requests have,
/// Max-Forwards (RFC 3261 20, table 2): then it may have been made of its
/// request, and what it says of its sender may be what the client said of
/// itself.
[[nodiscard]] bool copies_request(const Message& response);

/// Server, else User-Agent (RFC 3261 20.35, 20.41); empty: it says nothing, or
/// nothing for certain.
/// Lifetime: as the octets of `message`.
[[nodiscard]] std::string_view product_of(
    const Message& message SIPTRIAGE_LIFETIMEBOUND);

/// The same of a response where its request is known: the User-Agent of one
/// that was made of its request counts where it is another than the request's.
/// Lifetime: as the octets of `response`.
[[nodiscard]] std::string_view product_of(
    const Message& response SIPTRIAGE_LIFETIMEBOUND, const Message& request);

}  // namespace siptriage::sip
