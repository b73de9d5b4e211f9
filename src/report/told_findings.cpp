#include "report/told_findings.h"

namespace siptriage::report {

void ToldFindings::tell(const FailureGroup& group, std::string_view rule) {
  told_[{group.kind, group.within_call, group.code, group.method,
         group.said_by_address}]
      .insert(rule);
}

bool ToldFindings::covers(const Triage& triage, std::uint32_t failure_kind,
                          std::string_view rule) const {
  if (failure_kind == FindingBrief::kNoFailureKind) return false;
  const auto told = told_.find(triage.failure_kinds[failure_kind]);
  return told != told_.end() && told->second.contains(rule);
}

bool ToldFindings::covers(const Triage& triage,
                          const FindingBrief& finding) const {
  return covers(triage, finding.call_failure, finding.rule->id) ||
         covers(triage, finding.transaction_failure, finding.rule->id);
}

}  // namespace siptriage::report
