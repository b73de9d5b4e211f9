#pragma once
/// Uri: SIP, SIPS and tel URIs, and others as far as their scheme (RFC 3261
/// 19.1, RFC 3966). Views into the text given; nothing is unescaped.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip {

struct Uri {
  std::string_view text;    // all of it
  std::string_view scheme;  // "sip", as written
  std::string_view user;    // with its user parameters; tel: the number
  std::string_view password;
  std::string_view host;        // IPv6 with its brackets
  std::uint16_t port = 0;       // 0: none given
  std::string_view parameters;  // ";transport=tcp;lr", with the first ';'
  std::string_view headers;     // after '?'
};

/// Nothing when `text` is no URI at all (no scheme, bad port, no host in a
/// sip: URI, white space inside).
[[nodiscard]] std::optional<Uri> parse_uri(
    std::string_view text SIPTRIAGE_LIFETIMEBOUND);

/// "sip", "sips", "tel", letter case ignored.
[[nodiscard]] bool has_scheme(const Uri& uri, std::string_view scheme);

}  // namespace siptriage::sip
