#pragma once
/// Via: one hop of a message's path (RFC 3261 20.42, 18.2, RFC 3581).

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip {

/// What a branch begins with that is unique across space and time (8.1.1.7).
inline constexpr std::string_view kMagicCookie = "z9hG4bK";

struct Via {
  std::string_view protocol;   // "SIP/2.0", white space may stand inside
  std::string_view transport;  // "UDP"
  std::string_view sent_by_host;
  std::uint16_t sent_by_port = 0;  // 0: none given
  std::string_view branch;         // empty: none
  std::string_view received;
  std::string_view rport;  // value; empty also for a bare rport
  bool has_rport = false;
  std::string_view maddr;
  std::string_view parameters;  // all of them, with the first ';'
};

/// Parses one via-parm (take lists apart with next_list_element first).
[[nodiscard]] std::optional<Via> parse_via(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// True when the branch begins with the magic cookie, letter case ignored (the
/// cookie is compared as other stacks do).
[[nodiscard]] bool has_magic_cookie(std::string_view branch);

}  // namespace siptriage::sip
