#pragma once
// The parts of the report for people, each in a file of its own, and what
// they share.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/report/report.h"

#include "output/text_layout.h"
#include "report/failure_blocks.h"
#include "report/frame_names.h"
#include "report/outcome_tally.h"
#include "report/told_findings.h"

namespace siptriage::report {

using output::Style;
using output::TextLayout;

struct TextReport {
  TextReport(const Triage& what, const TextOptions& how, Sink& sink);
  // For other forms that say the same: what is written becomes `blocks`.
  TextReport(const Triage& what, std::vector<output::TextBlock>& blocks);

  const Triage& triage;
  TextOptions options;
  TextLayout layout;
  FrameNames frames;
  OutcomeTally tally;
  std::vector<FailureBlock> blocks;
  std::size_t blocks_shown;
  // What it reads is looked at before it reads the next.
  CallReader reader;
  // What the failures said already; the findings leave it out.
  ToldFindings told;
};

// What is said of the first example of `block`, which is at `view`.
[[nodiscard]] std::optional<Diagnosis> diagnosis_of(TextReport& report,
                                                    const FailureBlock& block,
                                                    const CallView& view);

// The answer in one line, before anything else.
void write_verdict(TextReport& report);
void write_coverage(TextReport& report);
// The part of it about limits that were reached.
void write_limits(const Coverage& coverage, TextLayout& layout);
// Whether that says anything.
[[nodiscard]] bool tells_limits(const Coverage& coverage);
// What to say when there is no SIP.
void write_no_sip(TextReport& report);
void write_outcomes(TextReport& report);
void write_failures(TextReport& report);
// Calls that did not fail, and yet something is wrong with them.
void write_unsound(TextReport& report);
[[nodiscard]] std::uint64_t count_unsound(const Triage& triage);
void write_findings(TextReport& report);
void write_suppressed(TextReport& report);
// Of captures with several calls or registrations.
void write_metrics(TextReport& report);
// Every message of a capture that holds but one call.
void write_ladder(TextReport& report);

// Every kind of failure in a line, for captures with many.
void write_overview(TextReport& report);
// Lines of a failure that show one of its calls.
// Its first example is at `view`.
void write_example(TextReport& report, const FailureBlock& block,
                   const CallView& view);

}  // namespace siptriage::report
