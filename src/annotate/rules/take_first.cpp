#include "annotate/rules/take_first.h"

#include <algorithm>
#include <map>
#include <utility>

namespace siptriage::detail {

void take_first(Findings&& told, std::uint64_t most, Findings& findings) {
  std::map<const RuleEntry*, std::uint64_t> counts;
  for (Finding& finding : told) {
    const RuleEntry* rule = finding.rule;
    if (counts[rule]++ < most) {
      findings.push_back(std::move(finding));
      continue;
    }
    const auto last =
        std::find_if(findings.rbegin(), findings.rend(),
                     [rule](const Finding& each) { return each.rule == rule; });
    ++last->repeats;
  }
}

}  // namespace siptriage::detail
