#pragma once
// annotate_calls: all that is to be said about the calls of a trace, whether
// it is that of a capture or of one conversation.

#include "siptriage/annotate/analysis.h"

#include "annotate/parsed_messages.h"
#include "annotate/scene.h"

namespace siptriage::detail {

class CallAnnotator {
 public:
  explicit CallAnnotator(const Limits& limits) : limits_(limits) {}

  // Fills annotations, causes, findings, diagnoses, and what limits were reached of
  // `analysis`, which has a trace and nothing else.
  void annotate(Analysis& analysis, const ParsedMessages& parsed);

 private:
  void annotate_responses(Analysis& analysis, const Scene& scene);
  void annotate_response(Analysis& analysis, const Scene& scene,
                         TransactionId id);
  void judge_messages(Analysis& analysis, const Scene& scene);
  void decode_other_causes(Analysis& analysis, MessageId id,
                           const sip::Message& message) const;

  void limit_findings(Analysis& analysis) const;

  Limits limits_;
  SpareMessages spares_;
};

// By severity, then first frame, then rule id.
void sort_findings(std::vector<Finding>& findings);

[[nodiscard]] FrameId first_frame_of(const Finding& finding);

}  // namespace siptriage::detail
