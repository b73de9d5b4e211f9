#pragma once
// What proxies passed on (RFC 3261 16.6, 16.7): who made a final response, and
// where a request was seen first.

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// Of `transaction`, the same request one hop further on: sent by its server,
// with the same CSeq and From tag. Of several, the first whose final response
// is a failure, or which got none in time; invalid where the capture shows no
// such hop.
[[nodiscard]] TransactionId failed_hop_behind(const Trace& trace,
                                              const Transaction& transaction);

// Whether the capture shows a hop behind the server of `transaction`.
[[nodiscard]] bool is_passed_on(const Trace& trace,
                                const Transaction& transaction);

// The transaction of the hop where the final response of `transaction` comes
// from, as far as the capture shows it: a proxy passes on To tag, CSeq and
// status code. `transaction` itself where no hop behind its server is seen.
[[nodiscard]] const Transaction& origin_of_response(
    const Trace& trace, const Transaction& transaction);

// The same request at the hop before; nullptr: not in the capture.
[[nodiscard]] const Transaction* find_hop_before(
    const Trace& trace, const Transaction& transaction);

// What is to be said of a request is said where it was seen first.
[[nodiscard]] bool has_hop_before(const Trace& trace,
                                  const Transaction& transaction);

// True where the server of `transaction` sent its request on: there is a hop
// behind it, which shows better what the end of the way said.
[[nodiscard]] bool is_forwarded(const Trace& trace,
                                const Transaction& transaction);

}  // namespace siptriage::detail
