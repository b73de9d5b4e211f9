#pragma once
// Failures: what failed in a trace: calls and other exchanges, also those whose
// request is not in the capture and whose refusal is, and requests inside a
// dialog that nothing later made good. Each once, however many hops of it the
// capture shows.

#include <chrono>
#include <functional>

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// Whoever sends credentials does so at once, or asks somebody first.
inline constexpr Duration kTimeToAnswerChallenge = std::chrono::seconds(32);

struct Failure {
  CallId call;
  Outcome outcome = Outcome::ClientFailure;
  bool within_call = false;
  TransactionId transaction;  // invalid: none decided the call
};

// Calls `each` for every failure, call by call: that of the call itself, then
// those of its transactions, in their order. Linear in the size of the trace.
void for_each_failure(const Trace& trace,
                      const std::function<void(const Failure&)>& each);

}  // namespace siptriage::detail
