#include "annotate/leg_matcher.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>

#include "annotate/leg_births.h"
#include "annotate/leg_candidates.h"
#include "annotate/leg_score.h"

namespace siptriage::detail {
namespace {

// Values that more calls share tell nothing.
constexpr std::size_t kMostCallsOfKey = 16;
// How far the best candidate has to be ahead of the next one.
constexpr int kLeastLead = 15;
constexpr std::uint8_t kNamedScore = 100;

using Index = std::uint32_t;
constexpr Index kNone = LegMatch::kNone;

class LegMatcher {
 public:
  LegMatcher(const LegCalls& calls, std::vector<LegKey> keys)
      : calls_(calls), keys_(std::move(keys)), matches_(calls_.size()) {}

  std::vector<LegMatch> match() {
    match_keys();
    match_scores();
    group();
    return std::move(matches_);
  }

 private:
  // A call and the hash of its Call-ID.
  struct Entry {
    std::uint64_t key = 0;
    Index call = 0;
  };
  using Entries = std::vector<Entry>;

  void match_keys();
  void match_named(std::span<const LegKey> keys);
  [[nodiscard]] Index named_call(const Entries& by_call_id, std::uint64_t hash,
                                 Index made) const;
  void match_equal(std::span<const LegKey> keys);
  void link_run(std::vector<Index>& run, LegReason reason);
  [[nodiscard]] Index upstream_in(std::span<const Index> before,
                                  Index made) const;
  [[nodiscard]] Index index_of(std::uint64_t order) const;
  [[nodiscard]] bool may_lead_to(Index upstream, Index made) const;
  void link(Index upstream, Index made, LegReason reason, std::uint8_t score);

  void match_scores();
  void score(Index made, LegCandidates& candidates);

  void group();

  const LegCalls& calls_;
  std::vector<LegKey> keys_;
  std::vector<LegMatch> matches_;
};

Index LegMatcher::index_of(std::uint64_t order) const {
  return static_cast<Index>(calls_.find(order));
}

// A back-to-back user agent may answer before it calls on; after it refused
// the call, it does not.
bool LegMatcher::may_lead_to(Index upstream, Index made) const {
  const LegHint& a = calls_[upstream];
  const LegHint& b = calls_[made];
  return began_before(a, b) &&
         (a.ended == 0 || a.status / 100 == 2 || a.ended >= b.sent);
}

void LegMatcher::link(Index upstream, Index made, LegReason reason,
                      std::uint8_t score) {
  LegMatch& match = matches_[made];
  if (match.upstream != kNone) return;
  match.upstream = upstream;
  match.reason = reason;
  match.score = score;
  match.is_leg = matches_[upstream].is_leg = true;
}

// The surest reasons come first; what they link, others leave alone.
void LegMatcher::match_keys() {
  if (keys_.empty()) return;
  std::sort(keys_.begin(), keys_.end(), [](const LegKey& a, const LegKey& b) {
    return std::tuple(a.reason, a.hash, a.order) <
           std::tuple(b.reason, b.hash, b.order);
  });
  const auto keys_for = [this](LegReason reason) {
    const auto [first, last] = std::equal_range(
        keys_.begin(), keys_.end(), LegKey{reason, 0, 0},
        [](const LegKey& a, const LegKey& b) { return a.reason < b.reason; });
    return std::span<const LegKey>(first, last);
  };
  match_equal(keys_for(LegReason::SessionId));
  match_named(keys_for(LegReason::NamedCallId));
  match_equal(keys_for(LegReason::SameHeader));
  match_equal(keys_for(LegReason::ChargingVector));
  match_named(keys_for(LegReason::CallIdAffix));
}

// The one call with that Call-ID that may have led to `made`; kNone: there is
// none, or no telling.
Index LegMatcher::named_call(const Entries& by_call_id, std::uint64_t hash,
                             Index made) const {
  auto named = std::lower_bound(
      by_call_id.begin(), by_call_id.end(), hash,
      [](const Entry& entry, std::uint64_t key) { return entry.key < key; });
  Index upstream = kNone;
  for (std::size_t i = 0; named != by_call_id.end() && named->key == hash;
       ++named, ++i) {
    if (i == kMostCallsOfKey) return kNone;
    if (!may_lead_to(named->call, made)) continue;
    if (upstream != kNone) return kNone;
    upstream = named->call;
  }
  return upstream;
}

// Keys that are the Call-ID of the other leg.
void LegMatcher::match_named(std::span<const LegKey> keys) {
  if (keys.empty()) return;
  Entries by_call_id;
  by_call_id.reserve(calls_.size());
  for (Index i = 0; i < calls_.size(); ++i) {
    by_call_id.push_back({calls_[i].call_id_hash, i});
  }
  std::sort(by_call_id.begin(), by_call_id.end(),
            [](const Entry& a, const Entry& b) {
              return std::tuple(a.key, a.call) < std::tuple(b.key, b.call);
            });
  for (const LegKey& key : keys) {
    const Index made = index_of(key.order);
    const Index upstream = named_call(by_call_id, key.hash, made);
    if (upstream != kNone) link(upstream, made, key.reason, kNamedScore);
  }
}

void LegMatcher::match_equal(std::span<const LegKey> keys) {
  std::vector<Index> run;
  for (std::size_t begin = 0; begin < keys.size();) {
    std::size_t end = begin + 1;
    while (end < keys.size() && keys[end].hash == keys[begin].hash) ++end;
    if (end - begin > 1 && end - begin <= kMostCallsOfKey) {
      run.clear();
      for (std::size_t i = begin; i < end; ++i) {
        run.push_back(index_of(keys[i].order));
      }
      link_run(run, keys[begin].reason);
    }
    begin = end;
  }
}

// Which of the calls with one value, all of them before `made`, it was made
// for: the latest one that its sender received. An element with several
// addresses may have received the first one elsewhere; two calls by one sender
// to one value are no legs of each other.
Index LegMatcher::upstream_in(std::span<const Index> before, Index made) const {
  const LegHint& call = calls_[made];
  for (std::size_t i = before.size(); i-- > 0;) {
    if (calls_[before[i]].received_at.address == call.sent_from.address &&
        may_lead_to(before[i], made)) {
      return before[i];
    }
  }
  const LegHint& first = calls_[before.front()];
  const bool is_elsewhere =
      first.sent_from.address != call.sent_from.address &&
      first.received_at.address != call.received_at.address;
  return is_elsewhere && may_lead_to(before.front(), made) ? before.front()
                                                           : kNone;
}

void LegMatcher::link_run(std::vector<Index>& run, LegReason reason) {
  std::sort(run.begin(), run.end(), [this](Index a, Index b) {
    return began_before(calls_[a], calls_[b]);
  });
  run.erase(std::unique(run.begin(), run.end()), run.end());
  for (std::size_t i = 1; i < run.size(); ++i) {
    const Index upstream =
        upstream_in(std::span<const Index>(run).first(i), run[i]);
    if (upstream != kNone) link(upstream, run[i], reason, kNamedScore);
  }
}

void LegMatcher::score(Index made, LegCandidates& candidates) {
  const LegHint& call = calls_[made];
  Index best = kNone;
  int best_points = 0;
  int next_points = 0;
  for (const LegCandidates::Candidate& candidate : candidates.find(call)) {
    const LegScore score = leg_score(calls_[candidate.call], call);
    // Somebody who calls, or is called, all the time tells nothing alone.
    if (score.by_one_user && !candidate.is_only_one) continue;
    if (score.points > best_points) {
      next_points = std::exchange(best_points, score.points);
      best = candidate.call;
    } else {
      next_points = std::max(next_points, score.points);
    }
  }
  if (best_points < kLeastLegScore || best_points - next_points < kLeastLead) {
    return;
  }
  link(best, made, LegReason::Score, static_cast<std::uint8_t>(best_points));
}

void LegMatcher::match_scores() {
  LegCandidates candidates(calls_);
  for (Index i = 0; i < calls_.size(); ++i) {
    if (matches_[i].upstream == kNone) score(i, candidates);
  }
}

// Upstream calls began earlier.
void LegMatcher::group() {
  std::vector<Index> by_begin;
  for (Index i = 0; i < matches_.size(); ++i) {
    if (matches_[i].is_leg) by_begin.push_back(i);
  }
  std::sort(by_begin.begin(), by_begin.end(), [this](Index a, Index b) {
    return began_before(calls_[a], calls_[b]);
  });
  for (const Index i : by_begin) {
    LegMatch& match = matches_[i];
    match.first = match.upstream == kNone ? i : matches_[match.upstream].first;
  }
  find_births(calls_, by_begin, matches_);
}

}  // namespace

std::vector<LegMatch> match_legs(const LegCalls& calls,
                                 std::vector<LegKey> keys) {
  return LegMatcher(calls, std::move(keys)).match();
}

}  // namespace siptriage::detail
