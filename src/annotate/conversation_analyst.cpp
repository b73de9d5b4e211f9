#include "siptriage/annotate/conversation_analyst.h"

#include <utility>

#include "annotate/annotate.h"

namespace siptriage {

class ConversationAnalyst::Impl {
 public:
  Impl(const CorrelateOptions& options, const Limits& limits,
       Timestamp capture_end, const JudgingOptions& judging,
       const NetworkEvents* events, const CaptureGaps* gaps)
      : correlator_(options, limits),
        capture_end_(capture_end),
        events_(events == nullptr ? no_events_ : *events),
        gaps_(gaps == nullptr ? no_gaps_ : *gaps),
        annotator_(limits, judging),
        parsed_(limits) {}

  const Analysis& analyze(std::span<const Appearance> appearances) {
    clear();
    for (const Appearance& appearance : appearances) {
      sip::Message& message = parsed_.next();
      parse_appearance(appearance, message, memory_);
      correlator_.add(appearance.seen, message);
    }
    analysis_.trace = correlator_.finish(OctetStore(), capture_end_);
    annotator_.annotate(analysis_, parsed_, events_, gaps_);
    return analysis_;
  }

  void leave_out_summaries() { annotator_.leave_out_summaries(); }
  void leave_out_leg_hints() { annotator_.leave_out_leg_hints(); }
  void limit_to(AnalysisExtent extent) { annotator_.limit_to(extent); }

 private:
  void clear() {
    correlator_.reuse(std::move(analysis_.trace));
    analysis_.annotations.clear();
    analysis_.causes.clear();
    analysis_.identities.clear();
    analysis_.findings.clear();
    analysis_.leg_hints.clear();
    parsed_.clear();
    memory_.forget();
  }

  Correlator correlator_;
  Timestamp capture_end_;
  const NetworkEvents no_events_;
  const NetworkEvents& events_;
  const CaptureGaps no_gaps_;
  const CaptureGaps& gaps_;
  detail::CallAnnotator annotator_;
  detail::ParsedMessages parsed_;
  sip::ValueMemory memory_;
  Analysis analysis_;
};

ConversationAnalyst::ConversationAnalyst(const CorrelateOptions& correlate,
                                         const Limits& limits,
                                         Timestamp capture_end,
                                         const JudgingOptions& options,
                                         const NetworkEvents* events,
                                         const CaptureGaps* gaps)
    : impl_(std::make_unique<Impl>(correlate, limits, capture_end, options,
                                   events, gaps)) {}
ConversationAnalyst::ConversationAnalyst(ConversationAnalyst&&) noexcept =
    default;
ConversationAnalyst& ConversationAnalyst::operator=(
    ConversationAnalyst&&) noexcept = default;
ConversationAnalyst::~ConversationAnalyst() = default;

void ConversationAnalyst::leave_out_summaries() {
  impl_->leave_out_summaries();
}

void ConversationAnalyst::leave_out_leg_hints() {
  impl_->leave_out_leg_hints();
}

void ConversationAnalyst::limit_to(AnalysisExtent extent) {
  impl_->limit_to(extent);
}

const Analysis& ConversationAnalyst::analyze(
    std::span<const Appearance> appearances) {
  return impl_->analyze(appearances);
}

}  // namespace siptriage
