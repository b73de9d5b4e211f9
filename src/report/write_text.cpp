// write_text: the triage report, part by part.

#include <algorithm>

#include "siptriage/report/report.h"

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage {
namespace report {
TextReport::TextReport(const Triage& what, const TextOptions& how,
                       Layout& where)
    : triage(what),
      options(how),
      layout(where),
      frames(what.coverage),
      tally(what.calls),
      blocks(blocks_of(what)),
      blocks_shown(std::min(how.max_groups, blocks.size())),
      reader(what) {}

bool write_front(TextReport& report) {
  write_selection(report);
  if (report.has_subject()) write_verdict(report);
  write_coverage(report);
  if (report.triage.message_count != 0) return report.has_subject();
  if (report.triage.coverage.sip_messages == 0) write_no_sip(report);
  return false;
}

std::optional<Diagnosis> diagnosis_of(TextReport& report,
                                      const FailureBlock& block,
                                      const CallView& view) {
  const TransactionId failed =
      view.transaction_at(block.first().transaction_place);
  for (const Diagnosis& diagnosis : view.analysis.diagnoses) {
    if (diagnosis.call == view.id && diagnosis.transaction == failed &&
        !diagnosis.beside_failures) {
      return report.reader.complete(diagnosis,
                                    block.first().examples.front().call, view);
    }
  }
  return std::nullopt;
}

}  // namespace report

bool write_text(const Triage& triage, const TextOptions& options, Sink& sink) {
  output::TextLayout layout(options, sink);
  report::TextReport report(triage, options, layout);
  const std::uint64_t octets = triage.coverage.limits[LimitId::OutputOctets];
  layout.end_at(octets, report::cut_line(octets));
  if (!write_front(report)) return layout.finish();
  write_outcomes(report, layout);
  write_failures(report);
  write_unsound(report);
  write_ladder(report, layout);
  write_findings(report);
  write_metrics(report);
  write_suppressed(report);
  return layout.finish();
}

}  // namespace siptriage
