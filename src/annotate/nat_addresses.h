#pragma once
// Addresses as messages name them, looked at for translation on the way.

#include <cstddef>
#include <optional>
#include <string_view>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/sip/message.h"

namespace siptriage::detail {

// The address that a host part is, with or without brackets; nothing for a
// name.
[[nodiscard]] std::optional<IpAddress> address_of(std::string_view host);
[[nodiscard]] bool is_private_host(std::string_view host);
// Of one machine with itself there is nothing to translate.
[[nodiscard]] bool is_loopback(const IpAddress& address);

// A quick look before a header field of addresses is parsed.
[[nodiscard]] bool may_name_private_host(std::string_view value);

// The host of the first URI in a header field of addresses; empty: none.
[[nodiscard]] std::string_view first_host(
    const sip::Message& message SIPTRIAGE_LIFETIMEBOUND, sip::HeaderId id);

// A quick look before the session description is parsed.
[[nodiscard]] bool may_have_private_connection(std::string_view body);

// An address in the body that is shorter than one that the header fields name:
// it may have been put in the place of that.
struct Rewrite {
  std::string_view shorter;
  std::string_view longer;
  std::size_t times = 0;
};

// The rewrite by which the body lost exactly `missing` octets. Lifetime: views
// into the message.
[[nodiscard]] std::optional<Rewrite> find_rewrite(
    const sip::Message& message SIPTRIAGE_LIFETIMEBOUND, std::size_t missing);

}  // namespace siptriage::detail
