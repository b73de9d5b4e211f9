#pragma once
// Undelivered: which ICMP error or TCP reset is about a message of a
// transaction.

#include <string>

#include "siptriage/annotate/analysis.h"
#include "siptriage/correlate/network_events.h"

#include "annotate/scene.h"

namespace siptriage::detail {

struct Undelivered {
  const NetworkEvent* event = nullptr;  // nullptr: there is none
  const MessageRecord* message = nullptr;
  Certainty certainty = Certainty::Certain;
  [[nodiscard]] explicit operator bool() const { return event != nullptr; }
};

// Why no final response came, as far as the network said so: an ICMP error
// about the request or a copy of it, or a reset of its connection, whichever
// came first. Nothing where there was a final response.
// Lifetime: of the scene.
[[nodiscard]] Undelivered find_undelivered_request(const Scene& scene,
                                                   const Transaction& of);

// The ICMP error about the final response at its first appearance; where there
// is none, about the first response.
// Lifetime: of the scene.
[[nodiscard]] Undelivered find_undelivered_response(const Scene& scene,
                                                    const Transaction& of);

// Ends, in `trace`, the calls whose request the network did not deliver and
// whose client gave up then (RFC 3261 8.1.3.1, 17.1.4). `trace` is that of the
// scene.
void end_undelivered_calls(const Scene& scene, Trace& trace);

// "192.0.2.1 reported that port unreachable (ICMP)".
[[nodiscard]] std::string cause_of(const Undelivered& undelivered);
// The same, and how long it took: "... 1.2 ms after it".
[[nodiscard]] std::string describe(const Undelivered& undelivered);

}  // namespace siptriage::detail
