#include "report/outcome_tally.h"

#include <algorithm>

namespace siptriage::report {

std::string_view label_of(CallKind kind) {
  constexpr std::string_view kLabels[kKindCount] = {
      "Calls",   "Registrations", "Subscriptions", "Publications",
      "OPTIONS", "MESSAGE",       "Other"};
  return kLabels[static_cast<std::size_t>(kind)];
}

std::size_t KindTally::distinct() const {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [](std::uint64_t count) { return count != 0; }));
}

OutcomeTally::OutcomeTally(std::span<const CallBrief> calls) : kinds{} {
  for (const CallBrief& call : calls) {
    if (!call.is_meant) continue;
    KindTally& tally = kinds[static_cast<std::size_t>(call.kind)];
    ++tally.outcomes[static_cast<std::size_t>(call.outcome)];
    ++tally.total;
    if (is_not_answered(call.kind, call.outcome)) {
      ++tally.not_answered;
    } else if (is_failure(call.outcome)) {
      ++tally.failed;
    }
  }
}

}  // namespace siptriage::report
