#pragma once
/// What a message does to the transaction it was found to belong to.

#include "correlate/incoming.h"
#include "correlate/workspace.h"

namespace siptriage::correlate {

/// Appends message `in.id`, already part of `work.messages` and judged for
/// repetition, to `transaction`, and moves its observed state.
void append_to_transaction(Workspace& work, TransactionId transaction,
                           const Incoming& in);

}  // namespace siptriage::correlate
