#pragma once
// NFLOG: packets that Linux netfilter logged, wrapped in attributes.

#include <optional>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/lifetime.h"

namespace siptriage::detail {

struct NflogPacket {
  std::string_view octets;         // begins with an IP header
  std::optional<SkipReason> skip;  // set: there is no packet
};

// A payload attribute that says it is longer than the frame ends with it.
// Lifetime: the packet views `octets`.
[[nodiscard]] NflogPacket decode_nflog(
    std::string_view octets SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::detail
