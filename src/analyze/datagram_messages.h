#pragma once
// for_each_message: the SIP messages of one datagram, one after the other.

#include <cstddef>
#include <string_view>

#include "siptriage/sip/skim.h"

namespace siptriage::detail {

// Calls `take(skim)` with each message. `cut`: the capture holds only the front
// of the datagram. False if there is no message at all. Counts in `reached`
// what would be one but for a limit.
template <typename Take>
bool for_each_message(std::string_view octets, bool cut, sip::Message& spare,
                      LimitCounts& reached, Take take) {
  bool any = false;
  sip::Skim skim;
  while (sip::skim_message(octets, skim, spare) == sip::ParseStatus::Complete) {
    const char* end = skim.octets.data() + skim.octets.size();
    octets.remove_prefix(static_cast<std::size_t>(end - octets.data()));
    if (cut && octets.empty()) {
      skim.anomalies.add(AnomalyKind::TruncatedBySnapLength);
    }
    take(skim);
    any = true;
  }
  if (skim.start_line_too_long) reached.add(LimitId::StartLineOctets);
  return any;
}

}  // namespace siptriage::detail
