#include "annotate/leg_candidates.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "siptriage/base/endpoint.h"

#include "annotate/leg_score.h"

namespace siptriage::detail {
namespace {

constexpr unsigned kIndexBits = 16;

std::uint32_t begin_of(std::uint64_t key) {
  return static_cast<std::uint32_t>(key >> (64 - kIndexBits));
}

std::uint64_t key_of(std::uint32_t address, std::uint32_t user_tail) {
  return fold_product(
      (std::uint64_t{address} << 32 | user_tail) ^ 0x9E3779B97F4A7C15,
      0xE7037ED1A0B428DB);
}

// The distinct users of a call; 0 stands for none.
std::array<std::uint32_t, 3> tails_of(const LegHint& call) {
  std::array<std::uint32_t, 3> tails = {call.requested.tail, call.called.tail,
                                        call.calling.tail};
  if (tails[1] == tails[0]) tails[1] = 0;
  if (tails[2] == tails[0] || tails[2] == tails[1]) tails[2] = 0;
  return tails;
}

}  // namespace

LegCandidates::LegCandidates(const std::vector<LegHint>& calls) {
  for (const LegHint& call : calls) {
    senders_.insert(call.sent_from.address);
    receivers_.insert(call.received_at.address);
  }
  for (std::uint32_t i = 0; i < calls.size(); ++i) enter(calls[i], i);
  index();
}

// Only who sends INVITEs too may have made another leg.
void LegCandidates::enter(const LegHint& hint, std::uint32_t call) {
  if (!senders_.contains(hint.received_at.address)) return;
  for (const std::uint32_t tail : tails_of(hint)) {
    if (tail == 0) continue;
    entries_.push_back(
        {key_of(hint.received_at.address, tail), hint.received, call});
  }
}

void LegCandidates::index() {
  if (entries_.empty()) return;
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) {
              return std::tie(a.key, a.received, a.call) <
                     std::tie(b.key, b.received, b.call);
            });
  begins_.resize((std::size_t{1} << kIndexBits) + 1);
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    while (next <= begin_of(entries_[i].key)) begins_[next++] = i;
  }
  while (next < begins_.size()) {
    begins_[next++] = static_cast<std::uint32_t>(entries_.size());
  }
}

// False: too many.
bool LegCandidates::take(std::uint64_t key, std::int64_t sent) {
  const std::uint32_t place = begin_of(key);
  const auto begin = entries_.begin() + begins_[place];
  const auto end = entries_.begin() + begins_[place + 1];
  auto entry =
      std::upper_bound(begin, end, std::tie(key, sent),
                       [](const auto& wanted, const Entry& each) {
                         return wanted < std::tie(each.key, each.received);
                       });
  const std::size_t before = found_.size();
  const Timestamp now = timestamp_from_nanoseconds(sent);
  while (entry != begin) {
    --entry;
    if (entry->key != key ||
        elapsed(timestamp_from_nanoseconds(entry->received), now) >
            kLongestLegDelay) {
      break;
    }
    if (found_.size() - before == kMost) return false;
    found_.push_back({entry->call, false});
  }
  if (found_.size() == before + 1) found_.back().is_only_one = true;
  return true;
}

void LegCandidates::drop_repeated() {
  std::sort(found_.begin(), found_.end(),
            [](const Candidate& a, const Candidate& b) {
              return std::tuple(a.call, !a.is_only_one) <
                     std::tuple(b.call, !b.is_only_one);
            });
  found_.erase(std::unique(found_.begin(), found_.end(),
                           [](const Candidate& a, const Candidate& b) {
                             return a.call == b.call;
                           }),
               found_.end());
}

const std::vector<LegCandidates::Candidate>& LegCandidates::find(
    const LegHint& made) {
  found_.clear();
  if (entries_.empty() || !receivers_.contains(made.sent_from.address)) {
    return found_;
  }
  for (const std::uint32_t tail : tails_of(made)) {
    if (tail != 0 && !take(key_of(made.sent_from.address, tail), made.sent)) {
      found_.clear();
      return found_;
    }
  }
  if (found_.size() > 1) drop_repeated();
  return found_;
}

}  // namespace siptriage::detail
