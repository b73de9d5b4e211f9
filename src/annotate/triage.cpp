#include "siptriage/annotate/triage.h"

#include <utility>
#include <vector>

#include "siptriage/annotate/triage_builder.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/sip/message.h"

#include "annotate/diagnosis_elsewhere.h"
#include "annotate/rules/registry.h"

namespace siptriage {
namespace {

// One conversation: all of an analysis that is there already.
class WholeAnalysis final : public ConversationSource {
 public:
  explicit WholeAnalysis(Analysis analysis) : analysis_(std::move(analysis)) {}

  [[nodiscard]] std::unique_ptr<Reader> open(AnalysisExtent) const override {
    return std::make_unique<WholeReader>(analysis_);
  }
  [[nodiscard]] const NetworkEvents* network_events() const override {
    return &analysis_.network_events;
  }
  [[nodiscard]] const Analysis& analysis() const { return analysis_; }

 private:
  class WholeReader final : public Reader {
   public:
    explicit WholeReader(const Analysis& analysis) : analysis_(analysis) {}
    [[nodiscard]] ConversationView read(std::uint64_t) override {
      return {analysis_, {}};
    }

   private:
    const Analysis& analysis_;
  };

  Analysis analysis_;
};

// A call of a message without a single header field.
const Analysis& of_nothing() {
  static const Analysis analysis = [] {
    Correlator correlator{CorrelateOptions()};
    correlator.add({}, sip::Message());
    Analysis made;
    made.trace = correlator.finish(OctetStore(), {});
    return made;
  }();
  return analysis;
}

}  // namespace

Triage summarize(Analysis analysis, const CallSelection& selection) {
  Coverage coverage = analysis.coverage;
  const LimitCounts limits_reached = coverage.limits_reached;
  std::vector<SuppressionUse> suppressions = analysis.suppressions;
  // A Triage makes these itself.
  std::erase_if(analysis.findings, [](const Finding& finding) {
    return detail::is_capture_rule(*finding.rule);
  });
  const auto source = std::make_shared<WholeAnalysis>(std::move(analysis));
  TriageBuilder builder(coverage.limits, source->analysis().policy);
  ConversationView view{source->analysis(), {}};
  const auto chooser = selection.is_all() ? nullptr : selection.make_chooser();
  if (chooser != nullptr) view.meant = &chooser->choose(view.analysis);
  builder.add(view, 0);
  Triage triage = std::move(builder).finish(std::move(coverage), source);
  // Counted already.
  triage.coverage.limits_reached = limits_reached;
  triage.suppressions = std::move(suppressions);
  if (chooser != nullptr) triage.selection = selection.text;
  return triage;
}

TransactionId CallView::transaction_at(std::uint32_t place) const {
  TransactionId transaction = call().first_transaction;
  for (; transaction.valid() && place != 0; --place) {
    transaction = analysis.trace.transaction(transaction).next_in_call;
  }
  return transaction;
}

CallReader::CallReader(const Triage& triage, AnalysisExtent extent)
    : triage_(triage), reader_(triage.conversations->open(extent)) {
  for (const Finding& finding : triage.capture_findings) {
    if (!finding.call.valid()) continue;
    const RelayedFailure* relayed = triage.legs.relayed_by(finding.call);
    if (relayed != nullptr && rule_of(*relayed) == finding.rule->id) {
      tellers_.insert_or_assign(finding.call, &finding);
    } else if (detail::tells_of_callee(*finding.rule)) {
      tellers_.emplace(finding.call, &finding);
    }
  }
}

ConversationView CallReader::read_conversation(std::uint64_t conversation) {
  return reader_->read(conversation);
}

CallView CallReader::read(CallId call) {
  const CallBrief& brief = triage_.calls[call.index()];
  const Analysis& analysis = read_conversation(brief.conversation).analysis;
  if (brief.place < analysis.trace.calls().size()) {
    return {analysis, CallId(brief.place)};
  }
  return {of_nothing(), CallId(0)};
}

const Finding& CallReader::read(const FindingBrief& finding) {
  if (finding.of_capture) return triage_.capture_findings[finding.place];
  return read(finding, read(finding.call));
}

const Finding& CallReader::read(const FindingBrief& finding,
                                const CallView& view) {
  if (finding.place < view.analysis.findings.size()) {
    return view.analysis.findings[finding.place];
  }
  gone_ = {};
  gone_.rule = finding.rule;
  gone_.severity = finding.severity;
  gone_.certainty = finding.certainty;
  return gone_;
}

const Diagnosis& CallReader::read(const DiagnosisBrief& diagnosis) {
  return read(diagnosis, read(diagnosis.call));
}

const Diagnosis& CallReader::read(const DiagnosisBrief& diagnosis,
                                  const CallView& view) {
  made_diagnosis_ = {};
  if (diagnosis.place >= view.analysis.diagnoses.size()) {
    made_diagnosis_.side = diagnosis.side;
    made_diagnosis_.severity = diagnosis.severity;
    made_diagnosis_.certainty = diagnosis.certainty;
    return made_diagnosis_;
  }
  const Diagnosis& kept = view.analysis.diagnoses[diagnosis.place];
  if (teller_of(kept, diagnosis.call, view) == nullptr) return kept;
  made_diagnosis_ = complete(kept, diagnosis.call, view);
  return made_diagnosis_;
}

const Finding* CallReader::teller_of(const Diagnosis& diagnosis, CallId call,
                                     const CallView& view) {
  if (diagnosis.beside_failures ||
      diagnosis.transaction != view.call().decisive) {
    return nullptr;
  }
  const auto teller = tellers_.find(call);
  return teller == tellers_.end() ? nullptr : teller->second;
}

Diagnosis CallReader::complete(const Diagnosis& diagnosis, CallId call,
                               const CallView& view) {
  Diagnosis complete = diagnosis;
  const Finding* teller = teller_of(diagnosis, call, view);
  if (teller == nullptr) return complete;
  if (detail::tells_of_callee(*teller->rule)) {
    detail::tell_of_callee(complete, *teller);
  } else {
    detail::tell_other_leg(complete, *teller,
                           triage_.legs.relayed_by(call)->born_status);
  }
  return complete;
}

}  // namespace siptriage
