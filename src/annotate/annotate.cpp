#include "annotate/annotate.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "siptriage/annotate/triage_builder.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/product.h"

#include "annotate/causes.h"
#include "annotate/diagnose.h"
#include "annotate/frame_order.h"
#include "annotate/identities.h"
#include "annotate/rules/registry.h"
#include "annotate/supersede.h"
#include "annotate/undelivered.h"

namespace siptriage {
namespace detail {

void CallAnnotator::annotate_response(Analysis& analysis, const Scene& scene,
                                      TransactionId id) {
  const Transaction& transaction = scene.transaction(id);
  const Reading response(scene, transaction.final_response);
  if (!response) return;
  Annotation& annotation = analysis.annotations.emplace_back();
  annotation.transaction = id;
  annotation.response = transaction.final_response;
  annotation.code = transaction.final_status;
  annotation.phrase = response->reason_phrase;
  annotation.entry = find_response(annotation.code);
  annotation.response_class = &response_class_of(annotation.code);
  annotation.causes =
      decode_causes(*response, limits_, analysis.limits_reached);
  const Reading request(scene, transaction.request);
  annotation.said_by = request ? sip::product_of(*response, *request)
                               : sip::product_of(*response);
  const Exchange exchange{
      scene,       id,
      transaction, scene.message(transaction.final_response),
      *response,   request.get()};
  Judge judge(exchange, annotation, analysis.findings);
  for (const ResponseRule* rule : response_rules_for(annotation.code)) {
    rule->judge(exchange, judge);
  }
}

void CallAnnotator::annotate_responses(Analysis& analysis, const Scene& scene) {
  const auto by_response = [](const Annotation& a, const Annotation& b) {
    return a.response < b.response;
  };
  const std::size_t count = analysis.trace.transactions().size();
  for (std::uint32_t i = 0; i < count; ++i) {
    annotate_response(analysis, scene, TransactionId(i));
  }
  std::vector<Annotation>& annotations = analysis.annotations;
  if (!std::is_sorted(annotations.begin(), annotations.end(), by_response)) {
    std::stable_sort(annotations.begin(), annotations.end(), by_response);
  }
  analysis.annotation_index.assign(count, Analysis::kNoAnnotation);
  for (std::uint32_t i = 0; i < annotations.size(); ++i) {
    analysis.annotation_index[annotations[i].transaction.index()] = i;
  }
}

// The causes of requests and of responses that carry no annotation.
void CallAnnotator::decode_other_causes(Analysis& analysis, MessageId id,
                                        const sip::Message& message) const {
  const Trace& trace = analysis.trace;
  const TransactionId transaction = trace.message(id).transaction;
  if (!may_have_causes(message)) return;
  if (transaction.valid() &&
      trace.transaction(transaction).final_response == id) {
    return;
  }
  std::vector<DecodedCause> causes =
      decode_causes(message, limits_, analysis.limits_reached);
  if (!causes.empty()) analysis.causes.push_back({id, std::move(causes)});
}

// Annotations alone need no rules, unless some findings are to be hidden: then
// so are the checks of annotations that they stand for.
bool CallAnnotator::judges() const {
  return extent_ == AnalysisExtent::Whole || !policy_.is_empty();
}

void CallAnnotator::look_at_messages(Analysis& analysis, const Scene& scene) {
  const std::vector<MessageRecord>& records = scene.trace.messages();
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (records[i].repetition != Repetition::None) continue;
    const MessageId id(i);
    const Reading message(scene, id);
    if (!message) continue;
    decode_other_causes(analysis, id, *message);
    if (message->is_request() && message->has(sip::HeaderId::Identity)) {
      analysis.identities.push_back({id, decode_identities(*message)});
      if (analysis.identities.back().identities.empty()) {
        analysis.identities.pop_back();
      }
    }
    if (judges()) judge_message(analysis, scene, id, *message);
  }
}

void CallAnnotator::judge_message(Analysis& analysis, const Scene& scene,
                                  MessageId id, const sip::Message& message) {
  const std::span<const MessageRule> rules = message_rules();
  for (std::uint64_t left = message_rules_for(message); left != 0;
       left &= left - 1) {
    rules[static_cast<std::size_t>(std::countr_zero(left))].judge(
        scene, id, message, analysis.findings);
  }
}

void CallAnnotator::judge_transactions_and_calls(Analysis& analysis,
                                                 const Scene& scene) {
  const Trace& trace = analysis.trace;
  for (std::uint32_t i = 0; i < trace.transactions().size(); ++i) {
    for (const TransactionRule& rule : transaction_rules()) {
      rule.judge(scene, TransactionId(i), analysis.findings);
    }
  }
  for (std::uint32_t i = 0; i < trace.calls().size(); ++i) {
    for (const CallRule& rule : call_rules()) {
      rule.judge(scene, CallId(i), analysis.findings);
    }
  }
  policy_.apply(analysis, scene);
}

// Findings are sorted: of a rule, the most severe and first ones stay.
void CallAnnotator::fold_repeats(Analysis& analysis) const {
  std::vector<Finding>& findings = analysis.findings;
  const std::uint64_t most = limits_[LimitId::RuleFindings];
  if (findings.size() <= most) return;
  struct Kept {
    std::uint64_t count = 0;
    std::size_t last = 0;
  };
  std::map<std::pair<CallId, const RuleEntry*>, Kept> kept;
  std::size_t end = 0;
  for (Finding& finding : findings) {
    Kept& of_rule = kept[{finding.call, finding.rule}];
    if (of_rule.count == most) {
      ++findings[of_rule.last].repeats;
      analysis.limits_reached.add(LimitId::RuleFindings);
      continue;
    }
    ++of_rule.count;
    of_rule.last = end;
    if (&findings[end] != &finding) findings[end] = std::move(finding);
    ++end;
  }
  findings.resize(end);
}

// The most severe ones stay.
void CallAnnotator::limit_findings(Analysis& analysis) const {
  std::vector<Finding>& findings = analysis.findings;
  for (Finding& finding : findings) {
    if (finding.frames.size() <= limits_[LimitId::FindingFrames]) continue;
    finding.frames.resize(limits_[LimitId::FindingFrames]);
    analysis.limits_reached.add(LimitId::FindingFrames);
  }
  if (findings.size() <= limits_[LimitId::CallFindings]) return;
  std::vector<std::uint64_t> counts(analysis.trace.calls().size());
  const std::size_t left_out =
      std::erase_if(findings, [&](const Finding& finding) {
        return ++counts[finding.call.index()] > limits_[LimitId::CallFindings];
      });
  analysis.limits_reached.add(LimitId::CallFindings, left_out);
}

void CallAnnotator::annotate(Analysis& analysis, const ParsedMessages& parsed,
                             const NetworkEvents& events,
                             const CaptureGaps& gaps) {
  analysis.limits_reached.clear();
  analysis.limits_reached.add(analysis.trace.limits_reached());
  const Trace& trace = analysis.trace;
  const Scene scene{trace, parsed, spares_, limits_, events, gaps, analysis};
  end_undelivered_calls(scene, analysis.trace);
  if (extent_ == AnalysisExtent::Trace) return;
  if (has_leg_hints_) legs_.collect(scene, analysis.leg_hints);
  annotate_responses(analysis, scene);
  follow_ups_.annotate(analysis, scene);
  look_at_messages(analysis, scene);
  if (judges()) judge_transactions_and_calls(analysis, scene);
  if (extent_ == AnalysisExtent::Annotations) {
    analysis.findings.clear();
  } else {
    conclude(analysis, gaps);
  }
}

void CallAnnotator::conclude(Analysis& analysis, const CaptureGaps& gaps) {
  sort_findings(analysis.trace, analysis.findings);
  analysis.told_better = drop_superseded(analysis.findings);
  diagnose(analysis, gaps, limits_, summaries_);
  fold_repeats(analysis);
  limit_findings(analysis);
}

FrameId first_frame_of(const Finding& finding) {
  return finding.frames.empty() ? FrameId() : finding.frames.front();
}

void sort_findings(const Trace& trace, std::vector<Finding>& findings) {
  if (findings.size() < 2) return;
  const FrameOrder order(trace);
  std::vector<std::pair<std::uint64_t, Finding>> placed;
  placed.reserve(findings.size());
  for (Finding& finding : findings) {
    placed.emplace_back(order.place_of(first_frame_of(finding)),
                        std::move(finding));
  }
  std::ranges::stable_sort(placed, {}, [](const auto& each) {
    return std::tuple(each.second.severity, each.first, each.second.rule->id);
  });
  findings.clear();
  for (auto& [place, finding] : placed) findings.push_back(std::move(finding));
}

}  // namespace detail

std::string_view to_string(Certainty certainty) {
  switch (certainty) {
    case Certainty::Certain:
      return "certain";
    case Certainty::Likely:
      return "likely";
    case Certainty::Possible:
      return "possible";
  }
  return "";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Ok:
      return "ok";
    case Verdict::Missing:
      return "missing";
    case Verdict::Malformed:
      return "malformed";
    case Verdict::Contradicts:
      return "contradicts";
  }
  return "";
}

std::string_view to_string(FollowUpVerdict verdict) {
  switch (verdict) {
    case FollowUpVerdict::Obeyed:
      return "obeyed";
    case FollowUpVerdict::Ignored:
      return "ignored";
    case FollowUpVerdict::NotSeen:
      return "not-seen";
  }
  return "";
}

bool Analysis::is_told_better(FrameId frame, std::string_view rule) const {
  return !told_better.empty() &&
         std::ranges::binary_search(told_better, std::pair(frame, rule));
}

const Annotation* Analysis::annotation_of(TransactionId id) const {
  if (!id.valid() || id.index() >= annotation_index.size() ||
      annotation_index[id.index()] == kNoAnnotation) {
    return nullptr;
  }
  return &annotations[annotation_index[id.index()]];
}

namespace {

// What a Triage of the same messages says of all of them together.
void add_capture_findings(Analysis& analysis) {
  TriageBuilder builder(analysis.coverage.limits, analysis.policy);
  builder.add({analysis, {}}, 0);
  Triage triage = std::move(builder).finish(analysis.coverage, nullptr);
  analysis.coverage.limits_reached = triage.coverage.limits_reached;
  analysis.failures = std::move(triage.failures);
  analysis.suppressions = std::move(triage.suppressions);
  for (Finding& finding : triage.capture_findings) {
    analysis.findings.push_back(std::move(finding));
  }
  detail::sort_findings(analysis.trace, analysis.findings);
}

}  // namespace

Analysis annotate(Trace trace, Coverage coverage, const JudgingOptions& options,
                  NetworkEvents events) {
  Analysis analysis;
  analysis.policy = options.policy;
  analysis.trace = std::move(trace);
  analysis.coverage = std::move(coverage);
  analysis.network_events = std::move(events);
  detail::CallAnnotator(analysis.coverage.limits, options)
      .annotate(analysis, detail::ParsedMessages(), analysis.network_events,
                gaps_of(analysis.coverage));
  add_capture_findings(analysis);
  for (const Call& call : analysis.trace.calls()) {
    ++analysis.outcomes[static_cast<std::size_t>(call.outcome)];
  }
  return analysis;
}

}  // namespace siptriage
