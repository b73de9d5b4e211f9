#include "annotate/diagnosis_case.h"

#include "annotate/passed_on.h"
#include "annotate/silence.h"

namespace siptriage::detail {
namespace {

// The silent hop furthest on; each is looked for behind the one before.
TransactionId last_silent_hop(const Trace& trace, TransactionId id) {
  for (;;) {
    const TransactionId behind =
        failed_hop_behind(trace, trace.transaction(id));
    if (!behind.valid() || trace.transaction(behind).final_response.valid()) {
      return id;
    }
    id = behind;
  }
}

TransactionId id_of(const Trace& trace, const Transaction& transaction) {
  return TransactionId(
      static_cast<std::uint32_t>(&transaction - trace.transactions().data()));
}

}  // namespace

bool is_by_people(const DiagnosisCase& failed) {
  const Outcome outcome = failed.failure.outcome;
  return !failed.failure.within_call && failed.call().kind == CallKind::Call &&
         (outcome == Outcome::Busy || outcome == Outcome::NoAnswer ||
          outcome == Outcome::Declined);
}

DiagnosisCase case_of(const Analysis& analysis, const CaptureGaps& gaps,
                      const Failure& failure) {
  DiagnosisCase made{analysis, failure, failure.transaction, {}, {}};
  const Trace& trace = analysis.trace;
  if (made.is_silence()) {
    made.origin = last_silent_hop(trace, failure.transaction);
    made.doubt = doubt_of_silence(trace, gaps, made.made_by());
  } else if (made.failed().final_status >= 300) {
    made.origin = id_of(trace, origin_of_response(trace, made.failed()));
    made.behind = failed_hop_behind(trace, made.made_by());
  }
  return made;
}

}  // namespace siptriage::detail
