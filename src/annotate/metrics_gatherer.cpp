#include "annotate/metrics_gatherer.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "annotate/passed_on.h"
#include "annotate/session_metrics.h"

namespace siptriage::detail {
namespace {

// Most attempts that met neither a user nor a redirection first.
bool goes_before(const PeerMetrics& a, const PeerMetrics& b) {
  const auto failed = [](const MetricSet& set) {
    return set.sessions.lost() + set.registrations.failed;
  };
  return std::tuple(failed(b.metrics), b.metrics.attempts(), a.peer) <
         std::tuple(failed(a.metrics), a.metrics.attempts(), b.peer);
}

}  // namespace

PeerTally& MetricsGatherer::of_peer(const Trace& trace,
                                    const Transaction& decisive) {
  return peers_.of(origin_of_response(trace, decisive).server.address);
}

void MetricsGatherer::add(const ConversationView& view) {
  const Trace& trace = view.analysis.trace;
  std::uint32_t index = 0;
  for (const Call& call : trace.calls()) {
    if (!view.means(CallId(index++))) continue;
    if (call.kind == CallKind::Call) {
      if (call.outcome == Outcome::StartNotSeen || !call.decisive.valid()) {
        continue;
      }
      count_session(trace, call,
                    of_peer(trace, trace.transaction(call.decisive)));
    } else if (call.kind == CallKind::Registration) {
      RegistrationAttempts attempts(trace, call);
      while (attempts.next())
        attempts.count(of_peer(trace, attempts.last()).set);
    }
  }
}

void MetricsGatherer::merge(MetricsGatherer&& other) {
  peers_.merge(std::move(other.peers_));
}

Metrics MetricsGatherer::finish(bool has_timestamps, LimitCounts& reached) && {
  peers_.drop_past_limit();
  Metrics metrics;
  metrics.other_peers = std::move(peers_.others()).complete();
  reached.add(LimitId::MetricPeers, metrics.other_peers.attempts());
  metrics.by_peer.reserve(peers_.peers().size());
  for (auto& [peer, tally] : peers_.peers()) {
    metrics.by_peer.push_back({peer, std::move(tally).complete()});
  }
  if (!has_timestamps) {
    metrics.other_peers.delays = {};
    for (PeerMetrics& peer : metrics.by_peer) peer.metrics.delays = {};
  }
  metrics.overall = metrics.other_peers;
  for (const PeerMetrics& peer : metrics.by_peer) {
    metrics.overall.add(peer.metrics);
  }
  std::sort(metrics.by_peer.begin(), metrics.by_peer.end(), goes_before);
  return metrics;
}

}  // namespace siptriage::detail
