#include "annotate/leg_candidates.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <numeric>
#include <tuple>

#include "siptriage/base/endpoint.h"

#include "annotate/leg_score.h"

namespace siptriage::detail {
namespace {

constexpr unsigned kMostIndexBits = 16;

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

LegCandidates::LegCandidates(const LegCalls& calls) {
  for (std::size_t i = 0; i < calls.size(); ++i) {
    senders_.insert(calls[i].sent_from.address);
    receivers_.insert(calls[i].received_at.address);
  }
  index(calls);
}

// Only who sends INVITEs too may have made another leg.
template <typename Take>
void LegCandidates::for_each_entry(const LegCalls& calls, Take take) const {
  for (std::uint32_t i = 0; i < calls.size(); ++i) {
    const LegHint& hint = calls[i];
    if (!senders_.contains(hint.received_at.address)) continue;
    for (const std::uint32_t tail : tails_of(hint)) {
      if (tail == 0) continue;
      const std::uint64_t key = key_of(hint.received_at.address, tail);
      take(begin_of(key), Entry{rest_of(key), i, hint.received});
    }
  }
}

std::size_t LegCandidates::begin_of(std::uint64_t key) const {
  return static_cast<std::size_t>(key >> (64 - index_bits_));
}

// What stands behind those bits.
std::uint32_t LegCandidates::rest_of(std::uint64_t key) const {
  return static_cast<std::uint32_t>(key << index_bits_ >> 32);
}

// Counted, then put where those of the same first bits are, then sorted there.
void LegCandidates::index(const LegCalls& calls) {
  index_bits_ = std::clamp(static_cast<unsigned>(std::bit_width(calls.size())),
                           1U, kMostIndexBits);
  begins_.resize((std::size_t{1} << index_bits_) + 1);
  for_each_entry(
      calls, [this](std::size_t place, const Entry&) { ++begins_[place + 1]; });
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  entries_.resize(begins_.back());
  std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
  for_each_entry(calls, [this, &next](std::size_t place, const Entry& entry) {
    entries_[next[place]++] = entry;
  });
  for (std::size_t i = 0; i + 1 < begins_.size(); ++i) {
    std::sort(entries_.begin() + begins_[i], entries_.begin() + begins_[i + 1],
              [](const Entry& a, const Entry& b) {
                return std::tie(a.key, a.received, a.call) <
                       std::tie(b.key, b.received, b.call);
              });
  }
}

// False: too many.
bool LegCandidates::take(std::uint64_t whole_key, std::int64_t sent) {
  const std::size_t place = begin_of(whole_key);
  const std::uint32_t key = rest_of(whole_key);
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
