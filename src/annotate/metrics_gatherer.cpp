#include "annotate/metrics_gatherer.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "annotate/passed_on.h"
#include "annotate/session_metrics.h"
#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

std::uint64_t rank_of(const IpAddress& address) {
  correlate::TextHash hash;
  hash.add(address.word(0));
  hash.add(address.word(1));
  return hash.wide_value();
}

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
  // Not for each one too many.
  if (peers_.size() > 2 * max_peers_) drop_peers_past(max_peers_);
  return peers_[origin_of_response(trace, decisive).server.address];
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
  peers_.merge(other.peers_);  // those that are new here
  for (const auto& [peer, set] : other.peers_)
    peers_.find(peer)->second.add(set);
  others_.add(other.others_);
  if (peers_.size() > 2 * max_peers_) drop_peers_past(max_peers_);
}

// As FailureGrouper does: those with the lowest hashes stay, so that one that
// has to go in some part would have to go in the end.
void MetricsGatherer::drop_peers_past(std::uint64_t most) {
  if (peers_.size() <= most) return;
  std::vector<std::pair<std::uint64_t, IpAddress>> by_hash;
  by_hash.reserve(peers_.size());
  for (const auto& [peer, set] : peers_) {
    by_hash.emplace_back(rank_of(peer), peer);
  }
  std::sort(by_hash.begin(), by_hash.end());
  for (std::size_t i = most; i < by_hash.size(); ++i) {
    const auto peer = peers_.find(by_hash[i].second);
    others_.add(peer->second);
    peers_.erase(peer);
  }
}

Metrics MetricsGatherer::finish(bool has_timestamps, LimitCounts& reached) && {
  drop_peers_past(max_peers_);
  Metrics metrics;
  metrics.other_peers = std::move(others_).complete();
  reached.add(LimitId::MetricPeers, metrics.other_peers.attempts());
  metrics.by_peer.reserve(peers_.size());
  for (auto& [peer, tally] : peers_) {
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
