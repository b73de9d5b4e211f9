#pragma once
/// What a payload that is not SIP looks like: media, or something encrypted.
///
///     switch (classify_foreign_datagram(payload.octets)) { ... }
///
/// Guesses from the first octets only, for the coverage block: never used to
/// decide that a SIP message is none.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage {

enum class ForeignKind : std::uint8_t {
  Other,
  Rtp,
  Dtls,
  Tls,
  /// What keeps a NAT binding open: CRLF or STUN (RFC 5626 3.5), or next to
  /// nothing. Not an ICE check, nor a STUN response.
  KeepAlive,
};

namespace detail {

/// What nearly all media looks like (RFC 3550 5.1, RFC 3551 6): version 2,
/// neither extension nor contributing sources, an audio or video payload type.
/// True only of what classify_foreign_datagram takes for RTP.
[[nodiscard]] inline bool is_plain_rtp(std::string_view octets) {
  constexpr std::size_t kRtpOctets = 12;
  if (octets.size() < kRtpOctets) return false;
  const auto at = [&](std::size_t index) {
    return static_cast<std::uint8_t>(octets[index]);
  };
  const unsigned type = at(1) & 0x7fU;
  // A timestamp that begins 00 01 may be the count of questions of a DNS
  // message.
  return (at(0) & 0xdf) == 0x80 && (type <= 34 || type >= 96) &&
         (at(4) != 0 || at(5) != 1);
}

[[nodiscard]] ForeignKind classify_by_all_rules(std::string_view octets);

/// Blank, and at most four octets: of RFC 5626 CRLF CRLF, and one CRLF back.
[[nodiscard]] bool is_blank_keep_alive(std::string_view octets);

}  // namespace detail

[[nodiscard]] inline ForeignKind classify_foreign_datagram(
    std::string_view octets) {
  return detail::is_plain_rtp(octets) ? ForeignKind::Rtp
                                      : detail::classify_by_all_rules(octets);
}
/// `octets` begin where the stream, or a segment of it, begins.
[[nodiscard]] ForeignKind classify_foreign_stream(std::string_view octets);

/// The server name of a TLS ClientHello (RFC 6066 3) at the front of `octets`,
/// or nothing. Lifetime: views `octets`.
[[nodiscard]] std::string_view find_tls_server_name(
    std::string_view octets SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage
