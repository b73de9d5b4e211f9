#pragma once
// PolicyJudge: applies a Policy to findings.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/policy.h"

#include "annotate/scene.h"

namespace siptriage::detail {

class PolicyJudge {
 public:
  // `policy` may be null: then nothing changes.
  explicit PolicyJudge(SharedPolicy policy);

  // True: apply() changes no finding.
  [[nodiscard]] bool is_empty() const { return rules_.empty(); }

  // The findings about the calls of a trace. The header checks behind hidden
  // ones are hidden as well.
  void apply(Analysis& analysis, const Scene& scene) const;

  // Those about a capture; `uses` has one element a suppression.
  void apply(std::vector<Finding>& findings,
             std::vector<SuppressionUse>& uses) const;

  // One element a suppression.
  [[nodiscard]] std::vector<SuppressionUse> unused(Timestamp end) const;

 private:
  struct RulePolicy {
    std::optional<Severity> severity;
    std::vector<std::uint32_t> suppressions;  // indices
  };

  // Sets severities, and takes away what `is_hidden` says of a finding and one
  // suppression.
  template <typename IsHidden>
  void apply(std::vector<Finding>& findings, std::vector<SuppressionUse>& uses,
             IsHidden is_hidden) const;

  SharedPolicy policy_;
  std::unordered_map<const RuleEntry*, RulePolicy> rules_;
};

}  // namespace siptriage::detail
