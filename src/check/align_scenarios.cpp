#include "check/align_scenarios.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "siptriage/check/compare.h"

#include "check/canonical_message.h"
#include "check/scenario_json.h"

namespace siptriage::check {
namespace {

// Out of kMostAlike. Steps count most, then how the call ended.
constexpr std::uint32_t kSteps = 1000;
constexpr std::uint32_t kOutcome = 200;
constexpr std::uint32_t kLooks = 150;
constexpr std::uint32_t kPeers = 50;
// Less alike is not the same scenario.
constexpr std::uint32_t kLeastAlike = 200;
// So much less alike than the best, a scenario may still be the right one
// where the best is another's.
constexpr std::uint32_t kNearlyAsGood = 150;

// What of a scenario is compared, sorted.
struct Traits {
  explicit Traits(const Scenario& scenario)
      : outcome(scenario.outcome), peers(scenario.peers) {
    const std::hash<std::string> hash;
    for (const ScenarioMessage& message : scenario.messages) {
      steps.push_back(hash(label_of(message)));
      looks.push_back(look_of(message));
    }
    std::ranges::sort(steps);
    std::ranges::sort(looks);
  }

  std::vector<std::size_t> steps;
  std::vector<std::size_t> looks;
  Outcome outcome;
  std::vector<std::string> peers;
};

// How much of both is in both, out of `most`.
std::uint32_t shared(const std::vector<std::size_t>& a,
                     const std::vector<std::size_t>& b, std::uint32_t most) {
  if (a.empty() && b.empty()) return most;
  std::size_t common = 0;
  for (auto left = a.begin(), right = b.begin();
       left != a.end() && right != b.end();) {
    if (*left == *right) {
      ++common;
      ++left;
      ++right;
    } else if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  return static_cast<std::uint32_t>(2 * common * most / (a.size() + b.size()));
}

std::uint32_t likeness(const Traits& a, const Traits& b) {
  return shared(a.steps, b.steps, kSteps) + shared(a.looks, b.looks, kLooks) +
         (a.outcome == b.outcome ? kOutcome : 0) +
         (a.peers == b.peers ? kPeers : 0);
}

// Scenarios that may be the same: of one kind and first message.
struct Group {
  std::vector<std::size_t> baseline;  // all
  std::vector<std::size_t> measured;  // that are none of the baseline's
};

class Aligner {
 public:
  Aligner(const Snapshot& baseline, const Snapshot& measured)
      : baseline_(baseline),
        measured_(measured),
        baseline_of_(measured.scenarios.size(), kNoScenario),
        is_taken_(baseline.scenarios.size()) {}

  std::vector<std::size_t> align() && {
    take_same();
    for (const auto& [key, group] : groups()) {
      if (group.measured.empty() || group.baseline.empty()) continue;
      if (group.baseline.size() > kMaxAlignedPairs / group.measured.size()) {
        take_in_order(group);
      } else {
        take_alike(group);
      }
    }
    return std::move(baseline_of_);
  }

 private:
  void take(std::size_t measured, std::size_t baseline) {
    baseline_of_[measured] = baseline;
    is_taken_[baseline] = true;
  }

  void take_same() {
    std::map<std::string, std::size_t> shapes;
    for (std::size_t i = 0; i < baseline_.scenarios.size(); ++i) {
      shapes.emplace(shape_of(baseline_.scenarios[i]), i);
    }
    for (std::size_t i = 0; i < measured_.scenarios.size(); ++i) {
      const auto same = shapes.find(shape_of(measured_.scenarios[i]));
      if (same != shapes.end()) take(i, same->second);
    }
  }

  using Key = std::pair<CallKind, std::string>;
  static Key key_of(const Scenario& scenario) {
    return {scenario.kind, scenario.messages.empty()
                               ? std::string()
                               : scenario.messages.front().what};
  }
  [[nodiscard]] std::map<Key, Group> groups() const {
    std::map<Key, Group> groups;
    for (std::size_t i = 0; i < baseline_.scenarios.size(); ++i) {
      groups[key_of(baseline_.scenarios[i])].baseline.push_back(i);
    }
    for (std::size_t i = 0; i < measured_.scenarios.size(); ++i) {
      if (baseline_of_[i] != kNoScenario) continue;
      groups[key_of(measured_.scenarios[i])].measured.push_back(i);
    }
    return groups;
  }

  void take_in_order(const Group& group) {
    auto next = group.measured.begin();
    for (const std::size_t baseline : group.baseline) {
      if (is_taken_[baseline]) continue;
      if (next == group.measured.end()) return;
      take(*next++, baseline);
    }
  }

  // The most alike first, each of the baseline once; what is left over goes to
  // whatever it is most like.
  void take_alike(const Group& group) {
    using Pair = std::tuple<std::uint32_t, std::size_t, std::size_t>;
    std::vector<Traits> traits;
    for (const std::size_t baseline : group.baseline) {
      traits.emplace_back(baseline_.scenarios[baseline]);
    }
    std::vector<Pair> pairs;
    std::map<std::size_t, Pair> best;
    for (const std::size_t measured : group.measured) {
      const Traits its(measured_.scenarios[measured]);
      for (std::size_t i = 0; i < traits.size(); ++i) {
        const std::uint32_t unlikeness = kMostAlike - likeness(its, traits[i]);
        if (unlikeness > kMostAlike - kLeastAlike) continue;
        const Pair pair(unlikeness, measured, group.baseline[i]);
        pairs.push_back(pair);
        const auto [entry, is_new] = best.emplace(measured, pair);
        if (!is_new) entry->second = std::min(entry->second, pair);
      }
    }
    std::ranges::sort(pairs);
    for (const auto& [unlikeness, measured, baseline] : pairs) {
      if (baseline_of_[measured] != kNoScenario || is_taken_[baseline] ||
          unlikeness > std::get<0>(best.at(measured)) + kNearlyAsGood) {
        continue;
      }
      take(measured, baseline);
    }
    for (const auto& [measured, pair] : best) {
      if (baseline_of_[measured] == kNoScenario) {
        take(measured, std::get<2>(pair));
      }
    }
  }

  static constexpr std::uint32_t kMostAlike =
      kSteps + kOutcome + kLooks + kPeers;

  const Snapshot& baseline_;
  const Snapshot& measured_;
  std::vector<std::size_t> baseline_of_;
  std::vector<bool> is_taken_;
};

}  // namespace

std::vector<std::size_t> align(const Snapshot& baseline,
                               const Snapshot& measured) {
  return Aligner(baseline, measured).align();
}

}  // namespace siptriage::check
