#pragma once
/// skim_message: where a message ends and what its Call-ID is, which is all it
/// takes to put it aside until it is parsed.
///
///     Message spare;
///     Skim skim;
///     if (skim_message(octets, skim, spare) == ParseStatus::Complete)
///       put_aside(skim.call_id, skim.octets);

#include <string_view>

#include "siptriage/base/anomaly.h"
#include "siptriage/base/ascii.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

namespace siptriage::sip {

struct Skim {
  std::string_view octets;   // as Message::octets
  std::string_view call_id;  // of the first such header field; may be empty
  /// What `octets` alone do not show: that others stood before or behind them.
  /// May hold more of what index_message() tells.
  AnomalySet anomalies;
  /// After Malformed: but for start-line-octets it would be a message.
  bool start_line_too_long = false;
};

/// The same message as index_message() finds in a datagram that
/// starts_like_sip(), at a fraction of the cost for the ordinary ones;
/// Malformed for what does not start like SIP. `spare` is used for the others,
/// and holds nothing of use afterwards. Lifetime: views in `skim` point into
/// `octets`.
[[nodiscard]] ParseStatus skim_message(std::string_view octets
                                           SIPTRIAGE_LIFETIMEBOUND,
                                       Skim& skim, Message& spare);

/// False for most of what skim_message() would call Malformed, by the first
/// octet: media, and what is encrypted.
[[nodiscard]] constexpr bool may_start_like_sip(std::string_view octets) {
  return !octets.empty() && (is_token(octets.front()) ||
                             octets.front() == '\r' || octets.front() == '\n');
}

}  // namespace siptriage::sip
