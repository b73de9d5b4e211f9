#pragma once
// ToldFindings: which findings a report has told already together with the
// failures they belong to.

#include <cstdint>
#include <map>
#include <set>
#include <string_view>

#include "siptriage/annotate/triage.h"

namespace siptriage::report {

class ToldFindings {
 public:
  // `rule` has been told for the failures of `group`.
  void tell(const FailureGroup& group, std::string_view rule);

  // True for a finding about a call of such a group, or about a request
  // inside a call that failed as the group's did.
  [[nodiscard]] bool covers(const Triage& triage,
                            const FindingBrief& finding) const;

 private:
  [[nodiscard]] bool covers(const Triage& triage, std::uint32_t failure_kind,
                            std::string_view rule) const;

  std::map<FailureKind, std::set<std::string_view>> told_;
};

}  // namespace siptriage::report
