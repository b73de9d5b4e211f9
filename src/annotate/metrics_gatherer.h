#pragma once
// MetricsGatherer: Metrics, grown conversation by conversation, in parts that
// are merged.

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/metrics.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"

#include "annotate/peer_table.h"
#include "annotate/session_metrics.h"

namespace siptriage::detail {

class MetricsGatherer {
 public:
  explicit MetricsGatherer(const Limits& limits)
      : peers_(limits[LimitId::MetricPeers]) {}

  // Enters the calls and registrations of one conversation that are meant.
  void add(const ConversationView& view);
  // Enters those of others. The order of merging does not matter.
  void merge(MetricsGatherer&& other);
  // Without timestamps there are no delays.
  [[nodiscard]] Metrics finish(bool has_timestamps, LimitCounts& reached) &&;

 private:
  [[nodiscard]] PeerTally& of_peer(const Trace& trace,
                                   const Transaction& decisive);

  PeerTable<PeerTally> peers_;
};

}  // namespace siptriage::detail
