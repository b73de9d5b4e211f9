#include "siptriage/annotate/triage_builder.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "annotate/annotate.h"
#include "annotate/anomaly_tallies.h"
#include "annotate/apply_policy.h"
#include "annotate/call_finder.h"
#include "annotate/call_retries.h"
#include "annotate/callee_bindings.h"
#include "annotate/failure_groups.h"
#include "annotate/failure_kinds.h"
#include "annotate/frame_order.h"
#include "annotate/leg_gatherer.h"
#include "annotate/metrics_gatherer.h"
#include "annotate/record_heap.h"
#include "annotate/rules/registry.h"
#include "annotate/vain_requests.h"

namespace siptriage {
namespace {

constexpr std::uint32_t kNoFailureKind = FindingBrief::kNoFailureKind;

// A finding whose call has no number yet.
struct FindingDraft {
  FindingBrief brief;
  std::uint64_t call_order = 0;
  // Of the first frame's message; 0: about no frame.
  std::uint64_t order = 0;
};

struct DiagnosisDraft {
  DiagnosisBrief brief;
  std::uint64_t call_order = 0;
};

bool goes_before(const FindingDraft& a, const FindingDraft& b) {
  return std::tuple(a.brief.severity, a.order, a.brief.rule->id) <
         std::tuple(b.brief.severity, b.order, b.brief.rule->id);
}

// For sorting: 0 for no frame.
std::uint64_t order_of_frame(const ConversationView& view,
                             const detail::FrameOrder& frames, FrameId frame) {
  if (frame.number == 0) return 0;
  const std::uint32_t index = frames.message_at(frame);
  if (view.orders.empty()) return std::uint64_t{index} + 1;
  // A frame behind the last message of the conversation.
  if (index >= view.orders.size()) return view.orders.back() + 2;
  return view.orders[index] + 1;
}

}  // namespace

class TriageBuilder::Impl {
 public:
  Impl(const Limits& limits, SharedPolicy policy)
      : policy_(std::move(policy)),
        failures_(limits),
        legs_(limits),
        metrics_(limits),
        vain_requests_(limits),
        call_retries_(limits),
        callee_bindings_(limits),
        counter_(limits[LimitId::MethodNames]) {}

  void add(const ConversationView& view, std::uint64_t conversation);
  void merge(Impl&& later);
  Triage finish(Coverage coverage,
                std::shared_ptr<const ConversationSource> source,
                Workers& workers);

 private:
  void add_calls(const ConversationView& view, std::uint64_t conversation);
  void add_messages(const ConversationView& view);
  void note_anomalies(const ConversationView& view, std::uint32_t index);
  void add_findings(const ConversationView& view);
  void add_diagnoses(const ConversationView& view);
  void add_hidden(const std::vector<SuppressionUse>& suppressions);
  [[nodiscard]] CallId number_of(std::uint64_t order) const;
  template <typename Gatherer>
  [[nodiscard]] auto find_all(Gatherer& gatherer, bool has_timestamps,
                              LimitCounts& reached) const;
  void finish_gatherers(Triage& triage, Workers& workers);
  void judge_capture(Triage& triage,
                     const std::vector<detail::CallRetry>& retries);
  [[nodiscard]] std::uint64_t order_of_capture_finding(
      const Finding& finding) const;
  void take_findings(Triage& triage);
  void take_diagnoses(Triage& triage);
  [[nodiscard]] std::uint32_t finding_failure(const Finding& finding) const;

  SharedPolicy policy_;
  std::vector<std::uint64_t> hidden_;  // by each of its suppressions
  detail::RecordHeap<CallBrief> calls_;
  detail::RecordHeap<FindingDraft> findings_;
  detail::RecordHeap<DiagnosisDraft> diagnoses_;
  std::vector<CallBrief> sorted_calls_;  // once all are there
  detail::FailureGrouper failures_;
  detail::FailureKinds failure_kinds_;
  detail::AnomalyTallies anomalies_;
  detail::LegGatherer legs_;
  detail::MetricsGatherer metrics_;
  detail::VainRequests vain_requests_;
  detail::CallRetries call_retries_;
  detail::CalleeBindings callee_bindings_;
  MessageCounter counter_;
  LimitCounts limits_reached_;
  std::uint64_t message_count_ = 0;
  std::uint64_t distinct_call_ids_ = 0;
};

void TriageBuilder::Impl::add(const ConversationView& view,
                              std::uint64_t conversation) {
  if (!view.continues) {
    distinct_call_ids_ += view.analysis.trace.distinct_call_ids();
  }
  limits_reached_.add(view.analysis.limits_reached);
  add_calls(view, conversation);
  add_messages(view);
  add_findings(view);
  add_diagnoses(view);
  add_hidden(view.analysis.suppressions);
  failures_.add(view);
  legs_.add(view, failure_kinds_);
  metrics_.add(view);
  vain_requests_.add(view);
  call_retries_.add(view);
  callee_bindings_.add(view);
}

void TriageBuilder::Impl::add_calls(const ConversationView& view,
                                    std::uint64_t conversation) {
  std::uint32_t place = 0;
  for (const Call& call : view.analysis.trace.calls()) {
    calls_.add({detail::order_of(view, call), conversation, place, call.kind,
                call.outcome, view.means(CallId(place))});
    ++place;
  }
}

void TriageBuilder::Impl::add_messages(const ConversationView& view) {
  const std::vector<MessageRecord>& messages = view.analysis.trace.messages();
  message_count_ += messages.size();
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    counter_.count(messages[i]);
    if (!messages[i].anomalies.empty() && view.means(messages[i].call)) {
      note_anomalies(view, i);
    }
  }
}

void TriageBuilder::Impl::note_anomalies(const ConversationView& view,
                                         std::uint32_t index) {
  const Trace& trace = view.analysis.trace;
  const MessageRecord& message = trace.messages()[index];
  const std::uint64_t order = view.orders.empty() ? index : view.orders[index];
  const FrameId sent_first = message.original.valid()
                                 ? trace.message(message.original).frame
                                 : message.frame;
  const AnomalySet counted = detail::AnomalyTallies::counted(message);
  for (const AnomalyKind kind : counted.list()) {
    if (view.analysis.is_told_better(sent_first,
                                     detail::AnomalyTallies::rule_of(kind))) {
      continue;
    }
    detail::AnomalyTally& tally = anomalies_.of(kind);
    if (tally.count == 0) {
      const Call& call = trace.call(message.call);
      tally.call_order = detail::order_of(view, call);
      tally.call_failure = failure_kinds_.of_call(trace, call);
    }
    detail::AnomalyTallies::add(tally, {order, message.frame});
  }
}

void TriageBuilder::Impl::add_findings(const ConversationView& view) {
  if (view.analysis.findings.empty()) return;
  const Trace& trace = view.analysis.trace;
  const detail::FrameOrder frames(trace);
  for (std::uint32_t i = 0; i < view.analysis.findings.size(); ++i) {
    const Finding& finding = view.analysis.findings[i];
    if (!view.means(finding.call)) continue;
    const Call& call = trace.call(finding.call);
    FindingDraft draft;
    draft.call_order = detail::order_of(view, call);
    draft.brief.rule = finding.rule;
    draft.brief.first_frame = detail::first_frame_of(finding);
    draft.order = order_of_frame(view, frames, draft.brief.first_frame);
    draft.brief.place = i;
    draft.brief.severity = finding.severity;
    draft.brief.certainty = finding.certainty;
    draft.brief.repeats = finding.repeats;
    draft.brief.call_failure = failure_kinds_.of_call(trace, call);
    if (finding.transaction.valid() &&
        trace.transaction(finding.transaction).in_dialog) {
      draft.brief.transaction_failure = failure_kinds_.of_transaction(
          trace, trace.transaction(finding.transaction), true);
    }
    findings_.add(draft);
  }
}

void TriageBuilder::Impl::add_diagnoses(const ConversationView& view) {
  const Trace& trace = view.analysis.trace;
  for (std::uint32_t i = 0; i < view.analysis.diagnoses.size(); ++i) {
    const Diagnosis& diagnosis = view.analysis.diagnoses[i];
    if (!view.means(diagnosis.call)) continue;
    DiagnosisDraft draft;
    const std::uint32_t first =
        trace.transaction(diagnosis.transaction).first_message.index();
    draft.brief.order = view.orders.empty() ? first : view.orders[first];
    draft.brief.place = i;
    draft.brief.side = diagnosis.side;
    draft.brief.severity = diagnosis.severity;
    draft.brief.certainty = diagnosis.certainty;
    draft.brief.beside_failures = diagnosis.beside_failures;
    draft.call_order = detail::order_of(view, trace.call(diagnosis.call));
    diagnoses_.add(draft);
  }
}

void TriageBuilder::Impl::add_hidden(
    const std::vector<SuppressionUse>& suppressions) {
  hidden_.resize(std::max(hidden_.size(), suppressions.size()));
  for (std::size_t i = 0; i < suppressions.size(); ++i) {
    hidden_[i] += suppressions[i].findings;
  }
}

void TriageBuilder::Impl::merge(Impl&& later) {
  const std::vector<std::uint32_t> kinds =
      failure_kinds_.merge(later.failure_kinds_);
  const auto renumber = [&kinds](std::uint32_t& kind) {
    if (kind != kNoFailureKind) kind = kinds[kind];
  };
  later.findings_.for_each([&renumber](FindingDraft& draft) {
    renumber(draft.brief.call_failure);
    renumber(draft.brief.transaction_failure);
  });
  calls_.take(std::move(later.calls_));
  findings_.take(std::move(later.findings_));
  diagnoses_.take(std::move(later.diagnoses_));
  for (std::size_t i = 0; i < static_cast<std::size_t>(AnomalyKind::Count);
       ++i) {
    const auto kind = static_cast<AnomalyKind>(i);
    renumber(later.anomalies_.of(kind).call_failure);
    detail::AnomalyTallies::merge(anomalies_.of(kind),
                                  later.anomalies_.of(kind));
  }
  hidden_.resize(std::max(hidden_.size(), later.hidden_.size()));
  for (std::size_t i = 0; i < later.hidden_.size(); ++i) {
    hidden_[i] += later.hidden_[i];
  }
  failures_.merge(std::move(later.failures_));
  legs_.merge(std::move(later.legs_), kinds);
  metrics_.merge(std::move(later.metrics_));
  vain_requests_.merge(std::move(later.vain_requests_));
  call_retries_.merge(std::move(later.call_retries_));
  callee_bindings_.merge(std::move(later.callee_bindings_));
  counter_.add(later.counter_);
  limits_reached_.add(later.limits_reached_);
  message_count_ += later.message_count_;
  distinct_call_ids_ += later.distinct_call_ids_;
}

CallId TriageBuilder::Impl::number_of(std::uint64_t order) const {
  return detail::CallFinder(sorted_calls_).find(order);
}

// Without times, nothing comes after anything.
template <typename Gatherer>
auto TriageBuilder::Impl::find_all(Gatherer& gatherer, bool has_timestamps,
                                   LimitCounts& reached) const {
  using Found = decltype(std::move(gatherer).finish(reached));
  if (!has_timestamps) return Found();
  Found found = std::move(gatherer).finish(reached);
  for (auto& each : found) each.call = number_of(each.call_order);
  return found;
}

// The rules that look at all messages, or at the capture alone.
void TriageBuilder::Impl::judge_capture(
    Triage& triage, const std::vector<detail::CallRetry>& retries) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(AnomalyKind::Count);
       ++i) {
    detail::AnomalyTally& tally = anomalies_.of(static_cast<AnomalyKind>(i));
    if (tally.count == 1) tally.call = number_of(tally.call_order);
  }
  const std::vector<detail::CalleeBinding> bindings =
      find_all(callee_bindings_, triage.coverage.timestamps_present,
               triage.coverage.limits_reached);
  const detail::CaptureFacts facts{anomalies_,     triage.coverage, triage.legs,
                                   vain_requests_, retries,         bindings};
  for (const detail::CaptureRule& rule : detail::capture_rules()) {
    rule.judge(facts, triage.capture_findings);
  }
  const detail::PolicyJudge judge(policy_);
  triage.policy = policy_;
  triage.suppressions = judge.unused(triage.coverage.last_time);
  for (std::size_t i = 0; i < hidden_.size(); ++i) {
    triage.suppressions[i].findings = hidden_[i];
  }
  judge.apply(triage.capture_findings, triage.suppressions);
  std::erase_if(triage.capture_findings, [this](const Finding& finding) {
    return finding.call.valid() &&
           !sorted_calls_[finding.call.index()].is_meant;
  });
}

void TriageBuilder::Impl::take_findings(Triage& triage) {
  std::vector<FindingDraft> findings = findings_.take_all();
  detail::CallFinder finder(sorted_calls_);
  for (FindingDraft& draft : findings) {
    draft.brief.call = finder.find(draft.call_order);
  }
  for (std::uint32_t i = 0; i < triage.capture_findings.size(); ++i) {
    const Finding& finding = triage.capture_findings[i];
    FindingDraft draft;
    FindingBrief& brief = draft.brief;
    brief.rule = finding.rule;
    draft.order = order_of_capture_finding(finding);
    brief.first_frame = detail::first_frame_of(finding);
    brief.call = finding.call;
    brief.place = i;
    brief.severity = finding.severity;
    brief.certainty = finding.certainty;
    brief.of_capture = true;
    if (finding.call.valid()) brief.call_failure = finding_failure(finding);
    findings.push_back(draft);
  }
  std::stable_sort(findings.begin(), findings.end(), goes_before);
  triage.findings.reserve(findings.size());
  for (const FindingDraft& draft : findings) {
    triage.findings.push_back(draft.brief);
  }
}

// Its first frame is that of a message with an anomaly, or of a call.
std::uint64_t TriageBuilder::Impl::order_of_capture_finding(
    const Finding& finding) const {
  const FrameId frame = detail::first_frame_of(finding);
  if (frame.number == 0) return 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(AnomalyKind::Count);
       ++i) {
    const detail::AnomalyTally& tally =
        anomalies_.of(static_cast<AnomalyKind>(i));
    if (tally.first.begins_with(frame)) return tally.first.first_order() + 1;
  }
  if (finding.call.valid()) {
    return sorted_calls_[finding.call.index()].order + 1;
  }
  return vain_requests_.order_of(frame).value_or(0);
}

void TriageBuilder::Impl::take_diagnoses(Triage& triage) {
  triage.diagnoses.reserve(diagnoses_.size());
  detail::CallFinder finder(sorted_calls_);
  diagnoses_.for_each([&](const DiagnosisDraft& draft) {
    triage.diagnoses.push_back(draft.brief);
    triage.diagnoses.back().call = finder.find(draft.call_order);
  });
  diagnoses_ = {};
  if (!std::ranges::is_sorted(triage.diagnoses, {}, &DiagnosisBrief::order)) {
    std::ranges::stable_sort(triage.diagnoses, {}, &DiagnosisBrief::order);
  }
}

// How the call of the only message with an anomaly failed, or one that passed
// on the failure of another.
std::uint32_t TriageBuilder::Impl::finding_failure(
    const Finding& finding) const {
  const std::uint32_t relayed = legs_.failure_kind_of(finding.call);
  if (relayed != kNoFailureKind) return relayed;
  for (std::size_t i = 0; i < static_cast<std::size_t>(AnomalyKind::Count);
       ++i) {
    const detail::AnomalyTally& tally =
        anomalies_.of(static_cast<AnomalyKind>(i));
    if (tally.count == 1 && tally.call == finding.call) {
      return tally.call_failure;
    }
  }
  return kNoFailureKind;
}

// What looks at no other's: legs take as long as all the rest.
void TriageBuilder::Impl::finish_gatherers(Triage& triage, Workers& workers) {
  const bool has_timestamps = triage.coverage.timestamps_present;
  LimitCounts of_legs;
  LimitCounts of_rest;
  workers.run(2, [&](std::size_t task, unsigned) {
    if (task == 0) {
      if (!has_timestamps) return;
      triage.legs = legs_.finish(
          [this](std::uint64_t order) { return number_of(order); }, of_legs);
      return;
    }
    take_diagnoses(triage);
    vain_requests_.finish(of_rest);
    triage.failures = std::move(failures_).finish(
        [this](std::uint64_t order) { return number_of(order).index(); },
        of_rest);
    triage.metrics = std::move(metrics_).finish(has_timestamps, of_rest);
  });
  triage.coverage.limits_reached.add(of_legs);
  triage.coverage.limits_reached.add(of_rest);
}

Triage TriageBuilder::Impl::finish(
    Coverage coverage, std::shared_ptr<const ConversationSource> source,
    Workers& workers) {
  Triage triage;
  triage.coverage = std::move(coverage);
  triage.conversations = std::move(source);
  triage.counts = counter_.counts();
  LimitCounts& reached = triage.coverage.limits_reached;
  reached.add(limits_reached_);
  reached.add(LimitId::MethodNames, counter_.others());
  triage.message_count = message_count_;
  triage.distinct_call_ids = distinct_call_ids_;
  sorted_calls_ = calls_.take_all();
  // Only Call-IDs used anew begin calls out of turn.
  if (!std::ranges::is_sorted(sorted_calls_, {}, &CallBrief::order)) {
    std::ranges::stable_sort(sorted_calls_, {}, &CallBrief::order);
  }
  // First, for it gives much memory back.
  const std::vector<detail::CallRetry> retries =
      find_all(call_retries_, triage.coverage.timestamps_present, reached);
  finish_gatherers(triage, workers);
  judge_capture(triage, retries);
  take_findings(triage);
  triage.failure_kinds = failure_kinds_.list();
  for (const CallBrief& call : sorted_calls_) {
    if (!call.is_meant) continue;
    ++triage.meant_calls;
    ++triage.outcomes[static_cast<std::size_t>(call.outcome)];
  }
  triage.calls = std::move(sorted_calls_);
  return triage;
}

TriageBuilder::TriageBuilder(const Limits& limits, SharedPolicy policy)
    : impl_(std::make_unique<Impl>(limits, std::move(policy))) {}
TriageBuilder::TriageBuilder(TriageBuilder&&) noexcept = default;
TriageBuilder& TriageBuilder::operator=(TriageBuilder&&) noexcept = default;
TriageBuilder::~TriageBuilder() = default;

void TriageBuilder::add(const ConversationView& view,
                        std::uint64_t conversation) {
  impl_->add(view, conversation);
}

void TriageBuilder::merge(TriageBuilder&& later) {
  impl_->merge(std::move(*later.impl_));
}

Triage TriageBuilder::finish(Coverage coverage,
                             std::shared_ptr<const ConversationSource> source,
                             Workers& workers) && {
  return impl_->finish(std::move(coverage), std::move(source), workers);
}

Triage TriageBuilder::finish(
    Coverage coverage, std::shared_ptr<const ConversationSource> source) && {
  Workers alone(1);
  return impl_->finish(std::move(coverage), std::move(source), alone);
}

}  // namespace siptriage
