#pragma once
// MetricsGatherer: Metrics, grown conversation by conversation, in parts that
// are merged.

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/metrics.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"

#include "annotate/session_metrics.h"

namespace siptriage::detail {

class MetricsGatherer {
 public:
  explicit MetricsGatherer(const Limits& limits)
      : max_peers_(limits[LimitId::MetricPeers]) {}

  // Enters the calls and registrations of one conversation that are meant.
  void add(const ConversationView& view);
  // Enters those of others. The order of merging does not matter.
  void merge(MetricsGatherer&& other);
  // Without timestamps there are no delays.
  [[nodiscard]] Metrics finish(bool has_timestamps, LimitCounts& reached) &&;

 private:
  struct Hash {
    std::size_t operator()(const IpAddress& address) const {
      return hash_of(address);
    }
  };
  using Peers = std::unordered_map<IpAddress, PeerTally, Hash>;

  [[nodiscard]] PeerTally& of_peer(const Trace& trace,
                                   const Transaction& decisive);
  void drop_peers_past(std::uint64_t most);

  std::uint64_t max_peers_;
  Peers peers_;
  PeerTally others_;  // of peers that had no room
};

}  // namespace siptriage::detail
