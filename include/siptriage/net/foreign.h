#pragma once
/// What a payload that is not SIP looks like: media, or something encrypted.
///
///     switch (classify_foreign_datagram(payload.octets)) { ... }
///
/// Guesses from the first octets only, for the coverage block: never used to
/// decide that a SIP message is none.

#include <cstdint>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage {

enum class ForeignKind : std::uint8_t { Other, Rtp, Dtls, Tls };

[[nodiscard]] ForeignKind classify_foreign_datagram(std::string_view octets);
/// `octets` begin where the stream, or a segment of it, begins.
[[nodiscard]] ForeignKind classify_foreign_stream(std::string_view octets);

/// The server name of a TLS ClientHello (RFC 6066 3) at the front of `octets`,
/// or nothing. Lifetime: views `octets`.
[[nodiscard]] std::string_view find_tls_server_name(
    std::string_view octets SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage
