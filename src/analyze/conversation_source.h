#pragma once
// CapturedConversations: the conversations of a capture, the network events
// beside them, and the octets they view, read again whenever a report asks for
// one.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "siptriage/annotate/conversation_analyst.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/capture_gaps.h"
#include "siptriage/base/coverage.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/correlate/conversations.h"
#include "siptriage/correlate/network_events.h"

namespace siptriage::detail {

class CapturedConversations final : public ConversationSource {
 public:
  CapturedConversations(const CorrelateOptions& options, const Limits& limits,
                        JudgingOptions judging, unsigned threads)
      : options_(options),
        limits_(limits),
        judging_(std::move(judging)),
        conversations_(limits, threads),
        network_events_(limits) {}

  [[nodiscard]] std::unique_ptr<Reader> open(
      AnalysisExtent extent) const override;

  [[nodiscard]] Conversations& conversations() { return conversations_; }
  [[nodiscard]] const Conversations& conversations() const {
    return conversations_;
  }

  [[nodiscard]] NetworkEvents& network_events() { return network_events_; }
  [[nodiscard]] const NetworkEvents* network_events() const override {
    return &network_events_;
  }

  // Keeps octets that conversations view.
  void adopt(OctetStore store) { stores_.push_back(std::move(store)); }
  // What became of the capture, once it was read.
  void note_capture(const Coverage& coverage) {
    capture_end_ = coverage.capture_end();
    gaps_ = gaps_of(coverage);
  }
  [[nodiscard]] const SharedPolicy& policy() const { return judging_.policy; }
  [[nodiscard]] ConversationAnalyst make_analyst() const {
    return {options_, limits_,          capture_end_,
            judging_, &network_events_, &gaps_};
  }

 private:
  CorrelateOptions options_;
  Limits limits_;
  JudgingOptions judging_;
  Timestamp capture_end_{};
  CaptureGaps gaps_;
  Conversations conversations_;
  NetworkEvents network_events_;
  std::vector<OctetStore> stores_;
};

}  // namespace siptriage::detail
