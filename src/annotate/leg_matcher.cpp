#include "annotate/leg_matcher.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "annotate/leg_births.h"
#include "annotate/leg_score.h"

namespace siptriage::detail {
namespace {

// Values that more calls share tell nothing.
constexpr std::size_t kMostCallsOfKey = 16;
// Calls looked at for one that may have been made for them; where more are
// possible, none is told.
constexpr std::size_t kMostCandidates = 32;
// How far the best candidate has to be ahead of the next one.
constexpr int kLeastLead = 15;
constexpr std::uint8_t kNamedScore = 100;

using Index = std::uint32_t;
constexpr Index kNone = LegMatch::kNone;

class LegMatcher {
 public:
  explicit LegMatcher(const LegHints& hints)
      : calls_(hints.calls), keys_(hints.keys), matches_(calls_.size()) {}

  std::vector<LegMatch> match() {
    match_keys();
    match_scores();
    group();
    return std::move(matches_);
  }

 private:
  // A call under something that others may share.
  struct Entry {
    std::uint64_t key = 0;
    Index call = 0;
  };
  using Entries = std::vector<Entry>;

  void match_keys();
  void match_named(std::span<const LegKey> keys);
  void match_equal(std::span<const LegKey> keys);
  void link_run(std::span<const Index> run, LegReason reason);
  [[nodiscard]] Index index_of(std::uint64_t order) const;
  [[nodiscard]] bool may_lead_to(Index upstream, Index made) const;
  void link(Index upstream, Index made, LegReason reason, std::uint8_t score);

  void match_scores();
  [[nodiscard]] std::vector<std::uint32_t> addresses_of_middle() const;
  [[nodiscard]] Entries entries_of(
      const std::vector<std::uint32_t>& middle) const;
  void score(Index made, const Entries& entries);
  [[nodiscard]] bool consider(Index made, std::uint64_t key,
                              const Entries& entries);

  void group();

  const std::vector<LegHint>& calls_;
  std::vector<LegKey> keys_;
  std::vector<LegMatch> matches_;
  std::vector<Index> candidates_;  // of one call
};

std::uint64_t key_of(const LegPlace& place, std::uint32_t user_tail) {
  return std::uint64_t{place.address} << 32 | user_tail;
}

Index LegMatcher::index_of(std::uint64_t order) const {
  const auto found =
      std::lower_bound(calls_.begin(), calls_.end(), order,
                       [](const LegHint& call, std::uint64_t wanted) {
                         return call.order < wanted;
                       });
  return static_cast<Index>(found - calls_.begin());
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

// Keys that are the Call-ID of the other leg.
void LegMatcher::match_named(std::span<const LegKey> keys) {
  if (keys.empty()) return;
  Entries by_call_id;
  by_call_id.reserve(calls_.size());
  for (Index i = 0; i < calls_.size(); ++i) {
    by_call_id.push_back({calls_[i].call_id_hash, i});
  }
  const auto by_key = [](const Entry& a, const Entry& b) {
    return std::tuple(a.key, a.call) < std::tuple(b.key, b.call);
  };
  std::sort(by_call_id.begin(), by_call_id.end(), by_key);
  for (const LegKey& key : keys) {
    const Index made = index_of(key.order);
    auto named = std::lower_bound(by_call_id.begin(), by_call_id.end(),
                                  Entry{key.hash, 0}, by_key);
    Index upstream = kNone;
    bool is_unclear = false;
    for (; named != by_call_id.end() && named->key == key.hash; ++named) {
      if (!may_lead_to(named->call, made)) continue;
      is_unclear = upstream != kNone;
      if (is_unclear) break;
      upstream = named->call;
    }
    if (upstream != kNone && !is_unclear) {
      link(upstream, made, key.reason, kNamedScore);
    }
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

// Calls with one value: each was made by who received the latest one before
// it, where an address says so, else for the first one.
void LegMatcher::link_run(std::span<const Index> run, LegReason reason) {
  std::vector<Index> calls(run.begin(), run.end());
  std::sort(calls.begin(), calls.end(), [this](Index a, Index b) {
    return began_before(calls_[a], calls_[b]);
  });
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  for (std::size_t i = 1; i < calls.size(); ++i) {
    const Index made = calls[i];
    Index upstream = may_lead_to(calls[0], made) ? calls[0] : kNone;
    for (std::size_t j = i; j-- > 0;) {
      if (calls_[calls[j]].received_at.address ==
              calls_[made].sent_from.address &&
          may_lead_to(calls[j], made)) {
        upstream = calls[j];
        break;
      }
    }
    if (upstream != kNone) link(upstream, made, reason, kNamedScore);
  }
}

// Those that both received and sent INVITEs.
std::vector<std::uint32_t> LegMatcher::addresses_of_middle() const {
  std::vector<std::uint32_t> senders;
  std::vector<std::uint32_t> receivers;
  for (const LegHint& call : calls_) {
    senders.push_back(call.sent_from.address);
    receivers.push_back(call.received_at.address);
  }
  for (std::vector<std::uint32_t>* all : {&senders, &receivers}) {
    std::sort(all->begin(), all->end());
    all->erase(std::unique(all->begin(), all->end()), all->end());
  }
  std::vector<std::uint32_t> middle;
  std::set_intersection(senders.begin(), senders.end(), receivers.begin(),
                        receivers.end(), std::back_inserter(middle));
  return middle;
}

// Calls that such an element received, by it and by who was called or calls.
LegMatcher::Entries LegMatcher::entries_of(
    const std::vector<std::uint32_t>& middle) const {
  Entries entries;
  for (Index i = 0; i < calls_.size(); ++i) {
    const LegHint& call = calls_[i];
    if (!std::binary_search(middle.begin(), middle.end(),
                            call.received_at.address)) {
      continue;
    }
    for (const LegUser& user : {call.requested, call.called, call.calling}) {
      if (user.tail == 0) continue;
      entries.push_back({key_of(call.received_at, user.tail), i});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [this](const Entry& a, const Entry& b) {
              return std::tuple(a.key, calls_[a.call].received, a.call) <
                     std::tuple(b.key, calls_[b.call].received, b.call);
            });
  return entries;
}

// Adds the calls of that key that were received not long before `made` was
// sent. False: too many.
bool LegMatcher::consider(Index made, std::uint64_t key,
                          const Entries& entries) {
  const std::int64_t sent = calls_[made].sent;
  auto entry = std::upper_bound(
      entries.begin(), entries.end(), std::pair(key, sent),
      [this](const std::pair<std::uint64_t, std::int64_t>& wanted,
             const Entry& each) {
        return wanted < std::pair(each.key, calls_[each.call].received);
      });
  for (std::size_t i = 0; entry != entries.begin(); ++i) {
    --entry;
    const std::int64_t earliest = sent - kLongestLegDelay.count();
    if (entry->key != key || calls_[entry->call].received < earliest) break;
    if (i == kMostCandidates) return false;
    candidates_.push_back(entry->call);
  }
  return true;
}

void LegMatcher::score(Index made, const Entries& entries) {
  const LegHint& call = calls_[made];
  candidates_.clear();
  for (const LegUser& user : {call.requested, call.called, call.calling}) {
    if (user.tail != 0 &&
        !consider(made, key_of(call.sent_from, user.tail), entries)) {
      return;
    }
  }
  std::sort(candidates_.begin(), candidates_.end());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()),
                    candidates_.end());
  Index best = kNone;
  int best_score = 0;
  int next_score = 0;
  for (const Index candidate : candidates_) {
    const int score = leg_score(calls_[candidate], call);
    if (score > best_score) {
      next_score = std::exchange(best_score, score);
      best = candidate;
    } else {
      next_score = std::max(next_score, score);
    }
  }
  if (best_score < kLeastLegScore || best_score - next_score < kLeastLead) {
    return;
  }
  link(best, made, LegReason::Score, static_cast<std::uint8_t>(best_score));
}

void LegMatcher::match_scores() {
  const std::vector<std::uint32_t> middle = addresses_of_middle();
  if (middle.empty()) return;
  const Entries entries = entries_of(middle);
  for (Index i = 0; i < calls_.size(); ++i) {
    if (matches_[i].upstream == kNone &&
        std::binary_search(middle.begin(), middle.end(),
                           calls_[i].sent_from.address)) {
      score(i, entries);
    }
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

std::vector<LegMatch> match_legs(const LegHints& hints) {
  return LegMatcher(hints).match();
}

}  // namespace siptriage::detail
