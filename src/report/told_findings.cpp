#include "report/told_findings.h"

namespace siptriage::report {

void ToldFindings::tell(const FailureGroup& group, std::string_view rule) {
  told_[Key(group.kind, group.within_call, group.code, group.method,
            group.said_by_address)]
      .insert(rule);
}

bool ToldFindings::covers(const Analysis& analysis, TransactionId id,
                          bool within_call, std::string_view rule) const {
  if (!id.valid()) return false;
  const Transaction& transaction = analysis.trace.transaction(id);
  const CallKind kind = analysis.trace.call(transaction.call).kind;
  const auto told = told_.find(Key(kind, within_call, transaction.final_status,
                                   std::string(transaction.method_name),
                                   to_string(transaction.server.address)));
  return told != told_.end() && told->second.contains(rule);
}

bool ToldFindings::covers(const Analysis& analysis,
                          const Finding& finding) const {
  if (!finding.call.valid()) return false;
  const Call& call = analysis.trace.call(finding.call);
  const std::string_view rule = finding.rule->id;
  if (is_failure(call.outcome) &&
      covers(analysis, call.decisive, false, rule)) {
    return true;
  }
  return finding.transaction.valid() &&
         analysis.trace.transaction(finding.transaction).in_dialog &&
         covers(analysis, finding.transaction, true, rule);
}

}  // namespace siptriage::report
