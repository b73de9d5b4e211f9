#pragma once
// annotate_calls: all that is to be said about the calls of a trace, whether
// it is that of a capture or of one conversation.

#include <utility>

#include "siptriage/annotate/analysis.h"

#include "annotate/apply_policy.h"
#include "annotate/diagnose.h"
#include "annotate/follow_ups.h"
#include "annotate/leg_collector.h"
#include "annotate/parsed_messages.h"
#include "annotate/scene.h"

namespace siptriage::detail {

class CallAnnotator {
 public:
  CallAnnotator(const Limits& limits, const JudgingOptions& options)
      : limits_(limits), policy_(options.policy), legs_(options.legs) {}

  // Diagnoses get no summary any more: it is long, and a brief has none.
  void leave_out_summaries() { summaries_ = Summaries::LeftOut; }
  // They are for the legs among all calls.
  void leave_out_leg_hints() { has_leg_hints_ = false; }
  void limit_to(AnalysisExtent extent) { extent_ = extent; }

  // Fills annotations, causes, findings, diagnoses, leg hints, and what limits
  // were reached of `analysis`, which has a trace and nothing else. `events`
  // and `gaps` are those of the whole capture.
  void annotate(Analysis& analysis, const ParsedMessages& parsed,
                const NetworkEvents& events, const CaptureGaps& gaps);

 private:
  void annotate_responses(Analysis& analysis, const Scene& scene);
  void annotate_response(Analysis& analysis, const Scene& scene,
                         TransactionId id);
  void look_at_messages(Analysis& analysis, const Scene& scene);
  void judge_message(Analysis& analysis, const Scene& scene, MessageId id,
                     const sip::Message& message);
  void judge_transactions_and_calls(Analysis& analysis, const Scene& scene);
  void conclude(Analysis& analysis, const CaptureGaps& gaps);
  [[nodiscard]] bool judges() const;
  void decode_other_causes(Analysis& analysis, MessageId id,
                           const sip::Message& message) const;

  void fold_repeats(Analysis& analysis) const;
  void limit_findings(Analysis& analysis) const;

  Limits limits_;
  PolicyJudge policy_;
  LegCollector legs_;
  Summaries summaries_ = Summaries::Written;
  bool has_leg_hints_ = true;
  AnalysisExtent extent_ = AnalysisExtent::Whole;
  SpareMessages spares_;
  FollowUps follow_ups_;
};

// By severity, then where the first frame stands in the capture, then rule id.
void sort_findings(const Trace& trace, std::vector<Finding>& findings);

[[nodiscard]] FrameId first_frame_of(const Finding& finding);

}  // namespace siptriage::detail
