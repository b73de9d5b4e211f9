// What a policy hid, and which of its suppressions are of no use any more.

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

std::string describe(const Suppression& suppression, const SuppressionUse& use,
                     const Layout& layout) {
  std::string text = suppression.rule;
  if (!use.expired && use.findings != 0) {
    text = fmt::format("{} of {}", with_separators(use.findings), text);
  }
  if (suppression.scope.any()) text += " (in its scope)";
  text += fmt::format(": {}", layout.safe(suppression.reason));
  if (!suppression.expires.empty()) {
    text += fmt::format(" (until {})", suppression.expires);
  }
  return text;
}

}  // namespace

void write_suppressed(TextReport& report) {
  const Triage& triage = report.triage;
  if (triage.suppressions.empty()) return;
  Layout& layout = report.layout;
  layout.heading("SUPPRESSED", count_of(hidden_findings(triage),
                                        "finding hidden", "findings hidden"));
  for (std::size_t i = 0; i < triage.suppressions.size(); ++i) {
    const SuppressionUse& use = triage.suppressions[i];
    const std::string text =
        describe(triage.policy->suppressions[i], use, layout);
    if (use.expired) {
      layout.field(kPartIndent, "Expired", text, Style::Caution);
    } else if (use.findings == 0) {
      layout.field(kPartIndent, "Unused", text, Style::Caution);
    } else {
      layout.field(kPartIndent, "Hidden", text);
    }
  }
}

}  // namespace siptriage::report
