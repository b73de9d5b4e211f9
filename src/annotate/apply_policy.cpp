#include "annotate/apply_policy.h"

#include <algorithm>
#include <string>
#include <utility>

#include "siptriage/catalogue/catalogue.h"

#include "base/glob.h"

namespace siptriage::detail {
namespace {

bool fits(std::string_view pattern, std::string_view text) {
  return pattern.empty() || matches_glob(pattern, text);
}

bool fits_endpoint(std::string_view pattern, const Endpoint& endpoint) {
  return matches_glob(pattern, to_string(endpoint)) ||
         matches_glob(pattern, to_string(endpoint.address));
}

bool fits_peer(std::string_view pattern, const Call& call,
               const Transaction* transaction) {
  if (pattern.empty()) return true;
  if (transaction == nullptr) {
    return fits_endpoint(pattern, call.caller) ||
           fits_endpoint(pattern, call.callee);
  }
  return fits_endpoint(pattern, transaction->client) ||
         fits_endpoint(pattern, transaction->server);
}

bool names_product(std::string_view pattern, const Scene& scene, MessageId id) {
  const Reading message(scene, id);
  if (!message) return false;
  for (const sip::HeaderId header :
       {sip::HeaderId::UserAgent, sip::HeaderId::Server}) {
    if (message->has(header) &&
        matches_glob(pattern, message->value_of(header)))
      return true;
  }
  return false;
}

bool fits_product(std::string_view pattern, const Scene& scene,
                  const Transaction* transaction) {
  if (pattern.empty()) return true;
  return transaction != nullptr &&
         (names_product(pattern, scene, transaction->request) ||
          names_product(pattern, scene, transaction->final_response));
}

bool fits(const SuppressionScope& scope, const Scene& scene,
          const Finding& finding) {
  if (!scope.any()) return true;
  const Call& call = scene.trace.call(finding.call);
  const Transaction* transaction = finding.transaction.valid()
                                       ? &scene.transaction(finding.transaction)
                                       : nullptr;
  if (!scope.method.empty() &&
      (transaction == nullptr ||
       !matches_glob(scope.method, transaction->method_name))) {
    return false;
  }
  return fits(scope.call_id, call.call_id) && fits(scope.from, call.from_uri) &&
         fits(scope.to, call.to_uri) &&
         fits_peer(scope.peer, call, transaction) &&
         fits_product(scope.user_agent, scene, transaction);
}

void hide_checks(Analysis& analysis, const Finding& finding) {
  if (analysis.annotation_of(finding.transaction) == nullptr) return;
  Annotation& annotation =
      analysis
          .annotations[analysis.annotation_index[finding.transaction.index()]];
  std::erase_if(annotation.header_checks, [&](const HeaderCheck& check) {
    return check.rule == finding.rule && check.verdict != Verdict::Ok;
  });
}

}  // namespace

PolicyJudge::PolicyJudge(SharedPolicy policy) : policy_(std::move(policy)) {
  if (!policy_) return;
  for (const auto& [id, severity] : policy_->severities) {
    if (const RuleEntry* rule = find_rule(id)) rules_[rule].severity = severity;
  }
  for (std::uint32_t i = 0; i < policy_->suppressions.size(); ++i) {
    if (const RuleEntry* rule = find_rule(policy_->suppressions[i].rule)) {
      rules_[rule].suppressions.push_back(i);
    }
  }
}

std::vector<SuppressionUse> PolicyJudge::unused(Timestamp end) const {
  std::vector<SuppressionUse> uses;
  if (!policy_) return uses;
  for (const Suppression& each : policy_->suppressions) {
    uses.push_back({0, each.end && *each.end <= end});
  }
  return uses;
}

template <typename IsHidden>
void PolicyJudge::apply(std::vector<Finding>& findings,
                        std::vector<SuppressionUse>& uses,
                        IsHidden is_hidden) const {
  std::erase_if(findings, [&](Finding& finding) {
    const auto found = rules_.find(finding.rule);
    if (found == rules_.end()) return false;
    if (found->second.severity) finding.severity = *found->second.severity;
    for (const std::uint32_t i : found->second.suppressions) {
      if (uses[i].expired || !is_hidden(policy_->suppressions[i], finding)) {
        continue;
      }
      ++uses[i].findings;
      return true;
    }
    return false;
  });
}

void PolicyJudge::apply(Analysis& analysis, const Scene& scene) const {
  if (!policy_) return;
  analysis.suppressions = unused(scene.trace.capture_end());
  if (rules_.empty()) return;
  apply(analysis.findings, analysis.suppressions,
        [&](const Suppression& suppression, const Finding& finding) {
          if (!fits(suppression.scope, scene, finding)) return false;
          hide_checks(analysis, finding);
          return true;
        });
}

void PolicyJudge::apply(std::vector<Finding>& findings,
                        std::vector<SuppressionUse>& uses) const {
  apply(findings, uses, [](const Suppression& suppression, const Finding&) {
    return !suppression.scope.any();
  });
}

}  // namespace siptriage::detail
