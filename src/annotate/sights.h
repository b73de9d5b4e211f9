#pragma once
// Sights: a message that crosses several hops in front of the capture is still
// one message: what is wrong with it is told once.

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// Whether `id` is the first transaction that carried its request: false where
// an earlier one of the call has the same method, CSeq and tag, which is
// another hop, or another branch of a fork. False, too, where too many came
// before to tell.
[[nodiscard]] bool is_first_hop(const Trace& trace, TransactionId id);

// Whether a final response was made at this hop, and not passed on by it.
[[nodiscard]] bool is_made_here(const Trace& trace,
                                const Transaction& transaction);

}  // namespace siptriage::detail
