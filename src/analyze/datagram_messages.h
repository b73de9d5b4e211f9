#pragma once
// for_each_message: the SIP messages of one datagram, one after the other.

#include <cstddef>
#include <string_view>

#include "siptriage/sip/parse.h"

namespace siptriage::detail {

// Indexes each message into `message` and calls `take()`. `cut`: the capture
// holds only the front of the datagram. False if there is no message at all.
template <typename Take>
bool for_each_message(std::string_view octets, bool cut, sip::Message& message,
                      Take take) {
  bool any = false;
  while (!any || sip::starts_like_sip(octets)) {
    if (sip::index_message(octets, sip::Framing::Datagram, message) !=
        sip::ParseStatus::Complete) {
      break;
    }
    const char* end = message.octets.data() + message.octets.size();
    octets.remove_prefix(static_cast<std::size_t>(end - octets.data()));
    if (cut && octets.empty()) {
      message.anomalies.add(AnomalyKind::TruncatedBySnapLength);
    }
    take();
    any = true;
  }
  return any;
}

}  // namespace siptriage::detail
