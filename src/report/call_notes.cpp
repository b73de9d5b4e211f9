#include "report/call_notes.h"

namespace siptriage::report {

CallNotes::CallNotes(const Analysis& analysis, std::span<const CallId> calls) {
  for (const CallId call : calls) {
    if (call.valid()) notes_.try_emplace(call);
  }
  if (notes_.empty()) return;
  for (const Finding& finding : analysis.findings) {
    const auto found = notes_.find(finding.call);
    if (found != notes_.end()) found->second.findings.push_back(&finding);
  }
  for (const MessageCauses& causes : analysis.causes) {
    const auto found = notes_.find(analysis.trace.message(causes.message).call);
    if (found != notes_.end()) found->second.causes.push_back(&causes);
  }
}

const CallNotes::Notes* CallNotes::find(CallId call) const {
  const auto found = notes_.find(call);
  return found == notes_.end() ? nullptr : &found->second;
}

std::span<const Finding* const> CallNotes::findings_of(CallId call) const {
  const Notes* notes = find(call);
  if (notes == nullptr) return {};
  return notes->findings;
}

std::span<const MessageCauses* const> CallNotes::causes_of(CallId call) const {
  const Notes* notes = find(call);
  if (notes == nullptr) return {};
  return notes->causes;
}

}  // namespace siptriage::report
