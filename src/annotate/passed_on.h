#pragma once
// Who made a final response that proxies passed on (RFC 3261 16.7).

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// The transaction of the hop where the final response of `transaction` comes
// from, as far as the capture shows it: a proxy passes on To tag, CSeq and
// status code. `transaction` itself where no hop behind its server is seen.
[[nodiscard]] const Transaction& origin_of_response(
    const Trace& trace, const Transaction& transaction);

}  // namespace siptriage::detail
