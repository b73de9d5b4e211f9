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
};

/// The same message as index_message() finds in a datagram, at a third of the
/// cost for the ordinary ones. `octets` must be such that starts_like_sip().
/// `spare` is used for the others, and holds nothing of use afterwards.
/// Lifetime: views in `skim` point into `octets`.
[[nodiscard]] ParseStatus skim_message(std::string_view octets
                                           SIPTRIAGE_LIFETIMEBOUND,
                                       Skim& skim, Message& spare);

}  // namespace siptriage::sip
