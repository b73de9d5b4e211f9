// write_text: the triage report, part by part.

#include <algorithm>
#include <vector>

#include "siptriage/report/report.h"

#include "report/text_parts.h"

namespace siptriage {
namespace report {
namespace {

std::vector<CallId> calls_to_note(const Analysis& analysis,
                                  const std::vector<FailureBlock>& blocks,
                                  std::size_t shown) {
  std::vector<CallId> calls;
  for (std::size_t i = 0; i < shown; ++i) {
    calls.push_back(example_call(analysis, blocks[i].first()));
  }
  return calls;
}

}  // namespace

TextReport::TextReport(const Analysis& what, const TextOptions& options,
                       Sink& sink)
    : analysis(what),
      layout(options, sink),
      frames(what.coverage),
      tally(what.trace),
      blocks(blocks_of(what)),
      blocks_shown(std::min(options.max_groups, blocks.size())),
      notes(what, calls_to_note(what, blocks, blocks_shown)) {}

CallId example_call(const Analysis& analysis, const FailureGroup& group) {
  if (group.example.valid()) {
    return analysis.trace.transaction(group.example).call;
  }
  return group.examples.empty() ? CallId() : group.examples.front();
}

}  // namespace report

bool write_text(const Analysis& analysis, const TextOptions& options,
                Sink& sink) {
  report::TextReport report(analysis, options, sink);
  write_verdict(report);
  write_coverage(report);
  if (analysis.trace.messages().empty()) {
    write_no_sip(report);
    return report.layout.finish();
  }
  write_outcomes(report);
  write_failures(report);
  write_ladder(report);
  write_findings(report);
  return report.layout.finish();
}

}  // namespace siptriage
