// Of which calls the report tells, where somebody chose.

#include <fmt/format.h>

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {

void write_selection(TextReport& report) {
  const Triage& triage = report.triage;
  if (!triage.selection) return;
  const std::uint64_t all = triage.calls.size();
  const std::string what = report.layout.safe(*triage.selection);
  if (triage.meant_calls == 0) {
    report.layout.paragraph(
        0,
        fmt::format("None of {} is meant by --where: {}.",
                    count_of(all, "exchange", "exchanges"), what),
        Style::Strong);
    return;
  }
  report.layout.paragraph(
      0,
      fmt::format("Of {}, {} meant by --where: {}. Only the coverage is of "
                  "all.",
                  count_of(all, "exchange", "exchanges"),
                  count_of(triage.meant_calls, "is", "are"), what),
      Style::Caution);
}

}  // namespace siptriage::report
