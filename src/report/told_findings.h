#pragma once
// ToldFindings: which findings a report has told already together with the
// failures they belong to.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "siptriage/annotate/analysis.h"

namespace siptriage::report {

class ToldFindings {
 public:
  // `rule` has been told for the failures of `group`.
  void tell(const FailureGroup& group, std::string_view rule);

  // True for a finding about a call of such a group, or about a request
  // inside a call that failed as the group's did.
  [[nodiscard]] bool covers(const Analysis& analysis,
                            const Finding& finding) const;

 private:
  using Key =
      std::tuple<CallKind, bool, std::uint16_t, std::string, std::string>;
  [[nodiscard]] bool covers(const Analysis& analysis, TransactionId id,
                            bool within_call, std::string_view rule) const;

  std::map<Key, std::set<std::string_view>> told_;
};

}  // namespace siptriage::report
