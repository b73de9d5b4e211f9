#pragma once
/// ConversationAnalyst: the messages of one conversation become an Analysis.
///
///     ConversationAnalyst analyst({}, {}, capture_end);
///     const Analysis& analysis = analyst.analyze(appearances);
///
/// Made for many conversations, one after the other: all memory is used again.
/// The result depends on what is given alone.

#include <memory>
#include <span>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/capture_gaps.h"
#include "siptriage/base/limits.h"
#include "siptriage/correlate/conversation.h"
#include "siptriage/correlate/network_events.h"

namespace siptriage {

class ConversationAnalyst {
 public:
  /// `capture_end` as for Correlator::finish(). `events` are those of the whole
  /// capture, sorted, and `gaps` its gaps; both may be null, and must outlive
  /// the analyst.
  ConversationAnalyst(const CorrelateOptions& correlate, const Limits& limits,
                      Timestamp capture_end, const JudgingOptions& options = {},
                      const NetworkEvents* events = nullptr,
                      const CaptureGaps* gaps = nullptr);
  ConversationAnalyst(ConversationAnalyst&&) noexcept;
  ConversationAnalyst& operator=(ConversationAnalyst&&) noexcept;
  ~ConversationAnalyst();

  /// From now on diagnoses come without summary: for who keeps briefs alone.
  void leave_out_summaries();
  /// From now on there are no leg hints: for who looks at calls one by one.
  void leave_out_leg_hints();
  /// From now on no more than that is made.
  void limit_to(AnalysisExtent extent);

  /// What is about the capture as a whole is left empty: the coverage, the
  /// failure groups, outcomes, and findings about all messages. Limits that
  /// were reached are counted in the trace.
  /// Lifetime: until the next call.
  [[nodiscard]] const Analysis& analyze(
      std::span<const Appearance> appearances);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace siptriage
