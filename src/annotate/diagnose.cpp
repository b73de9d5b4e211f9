#include "annotate/diagnose.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"

#include "annotate/diagnosis_lead.h"
#include "annotate/diagnosis_side.h"
#include "annotate/diagnosis_text.h"
#include "annotate/frame_order.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kMaxRules = 8;
// A line that is engaged is so at once.
constexpr Duration kLongRinging = std::chrono::seconds(1);
constexpr std::string_view kLeftAlone = "challenged";
constexpr std::string_view kTransferFailed = "transfer-failed";

const DiagnosisEntry& entry_of(std::string_view id) {
  const DiagnosisEntry* entry = find_diagnosis(id);
  assert(entry != nullptr && "a kind without a text in data/diagnoses.toml");
  return *entry;
}

// Whether it says more than that the request failed.
bool explains(const Finding* lead) {
  return lead != nullptr && !lead->rule->is_outcome;
}

// Both sides hung up at once, or the call was over.
bool is_late_bye(const DiagnosisCase& failed) {
  constexpr std::uint16_t kCallDoesNotExist = 481;
  return failed.failed().method == sip::Method::Bye &&
         failed.failed().final_status == kCallDoesNotExist;
}

// A ping asks whether anybody answers. These say that somebody further on does
// not.
bool is_answer_enough(std::uint16_t status) {
  constexpr std::uint16_t kNobodyThere[] = {408, 410, 430, 480};
  return status / 100 == 4 &&
         std::ranges::find(kNobodyThere, status) == std::end(kNobodyThere);
}

// Where the hop behind failed in another way, that is what its people did.
std::string_view kind_of_people(const DiagnosisCase& failed) {
  switch (failed.trace().transaction(failed.teller()).final_status) {
    case 486:
    case 600:
      return failed.rang_for() >= kLongRinging ? "busy-after-ringing" : "busy";
    case 603:
    case 607:
      if (is_network_block(failed)) return "blocked";
      return failed.came_at_once() ? "declined-at-once" : "declined";
    case 408:
    case 480:
    case 487:
      return "no-answer";
    default:
      return "refused";
  }
}

// Which text tells of it.
std::string_view kind_of_failure(const DiagnosisCase& failed,
                                 const Finding* lead) {
  if (failed.is_silence()) {
    const bool in_doubt = !failed.doubt.empty() && !explains(lead);
    if (failed.failure.within_call) {
      return in_doubt ? "unanswered-inside" : "silent-inside";
    }
    return in_doubt ? "unanswered" : "silent";
  }
  if (failed.failure.within_call) {
    return failed.failure.outcome == Outcome::Challenged ? "challenged-inside"
                                                         : "refused-inside";
  }
  if (failed.failure.outcome != Outcome::Challenged &&
      failed.call().kind != CallKind::Call) {
    if (!failed.feature.empty() && !explains(lead)) return "feature-refused";
    if (failed.call().kind != CallKind::Options) return "refused";
    return is_answer_enough(failed.made_by().final_status) ? "answered-ping"
                                                           : "refused-ping";
  }
  switch (failed.failure.outcome) {
    case Outcome::Busy:
    case Outcome::NoAnswer:
    case Outcome::Declined:
      return kind_of_people(failed);
    case Outcome::Challenged:
      return lead == nullptr ? kLeftAlone : "refused";
    default:
      return "refused";
  }
}

class Diagnosing {
 public:
  Diagnosing(Analysis& analysis, const CaptureGaps& gaps, const Limits& limits,
             Summaries summaries)
      : analysis_(analysis),
        gaps_(gaps),
        limits_(limits),
        summaries_(summaries),
        leads_(analysis) {}

  void run() {
    std::uint64_t of_call = 0;
    CallId call;
    const auto take = [&](const Failure& failure) {
      if (!failure.transaction.valid()) return;
      if (failure.call != call) {
        call = failure.call;
        of_call = 0;
      }
      if (++of_call > limits_[LimitId::CallDiagnoses]) {
        analysis_.limits_reached.add(LimitId::CallDiagnoses);
        return;
      }
      add(failure);
    };
    for_each_failure(trace(), std::cref(take));
    add_other_calls();
    if (analysis_.diagnoses.size() < 2) return;
    std::ranges::stable_sort(
        analysis_.diagnoses, {}, [this](const Diagnosis& diagnosis) {
          return trace().transaction(diagnosis.transaction).first_message;
        });
  }

 private:
  [[nodiscard]] const Trace& trace() const { return analysis_.trace; }

  void add(const Failure& failure);
  void add(const DiagnosisCase& failed,
           const std::vector<const Finding*>& findings);
  void add_other_calls();
  void add_undecided_call(CallId id);
  void add_answered_call(CallId id, const GivenEnd* end);
  [[nodiscard]] std::map<CallId, GivenEnd> abnormal_ends() const;
  [[nodiscard]] Certainty certainty_of(const DiagnosisCase& failed,
                                       const Finding* lead) const;
  void add_frames(Diagnosis& diagnosis, TransactionId id) const;
  void finish(Diagnosis& diagnosis,
              const std::vector<const Finding*>& findings);

  Analysis& analysis_;
  const CaptureGaps& gaps_;
  const Limits& limits_;
  Summaries summaries_;
  DiagnosisLeads leads_;
  std::optional<FrameOrder> frame_order_;
};

// How sure it is why, not that it failed.
Certainty Diagnosing::certainty_of(const DiagnosisCase& failed,
                                   const Finding* lead) const {
  if (explains(lead)) return lead->certainty;
  if (failed.is_silence()) {
    return failed.doubt.empty() ? Certainty::Likely : Certainty::Possible;
  }
  const Transaction& made_by = failed.made_by();
  if (goes_on_in_ipsec(failed)) return Certainty::Possible;
  if (failed.failure.outcome == Outcome::Challenged) {
    const Duration left =
        elapsed(trace().message(made_by.final_response).timestamp,
                trace().capture_end());
    return left < kTimeToAnswerChallenge ? Certainty::Possible
                                         : Certainty::Likely;
  }
  if (is_by_people(failed)) return Certainty::Certain;
  const Annotation* annotation = analysis_.annotation_of(failed.origin);
  const DecodedCause* cause = telling_cause(annotation);
  return cause != nullptr && is_definite(*cause, annotation->code)
             ? Certainty::Certain
             : Certainty::Likely;
}

void Diagnosing::add_frames(Diagnosis& diagnosis, TransactionId id) const {
  if (!id.valid()) return;
  const Transaction& transaction = trace().transaction(id);
  for (const MessageId message :
       {transaction.request, transaction.final_response}) {
    if (message.valid()) {
      diagnosis.frames.push_back(trace().message(message).frame);
    }
  }
}

// The proof: the messages of the failure, and what the finding names.
void Diagnosing::finish(Diagnosis& diagnosis,
                        const std::vector<const Finding*>& findings) {
  for (const Finding* finding : findings) {
    if (diagnosis.rules.size() == kMaxRules) break;
    if (std::ranges::find(diagnosis.rules, finding->rule) ==
        diagnosis.rules.end()) {
      diagnosis.rules.push_back(finding->rule);
    }
  }
  std::vector<FrameId>& frames = diagnosis.frames;
  if (!findings.empty()) {
    const std::vector<FrameId>& more = findings.front()->frames;
    frames.insert(frames.end(), more.begin(), more.end());
  }
  if (!frame_order_) frame_order_.emplace(trace());
  std::ranges::sort(frames, {}, [this](FrameId frame) {
    return std::pair(frame_order_->place_of(frame), frame);
  });
  frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
  if (frames.size() > limits_[LimitId::FindingFrames]) {
    frames.resize(limits_[LimitId::FindingFrames]);
  }
}

void Diagnosing::add(const Failure& failure) {
  const DiagnosisCase failed = case_of(analysis_, gaps_, failure);
  add(failed, leads_.of_failure(failed));
}

void Diagnosing::add(const DiagnosisCase& failed,
                     const std::vector<const Finding*>& findings) {
  const Failure& failure = failed.failure;
  const Finding* lead = findings.empty() ? nullptr : findings.front();
  const DiagnosisEntry& entry = entry_of(kind_of_failure(failed, lead));
  Diagnosis diagnosis;
  diagnosis.call = failure.call;
  diagnosis.transaction = failure.transaction;
  diagnosis.method = failed.failed().method_name;
  if (summaries_ == Summaries::Written) word(entry, failed, lead, diagnosis);
  diagnosis.side = side_of(failed, lead);
  diagnosis.severity = entry.severity;
  if (explains(lead) && !failure.within_call) {
    diagnosis.severity = std::min(diagnosis.severity, lead->severity);
  }
  if (is_late_bye(failed)) diagnosis.severity = Severity::Notice;
  diagnosis.certainty = certainty_of(failed, lead);
  // Nothing but the client is left to go on.
  if (entry.id == kLeftAlone && diagnosis.certainty == Certainty::Likely) {
    diagnosis.side = Side::Caller;
  }
  add_frames(diagnosis, failure.transaction);
  if (failed.origin != failure.transaction) {
    add_frames(diagnosis, failed.origin);
  }
  add_frames(diagnosis, failed.behind);
  finish(diagnosis, findings);
  analysis_.diagnoses.push_back(std::move(diagnosis));
}

// A BYE tells of trouble where its cause is no normal event; a cause of no
// detail tells of nothing.
bool is_abnormal(const DecodedCause& cause) {
  if (!cause.code) return false;
  if (equals_ignore_case(cause.protocol, "SIP")) return *cause.code >= 400;
  if (!equals_ignore_case(cause.protocol, "Q.850")) return false;
  const Q850Entry* entry = find_q850_cause(*cause.code);
  return entry != nullptr && entry->cause_class != "normal event" &&
         entry->cause_class != "interworking";
}

std::map<CallId, GivenEnd> Diagnosing::abnormal_ends() const {
  std::map<CallId, GivenEnd> ends;
  for (const MessageCauses& given : analysis_.causes) {
    const MessageRecord& message = trace().message(given.message);
    if (!message.is_request() || message.method != sip::Method::Bye) continue;
    for (const DecodedCause& cause : given.causes) {
      if (is_abnormal(cause)) {
        ends.try_emplace(message.call, GivenEnd{given.message, &cause});
      }
    }
  }
  return ends;
}

void Diagnosing::add_answered_call(CallId id, const GivenEnd* end) {
  const std::vector<const Finding*> findings = leads_.of_answered_call(id);
  if (findings.empty() && end == nullptr) return;
  const Call& call = trace().call(id);
  const bool by_transfer =
      !findings.empty() && findings.front()->rule->id == kTransferFailed;
  const DiagnosisEntry& entry =
      entry_of(by_transfer ? "transfer-failed" : "broken-off");
  Diagnosis diagnosis;
  diagnosis.call = id;
  diagnosis.transaction = call.decisive;
  diagnosis.method = trace().transaction(call.decisive).method_name;
  diagnosis.severity = entry.severity;
  diagnosis.beside_failures = true;
  std::string fact;
  if (findings.empty()) {
    fact = fact_of(trace(), *end);
    diagnosis.certainty = Certainty::Certain;
  } else {
    const Finding& lead = *findings.front();
    fact = fact_of(analysis_, lead);
    if (!lead.rule->means.empty()) fact.append("; ").append(lead.rule->means);
    diagnosis.side = side_of(analysis_, lead);
    diagnosis.severity = std::min(entry.severity, lead.severity);
    diagnosis.certainty = lead.certainty;
  }
  if (summaries_ == Summaries::Written) {
    word(entry, analysis_, fact, diagnosis);
  }
  add_frames(diagnosis, call.decisive);
  if (end != nullptr) {
    diagnosis.frames.push_back(trace().message(end->message).frame);
  }
  finish(diagnosis, findings);
  analysis_.diagnoses.push_back(std::move(diagnosis));
}

// A redirection, or a request whose answer the capture does not wait for: only
// where something tells why it could lead nowhere.
void Diagnosing::add_undecided_call(CallId id) {
  const Call& call = trace().call(id);
  if (!call.decisive.valid()) return;
  const DiagnosisCase failed =
      case_of(analysis_, gaps_, {id, call.outcome, false, call.decisive});
  const std::vector<const Finding*> findings = leads_.of_failure(failed);
  if (findings.empty() || findings.front()->severity == Severity::Notice) {
    return;
  }
  add(failed, findings);
  analysis_.diagnoses.back().beside_failures = true;
  analysis_.diagnoses.back().severity = findings.front()->severity;
}

void Diagnosing::add_other_calls() {
  const bool any_rule =
      std::ranges::any_of(analysis_.findings, [](const Finding& finding) {
        return finding.rule->ends_call || finding.rule->explains_failure;
      });
  const std::map<CallId, GivenEnd> ends = abnormal_ends();
  if (!any_rule && ends.empty()) return;
  for (std::uint32_t i = 0; i < trace().calls().size(); ++i) {
    const CallId id(i);
    const Outcome outcome = trace().call(id).outcome;
    if (outcome == Outcome::Redirected || outcome == Outcome::NoFinalResponse) {
      add_undecided_call(id);
    }
    if (outcome != Outcome::AnsweredEnded &&
        outcome != Outcome::AnsweredEndNotSeen) {
      continue;
    }
    const auto end = ends.find(id);
    add_answered_call(id, end == ends.end() ? nullptr : &end->second);
  }
}

}  // namespace

void diagnose(Analysis& analysis, const CaptureGaps& gaps, const Limits& limits,
              Summaries summaries) {
  analysis.diagnoses.clear();
  Diagnosing(analysis, gaps, limits, summaries).run();
}

}  // namespace siptriage::detail

namespace siptriage {

std::string_view to_string(Side side) {
  switch (side) {
    case Side::Caller:
      return "caller";
    case Side::Callee:
      return "callee";
    case Side::Proxy:
      return "proxy";
    case Side::Server:
      return "server";
    case Side::Network:
      return "network";
    case Side::Unknown:
      return "unknown";
    case Side::None:
      return "none";
  }
  return "";
}

}  // namespace siptriage
