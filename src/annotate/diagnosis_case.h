#pragma once
// DiagnosisCase: one failure, and the hops of it that the capture shows.

#include <cstdint>
#include <string>

#include "siptriage/annotate/analysis.h"

#include "annotate/failures.h"

namespace siptriage::detail {

struct DiagnosisCase {
  const Analysis& analysis;
  Failure failure;
  // The hop that made the response; of silence, the last hop in sight.
  TransactionId origin;
  // What became of the request behind that hop, where it failed there in
  // another way; may be invalid.
  TransactionId behind;
  // Of silence: why an answer may be missing from the capture; empty: nothing
  // says that it is.
  std::string doubt;
  // The event package of a refused request for something that calls do
  // without; empty: it is no such request.
  std::string feature;

  [[nodiscard]] const Trace& trace() const { return analysis.trace; }
  [[nodiscard]] const Call& call() const { return trace().call(failure.call); }
  [[nodiscard]] const Transaction& failed() const {
    return trace().transaction(failure.transaction);
  }
  [[nodiscard]] const Transaction& made_by() const {
    return trace().transaction(origin);
  }
  // The hop that tells best how it ended: the one behind, where that gave
  // another final response than was passed on.
  [[nodiscard]] TransactionId teller() const;
  // From 180 to the final response; 0: nobody rang.
  [[nodiscard]] Duration rang_for() const {
    return call().ring_time.value_or(Duration(0));
  }
  // Faster than a person presses a button, and without ringing.
  [[nodiscard]] bool came_at_once() const;
  [[nodiscard]] bool is_silence() const {
    return !failed().final_response.valid();
  }
};

// Busy, no answer, declined: what people do.
[[nodiscard]] bool is_by_people(const DiagnosisCase& failed);

// A challenge with Security-Server: what answers it goes through IPsec
// (RFC 3329), where a capture does not see it.
[[nodiscard]] bool goes_on_in_ipsec(const DiagnosisCase& failed);

// 603+ of ATIS-1000099: no person, but what a network makes of the caller.
[[nodiscard]] bool is_network_block(const DiagnosisCase& failed);

// A cause of a response with that status, which says more than the status, and
// has a fixed meaning rather than being a remark.
[[nodiscard]] bool is_definite(const DecodedCause& cause, std::uint16_t status);
// The first definite cause, else the first that says something; nullptr: none
// of them does.
// Lifetime: of the annotation.
[[nodiscard]] const DecodedCause* telling_cause(const Annotation* annotation);

// `failure` has a transaction.
[[nodiscard]] DiagnosisCase case_of(const Analysis& analysis,
                                    const CaptureGaps& gaps,
                                    const Failure& failure);

}  // namespace siptriage::detail
