#pragma once
// AnomalyTallies: how many messages of a capture show each anomaly, and where
// the first of them are.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/anomaly.h"

#include "annotate/first_frames.h"

namespace siptriage::detail {

struct AnomalyTally {
  std::uint64_t count = 0;
  FirstFrames first;
  // Of a single message: its call, by the order of its first message until
  // the calls are numbered, and how that call failed.
  std::uint64_t call_order = 0;
  CallId call;
  std::uint32_t call_failure = FindingBrief::kNoFailureKind;
};

class AnomalyTallies {
 public:
  // The rule that speaks of it; empty: not worth a finding by itself.
  [[nodiscard]] static std::string_view rule_of(AnomalyKind kind);

  // What is to be counted of one message. A cut message lacks what was cut
  // off; that is not the sender's fault. ACK and CANCEL go where their INVITE
  // went, and harm nobody without Max-Forwards.
  [[nodiscard]] static AnomalySet counted(const MessageRecord& message);

  [[nodiscard]] AnomalyTally& of(AnomalyKind kind) {
    return tallies_[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] const AnomalyTally& of(AnomalyKind kind) const {
    return tallies_[static_cast<std::size_t>(kind)];
  }

  static void add(AnomalyTally& tally, FirstFrames::Sight sight);
  static void merge(AnomalyTally& tally, const AnomalyTally& other);

 private:
  std::array<AnomalyTally, static_cast<std::size_t>(AnomalyKind::Count)>
      tallies_;
};

}  // namespace siptriage::detail
