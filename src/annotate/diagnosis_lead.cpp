#include "annotate/diagnosis_lead.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "annotate/annotate.h"

namespace siptriage::detail {
namespace {

// How near a finding is to what decided.
enum class Nearness : std::uint8_t { Decisive, Hop, Frame, Call, Elsewhere };

bool names_frame_of(const Finding& finding, const Trace& trace,
                    const Transaction& transaction) {
  const auto named = [&](MessageId id) {
    return id.valid() &&
           std::ranges::find(finding.frames, trace.message(id).frame) !=
               finding.frames.end();
  };
  return named(transaction.request) || named(transaction.final_response);
}

bool says_malformed(std::uint16_t status) {
  return status == 400 || status == 500 || status == 513;
}

bool is_challenge(const Transaction& transaction) {
  return transaction.final_status == 401 || transaction.final_status == 407;
}

// Refused credentials often end in a 403.
bool leads_to(const Transaction& attempt, const Transaction& last) {
  return is_challenge(attempt) && !last.in_dialog &&
         (is_challenge(last) || last.final_status == 403) &&
         attempt.method_name == last.method_name &&
         attempt.place_in_call < last.place_in_call;
}

// An attempt before the last one is told where its finding goes on to that, or
// the last one followed from it.
Nearness nearness_of(const Finding& finding, const DiagnosisCase& failed) {
  const TransactionId about = finding.transaction;
  if (!about.valid()) return Nearness::Call;
  if (about == failed.origin || about == failed.behind) {
    return Nearness::Decisive;
  }
  if (about == failed.failure.transaction) return Nearness::Hop;
  return names_frame_of(finding, failed.trace(), failed.failed()) ||
                 names_frame_of(finding, failed.trace(), failed.made_by()) ||
                 leads_to(failed.trace().transaction(about), failed.failed())
             ? Nearness::Frame
             : Nearness::Elsewhere;
}

// Whoever answered may have done so because nobody answered him.
bool is_about_silence_behind(const Finding& finding,
                             const DiagnosisCase& failed) {
  return failed.behind.valid() && finding.transaction == failed.behind &&
         !failed.trace().transaction(failed.behind).final_response.valid();
}

// Whether the finding may be why this came of it. People need no reason; and
// how a message is written is one for answers that complain of that alone.
bool may_explain(const Finding& finding, const DiagnosisCase& failed) {
  const RuleEntry& rule = *finding.rule;
  if (rule.overrules_code) {
    return finding.transaction == failed.origin &&
           telling_cause(failed.analysis.annotation_of(failed.origin)) ==
               nullptr;
  }
  if (!rule.explains_failure ||
      nearness_of(finding, failed) == Nearness::Elsewhere) {
    return false;
  }
  if (failed.is_silence()) return rule.explains_silence || rule.is_outcome;
  if (rule.explains_silence) return is_about_silence_behind(finding, failed);
  if (!rule.explains_codes.empty() &&
      std::ranges::find(rule.explains_codes, failed.made_by().final_status) ==
          rule.explains_codes.end()) {
    return false;
  }
  if (is_by_people(failed)) return finding.severity == Severity::Error;
  return rule.blame != Blame::Sender ||
         says_malformed(failed.made_by().final_status);
}

// A request inside the call that was refused has a diagnosis of its own.
bool failed_by_itself(const Analysis& analysis, const Finding& finding) {
  if (!finding.transaction.valid()) return false;
  const Transaction& transaction =
      analysis.trace.transaction(finding.transaction);
  return transaction.in_dialog && transaction.final_status >= 400 &&
         !is_challenge(transaction);
}

auto rank_of(const Finding& finding, Nearness nearness) {
  const RuleEntry& rule = *finding.rule;
  // Findings are sorted: the earlier one stands before.
  return std::tuple(rule.is_outcome, finding.severity, nearness, rule.basis,
                    finding.certainty, &finding);
}

}  // namespace

const std::vector<std::uint32_t>& DiagnosisLeads::sorted() {
  if (sorted_.empty() && !analysis_.findings.empty()) {
    sorted_.resize(analysis_.findings.size());
    std::iota(sorted_.begin(), sorted_.end(), 0U);
    std::ranges::stable_sort(sorted_, {}, [this](std::uint32_t i) {
      const Finding& finding = analysis_.findings[i];
      return std::tuple(finding.call, finding.transaction);
    });
  }
  return sorted_;
}

// Those of one call, of one transaction if that is given.
void DiagnosisLeads::add(const DiagnosisCase& failed, CallId call,
                         TransactionId transaction,
                         std::vector<const Finding*>& found) {
  const auto key = [&](std::uint32_t i) {
    const Finding& finding = analysis_.findings[i];
    return std::tuple(finding.call, transaction.valid() ? finding.transaction
                                                        : TransactionId());
  };
  const std::tuple wanted(call, transaction);
  const auto begin = std::ranges::lower_bound(sorted(), wanted, {}, key);
  const auto end = std::ranges::upper_bound(sorted(), wanted, {}, key);
  for (auto it = begin; it != end; ++it) {
    const Finding& finding = analysis_.findings[*it];
    if (may_explain(finding, failed)) found.push_back(&finding);
  }
}

std::vector<const Finding*> DiagnosisLeads::of_failure(
    const DiagnosisCase& failed) {
  std::vector<const Finding*> found;
  const Failure& failure = failed.failure;
  if (!failure.within_call) {
    add(failed, failure.call, {}, found);
  } else {
    add(failed, failure.call, failure.transaction, found);
    if (failed.origin != failure.transaction) {
      add(failed, failure.call, failed.origin, found);
    }
    if (failed.behind.valid()) {
      add(failed, failure.call, failed.behind, found);
    }
  }
  std::ranges::stable_sort(found, {}, [&](const Finding* finding) {
    return rank_of(*finding, nearness_of(*finding, failed));
  });
  return found;
}

std::vector<const Finding*> DiagnosisLeads::of_answered_call(CallId call) {
  std::vector<const Finding*> found;
  const auto key = [this](std::uint32_t i) {
    return analysis_.findings[i].call;
  };
  const auto begin = std::ranges::lower_bound(sorted(), call, {}, key);
  const auto end = std::ranges::upper_bound(sorted(), call, {}, key);
  for (auto it = begin; it != end; ++it) {
    const Finding& finding = analysis_.findings[*it];
    if (finding.rule->ends_call && !failed_by_itself(analysis_, finding)) {
      found.push_back(&finding);
    }
  }
  std::ranges::stable_sort(found, {}, [](const Finding* finding) {
    return rank_of(*finding, Nearness::Decisive);
  });
  return found;
}

}  // namespace siptriage::detail
