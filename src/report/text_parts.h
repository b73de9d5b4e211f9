#pragma once
// The parts of the report for people, each in a file of its own, and what
// they share.

#include <cstddef>
#include <cstdint>
#include <map>
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

using output::Layout;
using output::Style;
using output::TextLayout;

// Of the lines of a part, and of what stands under a numbered entry.
inline constexpr std::size_t kPartIndent = 2;
inline constexpr std::size_t kEntryIndent = 3;

struct TextReport {
  // Lifetime: all must outlive it.
  TextReport(const Triage& what, const TextOptions& how, Layout& where);

  // There is something to tell, if only that the capture holds no SIP.
  [[nodiscard]] bool has_subject() const {
    return triage.meant_calls != 0 || triage.calls.empty();
  }

  const Triage& triage;
  TextOptions options;
  Layout& layout;
  FrameNames frames;
  OutcomeTally tally;
  std::vector<FailureBlock> blocks;
  std::size_t blocks_shown;
  // What it reads is looked at before it reads the next.
  CallReader reader;
  // What the failures said already; the findings leave it out.
  ToldFindings told;
};

// Under which number each code is explained.
class FailureNumbers {
 public:
  // `number`, or that of an earlier block of the same code.
  std::size_t of(const FailureBlock& block, std::size_t number);
  // 0: of none yet.
  [[nodiscard]] std::size_t find(std::uint16_t code) const {
    const auto found = numbers_.find(code);
    return found == numbers_.end() ? 0 : found->second;
  }

 private:
  std::map<std::uint16_t, std::size_t> numbers_;
};

// What is said of the first example of `block`, which is at `view`.
[[nodiscard]] std::optional<Diagnosis> diagnosis_of(TextReport& report,
                                                    const FailureBlock& block,
                                                    const CallView& view);

// Which calls are meant, the answer, the coverage. False: there is no more to
// tell.
[[nodiscard]] bool write_front(TextReport& report);
// Which calls the report is about, where not all are.
void write_selection(TextReport& report);
// The answer in one line, before anything else.
void write_verdict(TextReport& report);
void write_coverage(TextReport& report);
// The part of it about limits that were reached.
void write_limits(const Coverage& coverage, Layout& layout);
// Whether that says anything.
[[nodiscard]] bool tells_limits(const Coverage& coverage);
// What to say when there is no SIP.
void write_no_sip(TextReport& report);
void write_outcomes(TextReport& report, TextLayout& layout);
void write_failures(TextReport& report);
// The pieces of it, for who puts something between them; there are blocks.
void write_failures_heading(TextReport& report);
void write_failure(TextReport& report, const FailureBlock& block,
                   std::size_t number, std::size_t explained_under);
void write_failures_left_out(TextReport& report);
// Calls that did not fail, and yet something is wrong with them.
void write_unsound(TextReport& report);
[[nodiscard]] std::uint64_t count_unsound(const Triage& triage);
void write_findings(TextReport& report);
void write_suppressed(TextReport& report);
// Of captures with several calls or registrations.
void write_metrics(TextReport& report);
// The one call that is meant, or one exchange of any kind; nothing when there
// are more.
[[nodiscard]] std::optional<CallId> only_call(
    const std::vector<CallBrief>& calls);
// Every message of a capture that holds but one call.
void write_ladder(TextReport& report, TextLayout& layout);

// Every kind of failure in a line, for captures with many.
void write_overview(TextReport& report);
// Lines of a failure that show one of its calls.
// Its first example is at `view`.
void write_example(TextReport& report, const FailureBlock& block,
                   const CallView& view);

}  // namespace siptriage::report
