#include "report/call_notes.h"

#include <algorithm>
#include <tuple>

namespace siptriage::report {
namespace {

bool is_told_before(const Finding* a, const Finding* b) {
  const auto first_frame = [](const Finding* finding) {
    return finding->frames.empty() ? FrameId() : finding->frames.front();
  };
  return std::tuple(a->severity, first_frame(a), a->rule->id) <
         std::tuple(b->severity, first_frame(b), b->rule->id);
}

}  // namespace

CallNotes::CallNotes(const Triage& triage, CallId number,
                     const CallView& view) {
  for (const Finding& finding : view.analysis.findings) {
    if (finding.call == view.id) findings.push_back(&finding);
  }
  // What all messages show together may be about a single one.
  for (const Finding& finding : triage.capture_findings) {
    if (finding.call == number) findings.push_back(&finding);
  }
  std::stable_sort(findings.begin(), findings.end(), is_told_before);
  for (const MessageCauses& message : view.analysis.causes) {
    if (view.analysis.trace.message(message.message).call == view.id) {
      causes.push_back(&message);
    }
  }
}

}  // namespace siptriage::report
