#pragma once
/// The limits of this room: how far a search looks before it gives up. Real
/// traffic stays far below; hostile captures must not make a search quadratic.

#include <cstddef>
#include <cstdint>

#include "siptriage/base/timestamp.h"

namespace siptriage::correlate {

/// Transactions of one key: forks and repeats with the same branch.
inline constexpr std::size_t kMaxSameKeySearched = 32;
/// Transactions and dialogs that are searched one by one: up to so many, a
/// table does not pay. Not more than a chain of one hash is followed.
inline constexpr std::size_t kMaxUnindexed = 16;
static_assert(kMaxUnindexed <= kMaxSameKeySearched);
/// Calls, dialogs and address pairs of one hash.
inline constexpr std::size_t kMaxSameHashSearched = 64;
/// Transactions searched by order, where no header field identifies one.
inline constexpr std::size_t kMaxTransactionsSearched = 64;
/// Distinct messages of a transaction that a repetition is compared with.
inline constexpr std::size_t kMaxOriginalsSearched = 32;
/// Earlier appearances of one message that a duplicate is compared with.
inline constexpr std::size_t kMaxAppearancesSearched = 16;
/// Transactions of one CSeq number that an ACK, CANCEL or PRACK may mean.
inline constexpr std::size_t kMaxRelatedSearched = 64;
/// Early dialogs that one final response ends.
inline constexpr std::size_t kMaxDialogsEnded = 256;
/// Address pairs told apart when the hops of a request are counted.
inline constexpr std::size_t kMaxHopsCounted = 64;

/// Messages one trace can hold: the ids are 32 bits wide.
inline constexpr std::size_t kMaxMessages = 0xFFFFFFFE;

/// Timer C: how long a proxy waits after the last provisional response to an
/// INVITE (RFC 3261 16.6, item 11: larger than 3 minutes).
inline constexpr Duration kTimerC = std::chrono::minutes(3);
/// 64*T1 is what timers B, F, H and J wait (RFC 3261 17, table 4).
inline constexpr int kTransactionTimeoutInT1 = 64;

}  // namespace siptriage::correlate
