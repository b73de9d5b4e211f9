// make_snapshot: calls become scenarios on all threads, and those that are
// alike one of them, in the order of the capture.

#include "siptriage/check/snapshot.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "annotate/call_tour.h"
#include "check/canonical_call.h"
#include "check/timing_steps.h"

namespace siptriage {
namespace check {
namespace {

constexpr std::size_t kCallsInPiece = 256;
constexpr std::size_t kPiecesPerWorker = 4;

// The findings of each call.
class FindingsByCall {
 public:
  explicit FindingsByCall(const Triage& triage) : triage_(triage) {
    for (std::uint32_t i = 0; i < triage.findings.size(); ++i) {
      const CallId call = triage.findings[i].call;
      if (call.valid()) by_call_.emplace_back(call.index(), i);
    }
    std::ranges::sort(by_call_);
  }

  // Calls `take` with each of them.
  template <typename Take>
  void each(std::uint32_t call, const Take& take) const {
    for (auto entry = std::ranges::lower_bound(by_call_, std::pair(call, 0U));
         entry != by_call_.end() && entry->first == call; ++entry) {
      take(triage_.findings[entry->second]);
    }
  }

 private:
  const Triage& triage_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_call_;
};

using FindingsByRule = std::map<std::string_view, ScenarioFinding>;

void count_finding(const FindingBrief& finding, FindingsByRule& by_rule) {
  const auto [entry, is_new] = by_rule.try_emplace(finding.rule->id);
  ScenarioFinding& counted = entry->second;
  if (is_new) {
    counted.rule = finding.rule->id;
    counted.severity = finding.severity;
    counted.frame = finding.first_frame;
  }
  counted.severity = std::min(counted.severity, finding.severity);
  ++counted.calls;
}

std::vector<ScenarioFinding> listed(const FindingsByRule& by_rule) {
  std::vector<ScenarioFinding> list;
  for (const auto& [rule, finding] : by_rule) list.push_back(finding);
  return list;
}

// A scenario, and what is counted over its calls.
struct Folded {
  Scenario scenario;
  std::array<std::map<std::size_t, std::uint64_t>, kTimingKinds> steps;
  FindingsByRule findings;
};

// The step that no more than `permille` of all are below of.
std::size_t quantile(const std::map<std::size_t, std::uint64_t>& steps,
                     std::uint64_t permille) {
  std::uint64_t all = 0;
  for (const auto& [step, times] : steps) all += times;
  std::uint64_t below = 0;
  for (const auto& [step, times] : steps) {
    below += times;
    if (below * 1000 >= all * permille) return step;
  }
  return 0;
}

class Folder {
 public:
  Folder(const Triage& triage, const Tolerance& tolerance)
      : steps_(tolerance),
        findings_(triage),
        most_scenarios_(triage.coverage.limits[LimitId::Scenarios]),
        most_octets_(triage.coverage.limits[LimitId::ScenarioOctets]) {}

  // `id` is that of the call in the triage.
  void add(CallId id, CanonicalCall call) {
    const auto known = folded_.find(call.shape);
    if (known == folded_.end() &&
        (folded_.size() == most_scenarios_ ||
         call.shape.size() > most_octets_ - octets_)) {
      ++left_out_;
      return;
    }
    if (known == folded_.end()) octets_ += call.shape.size();
    const auto [entry, is_new] = folded_.try_emplace(std::move(call.shape));
    Folded& folded = entry->second;
    if (is_new) {
      folded.scenario = std::move(call.scenario);
      folded.scenario.first_call.number = std::uint64_t{id.index()} + 1;
    } else {
      ++folded.scenario.calls;
      folded.scenario.retransmissions += call.scenario.retransmissions;
    }
    for (std::size_t i = 0; i < kTimingKinds; ++i) {
      if (call.timings[i]) ++folded.steps[i][steps_.step_of(*call.timings[i])];
    }
    count_findings(id, folded);
  }

  void finish(Snapshot& snapshot) && {
    snapshot.calls_left_out = left_out_;
    // By shape: the same whatever was seen first.
    std::map<std::string_view, Folded*> sorted;
    for (auto& [shape, folded] : folded_) sorted.emplace(shape, &folded);
    for (auto& [shape, folded] : sorted) {
      Scenario& scenario = folded->scenario;
      for (std::size_t i = 0; i < kTimingKinds; ++i) {
        if (folded->steps[i].empty()) continue;
        constexpr std::uint64_t kHalf = 500;
        constexpr std::uint64_t kAlmostAll = 950;
        scenario.timings[i] =
            Timing{steps_.ms_of(quantile(folded->steps[i], kHalf)),
                   steps_.ms_of(quantile(folded->steps[i], kAlmostAll))};
      }
      scenario.findings = listed(folded->findings);
      snapshot.scenarios.push_back(std::move(scenario));
    }
  }

 private:
  // A rule counts once for each call.
  void count_findings(CallId id, Folded& folded) {
    rules_.clear();
    findings_.each(id.index(), [&](const FindingBrief& finding) {
      if (rules_.insert(finding.rule).second) {
        count_finding(finding, folded.findings);
      }
    });
  }

  TimingSteps steps_;
  FindingsByCall findings_;
  std::unordered_map<std::string, Folded> folded_;
  std::set<const RuleEntry*> rules_;  // of one call
  std::uint64_t most_scenarios_;
  std::uint64_t most_octets_;
  std::uint64_t octets_ = 0;
  std::uint64_t left_out_ = 0;
};

// What one thread needs to read calls.
struct Scribe {
  explicit Scribe(const Triage& triage)
      : tour(triage),
        canonizers{CallCanonizer(triage.coverage.limits),
                   CallCanonizer(triage.coverage.limits)} {}
  detail::CallTour tour;
  std::array<CallCanonizer, detail::CallTour::kLanes> canonizers;
};

std::vector<CanonicalCall> read_piece(const Triage& triage,
                                      std::span<const CallId> calls,
                                      Scribe& scribe) {
  std::vector<CanonicalCall> read(calls.size());
  std::array<std::optional<std::uint64_t>, detail::CallTour::kLanes> begun;
  scribe.tour.visit(
      calls, [&](std::size_t place, const CallView& view, std::size_t lane) {
        const std::uint64_t conversation =
            triage.calls[calls[place].index()].conversation;
        CallCanonizer& canonizer = scribe.canonizers[lane];
        if (begun[lane] != conversation) canonizer.begin(view.analysis);
        begun[lane] = conversation;
        read[place] = canonizer.read(view);
      });
  return read;
}

void fold_calls(const Triage& triage, Workers& workers, Folder& folder) {
  std::deque<Scribe> scribes;
  for (unsigned i = 0; i < workers.count(); ++i) scribes.emplace_back(triage);
  std::vector<CallId> calls;
  for (std::uint32_t i = 0; i < triage.calls.size(); ++i) {
    calls.emplace_back(i);
  }
  const std::span<const CallId> all(calls);
  const auto piece_at = [&](std::size_t begin) {
    return all.subspan(begin, std::min(kCallsInPiece, all.size() - begin));
  };
  std::vector<std::vector<CanonicalCall>> made(workers.count() *
                                               kPiecesPerWorker);
  for (std::size_t done = 0; done < all.size();) {
    const std::size_t pieces = std::min(
        made.size(), (all.size() - done + kCallsInPiece - 1) / kCallsInPiece);
    workers.run(pieces, [&](std::size_t task, unsigned worker) {
      made[task] = read_piece(triage, piece_at(done + task * kCallsInPiece),
                              scribes[worker]);
    });
    for (std::size_t task = 0; task < pieces; ++task) {
      for (CanonicalCall& call : made[task]) {
        folder.add(all[done++], std::move(call));
      }
    }
  }
}

}  // namespace
}  // namespace check

Snapshot make_snapshot(const Triage& triage, Workers& workers,
                       const Tolerance& tolerance) {
  Snapshot snapshot;
  snapshot.tolerance = tolerance;
  snapshot.calls = triage.calls.size();
  snapshot.several_files = triage.coverage.files.size() > 1;
  check::Folder folder(triage, tolerance);
  check::fold_calls(triage, workers, folder);
  std::move(folder).finish(snapshot);
  check::FindingsByRule of_capture;
  for (const FindingBrief& finding : triage.findings) {
    if (!finding.call.valid()) check::count_finding(finding, of_capture);
  }
  snapshot.findings = check::listed(of_capture);
  return snapshot;
}

}  // namespace siptriage
