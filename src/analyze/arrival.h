#pragma once
// Arrival: a SIP message on its way into its conversation.

#include <cstdint>

#include "siptriage/correlate/conversation.h"
#include "siptriage/sip/skim.h"

namespace siptriage::detail {

struct Arrival {
  std::uint64_t key = 0;  // of the conversation
  Appearance appearance;
  bool is_kept = false;     // in an OctetStore, not where the frame was
  bool is_refused = false;  // by the Admission
};

// `seen` says where. `order` as in Appearance.
// Lifetime: as the message's octets.
[[nodiscard]] inline Arrival make_arrival(const sip::Skim& message,
                                          const Observation& seen,
                                          std::uint64_t order, bool is_kept) {
  return {conversation_key(message.call_id, seen.source.address,
                           seen.destination.address),
          {message.octets, seen, message.anomalies, order},
          is_kept,
          false};
}

}  // namespace siptriage::detail
