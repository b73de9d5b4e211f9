#pragma once
/// Bounds of this room that cannot change what is told; those that can are in
/// base/limits.h. And what RFC 3261 says of time.

#include <cstddef>
#include <cstdint>

#include "siptriage/base/timestamp.h"

namespace siptriage::correlate {

/// Transactions and dialogs that are searched one by one: up to so many, a
/// table does not pay. Not more than the least same-key-transactions.
inline constexpr std::size_t kMaxUnindexed = 16;
/// Flows of one hash; one that is not found is entered once more.
inline constexpr std::size_t kMaxSameFlowHashSearched = 64;

/// Messages one trace can hold: the ids are 32 bits wide.
inline constexpr std::size_t kMaxMessages = 0xFFFFFFFE;

/// Timer C: how long a proxy waits after the last provisional response to an
/// INVITE (RFC 3261 16.6, item 11: larger than 3 minutes).
inline constexpr Duration kTimerC = std::chrono::minutes(3);
/// 64*T1 is what timers B, F, H and J wait (RFC 3261 17, table 4).
inline constexpr int kTransactionTimeoutInT1 = 64;

}  // namespace siptriage::correlate
