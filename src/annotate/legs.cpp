#include "siptriage/annotate/legs.h"

#include <algorithm>
#include <cstddef>

namespace siptriage {
namespace {

// `records` are by call.
template <typename Record>
const Record* find_by_call(const std::vector<Record>& records, CallId call) {
  const auto found = std::lower_bound(
      records.begin(), records.end(), call,
      [](const Record& record, CallId wanted) { return record.call < wanted; });
  return found != records.end() && found->call == call ? &*found : nullptr;
}

}  // namespace

std::string_view to_string(LegReason reason) {
  static constexpr std::string_view kNames[] = {"",
                                                "session-id",
                                                "named-call-id",
                                                "same-header",
                                                "charging-vector",
                                                "call-id-affix",
                                                "score"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::string_view rule_of(const RelayedFailure& relayed) {
  if (relayed.born_status == 0) return "failure-after-silent-leg";
  return relayed.status == relayed.born_status
             ? "failure-relayed-from-other-leg"
             : "failure-changed-between-legs";
}

const Leg* Legs::find(CallId call) const { return find_by_call(legs, call); }

const RelayedFailure* Legs::relayed_by(CallId call) const {
  return find_by_call(relayed, call);
}

std::vector<std::vector<CallId>> Legs::groups() const {
  std::vector<std::vector<CallId>> groups(group_count);
  for (const Leg& leg : legs) groups[leg.group].push_back(leg.call);
  return groups;
}

}  // namespace siptriage
