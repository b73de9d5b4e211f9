// compare: scenario by scenario, and then the capture as a whole.

#include "siptriage/check/compare.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "check/align_messages.h"
#include "check/align_scenarios.h"
#include "check/changes.h"
#include "check/compare_messages.h"
#include "check/timing_steps.h"

namespace siptriage {
namespace check {
namespace {

// How bad an outcome is; among failures those are mild that people decide.
enum class Rank : std::uint8_t { Good, Neither, Mild, Bad };
Rank rank_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::AnsweredEnded:
    case Outcome::AnsweredEndNotSeen:
    case Outcome::Succeeded:
      return Rank::Good;
    case Outcome::Busy:
    case Outcome::NoAnswer:
    case Outcome::Declined:
      return Rank::Mild;
    default:
      return is_failure(outcome) ? Rank::Bad : Rank::Neither;
  }
}

std::string calls_of(std::uint64_t calls) {
  return std::to_string(calls) + (calls == 1 ? " call" : " calls");
}

// "busy (486)".
std::string outcome_of(const Scenario& scenario) {
  std::string text(to_string(scenario.outcome));
  if (scenario.code != 0) text += " (" + std::to_string(scenario.code) + ")";
  return text;
}

// "call busy: INVITE 100 486 ACK".
std::string name_of(const Scenario& scenario) {
  constexpr std::size_t kMostSteps = 12;
  std::string name(to_string(scenario.kind));
  name.append(" ").append(to_string(scenario.outcome)).append(":");
  for (std::size_t i = 0; i < scenario.messages.size(); ++i) {
    if (i == kMostSteps) return name + " ...";
    const std::string& what = scenario.messages[i].what;
    name.append(" ").append(what.substr(0, what.find(' ')));
  }
  return name;
}

// Those of a baseline's scenario, told apart where they are alike.
std::vector<std::string> names_of(const Snapshot& snapshot) {
  std::map<std::string, std::size_t> times;
  std::vector<std::string> names;
  for (const Scenario& scenario : snapshot.scenarios) {
    std::string name = name_of(scenario);
    const std::size_t before = times[name]++;
    if (before != 0) name += " #" + std::to_string(before + 1);
    names.push_back(std::move(name));
  }
  return names;
}

void compare_outcome(const Scenario& baseline, const Scenario& measured,
                     Changes& changes) {
  if (baseline.outcome == measured.outcome && baseline.code == measured.code) {
    return;
  }
  const Rank was = rank_of(baseline.outcome);
  const Rank is = rank_of(measured.outcome);
  const bool is_same = baseline.outcome == measured.outcome;
  const std::string_view kind = is_same ? "baseline-code" : "baseline-outcome";
  const std::string reason = "ends " + outcome_of(measured) +
                             "; in the baseline " + outcome_of(baseline);
  Assertion& told = is < was
                        ? changes.better(kind, "", reason)
                        : changes.worse_if(is > was, kind,
                                           is >= Rank::Mild ? Severity::Error
                                                            : Severity::Warning,
                                           "", reason);
  told.measured = outcome_of(measured);
  told.wanted = outcome_of(baseline);
}

void compare_peers(const Scenario& baseline, const Scenario& measured,
                   Changes& changes) {
  if (baseline.peers == measured.peers) return;
  Assertion& told = changes.neutral("baseline-peers", "",
                                    "is between " + list_of(measured.peers) +
                                        "; in the baseline between " +
                                        list_of(baseline.peers));
  told.measured = std::to_string(measured.peers.size()) + " peers";
  told.wanted = std::to_string(baseline.peers.size()) + " peers";
}

std::string ms_text(std::uint64_t milliseconds) {
  return to_human(std::chrono::milliseconds(milliseconds));
}

// How long people talk, and let it ring, is up to them.
bool is_judged(TimingKind kind) {
  return kind == TimingKind::PostDialDelay || kind == TimingKind::Response;
}

std::string_view words_of(TimingKind kind) {
  constexpr std::string_view kWords[kTimingKinds] = {
      "post-dial delay", "slowest response", "ring time", "talk time",
      "duration"};
  return kWords[static_cast<std::size_t>(kind)];
}

// Neighbours are the same: a duration near the edge may be in either.
bool differs(std::size_t a, std::size_t b) { return a > b + 1 || b > a + 1; }

void compare_timings(const Scenario& baseline, const Scenario& measured,
                     const TimingSteps& steps, Changes& changes) {
  for (std::size_t i = 0; i < kTimingKinds; ++i) {
    const auto& was = baseline.timings[i];
    const auto& is = measured.timings[i];
    if (!was || !is) continue;
    const auto kind = static_cast<TimingKind>(i);
    const bool by_median = differs(steps.step_of_ms(is->median_ms),
                                   steps.step_of_ms(was->median_ms));
    if (!by_median &&
        !differs(steps.step_of_ms(is->p95_ms), steps.step_of_ms(was->p95_ms))) {
      continue;
    }
    const std::uint64_t now = by_median ? is->median_ms : is->p95_ms;
    const std::uint64_t then = by_median ? was->median_ms : was->p95_ms;
    const std::string reason =
        "the " + std::string(by_median ? "median" : "95th percentile") +
        " of the " + std::string(words_of(kind)) + " is about " + ms_text(now) +
        "; in the baseline " + ms_text(then);
    const std::string subject(to_string(kind));
    Assertion& told =
        is_judged(kind) && now < then
            ? changes.better("baseline-timing", subject, reason)
            : changes.worse_if(is_judged(kind), "baseline-timing",
                               Severity::Warning, subject, reason);
    told.measured = ms_text(now);
    told.wanted = ms_text(then);
  }
}

// All that of one scenario of the baseline is in the capture.
struct Counted {
  std::uint64_t calls = 0;
  std::uint64_t retransmissions = 0;
  std::map<std::string_view, const ScenarioFinding*> findings;

  void add(const Scenario& scenario) {
    calls += scenario.calls;
    retransmissions += scenario.retransmissions;
    for (const ScenarioFinding& finding : scenario.findings) {
      const auto [entry, is_new] = findings.emplace(finding.rule, &finding);
      if (!is_new && finding.severity < entry->second->severity) {
        entry->second = &finding;
      }
    }
  }
};

void compare_calls(std::uint64_t was, std::uint64_t is, Outcome outcome,
                   Changes& changes) {
  if (was == is) return;
  const bool is_trouble = is_failure(outcome);
  const std::string reason =
      calls_of(is) + "; in the baseline " + std::to_string(was);
  Assertion& told =
      is_trouble && is < was
          ? changes.better("baseline-calls", "", reason)
          : changes.worse_if(is_trouble || is < was, "baseline-calls",
                             Severity::Warning, "", reason);
  told.measured = std::to_string(is);
  told.wanted = std::to_string(was);
}

void compare_retransmissions(const Scenario& baseline, const Counted& measured,
                             const Tolerance& tolerance, Changes& changes) {
  // By the number of calls, and by more than the tolerance.
  const double was = static_cast<double>(baseline.retransmissions) *
                     static_cast<double>(measured.calls);
  const double is = static_cast<double>(measured.retransmissions) *
                    static_cast<double>(baseline.calls);
  const double wider = 1 + tolerance.relative_percent / 100.0;
  if (is <= was * wider && was <= is * wider) return;
  const std::string reason =
      std::to_string(measured.retransmissions) +
      (measured.retransmissions == 1 ? " retransmission in "
                                     : " retransmissions in ") +
      calls_of(measured.calls) + "; in the baseline " +
      std::to_string(baseline.retransmissions) + " in " +
      std::to_string(baseline.calls);
  Assertion& told = is < was
                        ? changes.better("baseline-retransmissions", "", reason)
                        : changes.worse("baseline-retransmissions",
                                        Severity::Warning, "", reason);
  told.measured = std::to_string(measured.retransmissions);
  told.wanted = std::to_string(baseline.retransmissions);
}

using FindingsByRule = std::map<std::string_view, const ScenarioFinding*>;

FindingsByRule by_rule(const std::vector<ScenarioFinding>& findings) {
  FindingsByRule rules;
  for (const ScenarioFinding& finding : findings) {
    rules.emplace(finding.rule, &finding);
  }
  return rules;
}

void compare_findings(const FindingsByRule& baseline,
                      const FindingsByRule& measured, Changes& changes) {
  for (const auto& [rule, finding] : measured) {
    const auto old = baseline.find(rule);
    const std::string severity(to_string(finding->severity));
    const std::string subject(rule);
    if (old == baseline.end()) {
      Assertion& told =
          changes.worse("baseline-finding", finding->severity, subject,
                        fmt::format("new finding: {} ({})", rule, severity));
      name_frames(told, {finding->frame});
    } else if (old->second->severity != finding->severity) {
      const std::string reason =
          fmt::format("{} is now of severity {}; in the baseline {}", rule,
                      severity, to_string(old->second->severity));
      Assertion& told =
          finding->severity < old->second->severity
              ? changes.worse("baseline-finding", finding->severity, subject,
                              reason)
              : changes.better("baseline-finding", subject, reason);
      name_frames(told, {finding->frame});
    }
  }
  for (const auto& [rule, finding] : baseline) {
    if (measured.contains(rule)) continue;
    changes.better("baseline-finding", std::string(rule),
                   "no longer found: " + std::string(rule) + " (" +
                       std::string(to_string(finding->severity)) + ")");
  }
}

void compare_scenario(const Scenario& baseline, const Scenario& measured,
                      const TimingSteps& steps, Changes& changes) {
  compare_outcome(baseline, measured, changes);
  compare_peers(baseline, measured, changes);
  const MessageAlignment alignment = align_messages(baseline, measured);
  compare_sequence(baseline, measured, alignment,
                   rank_of(measured.outcome) < rank_of(baseline.outcome),
                   changes);
  compare_contents(baseline, measured, alignment, changes);
  compare_timings(baseline, measured, steps, changes);
}

class Comparer {
 public:
  Comparer(const Snapshot& baseline, const Snapshot& measured)
      : baseline_(baseline),
        measured_(measured),
        steps_(baseline.tolerance),
        measured_of_(baseline.scenarios.size()) {}

  std::vector<Assertion> compare() && {
    compare_captures();
    const std::vector<std::size_t> baseline_of = align(baseline_, measured_);
    std::vector<std::size_t> fresh;
    for (std::size_t i = 0; i < baseline_of.size(); ++i) {
      if (baseline_of[i] == kNoScenario) {
        fresh.push_back(i);
      } else {
        measured_of_[baseline_of[i]].push_back(i);
      }
    }
    const std::vector<std::string> names = names_of(baseline_);
    for (std::size_t i = 0; i < names.size(); ++i) compare_one(i, names[i]);
    for (const std::size_t i : fresh) tell_new(measured_.scenarios[i]);
    return std::move(assertions_);
  }

 private:
  void compare_captures() {
    const Scenario nothing;
    const std::string name = "capture";
    Changes changes(name, nothing, assertions_);
    if (measured_.calls == 0 && baseline_.calls != 0) {
      changes.worse("capture", Severity::Error, "",
                    "the capture holds no call; the baseline " +
                        std::to_string(baseline_.calls));
    }
    for (const Snapshot* const snapshot : {&baseline_, &measured_}) {
      if (snapshot->calls_left_out == 0) continue;
      const bool is_baseline = snapshot == &baseline_;
      changes.neutral("capture",
                      is_baseline ? "left out of the baseline" : "left out",
                      calls_of(snapshot->calls_left_out) + " of the " +
                          (is_baseline ? "baseline" : "capture") +
                          " are of more scenarios than are compared");
    }
    compare_findings(by_rule(baseline_.findings), by_rule(measured_.findings),
                     changes);
  }

  void compare_one(std::size_t index, const std::string& name) {
    const Scenario& baseline = baseline_.scenarios[index];
    const std::size_t before = assertions_.size();
    if (measured_of_[index].empty()) {
      tell_gone(baseline, name);
      return;
    }
    Counted counted;
    for (const std::size_t i : measured_of_[index]) {
      const Scenario& measured = measured_.scenarios[i];
      Changes changes(name, measured, assertions_);
      compare_scenario(baseline, measured, steps_, changes);
      counted.add(measured);
    }
    const Scenario& first = measured_.scenarios[measured_of_[index].front()];
    Changes changes(name, first, assertions_);
    compare_calls(baseline.calls, counted.calls, first.outcome, changes);
    compare_retransmissions(baseline, counted, baseline_.tolerance, changes);
    compare_findings(by_rule(baseline.findings), counted.findings, changes);
    if (assertions_.size() != before) return;
    Assertion& same =
        changes.neutral("baseline-scenario", "",
                        "is as in the baseline: " + calls_of(counted.calls));
    same.change = Change::None;
  }

  void tell_gone(const Scenario& baseline, const std::string& name) {
    const Scenario nothing;
    Changes changes(name, nothing, assertions_);
    const std::string reason = "is no longer there; in the baseline " +
                               calls_of(baseline.calls) + " ended " +
                               outcome_of(baseline);
    const Rank rank = rank_of(baseline.outcome);
    Assertion& told =
        rank >= Rank::Mild
            ? changes.better("baseline-scenario", "", reason)
            : changes.worse(
                  "baseline-scenario",
                  rank == Rank::Good ? Severity::Error : Severity::Warning, "",
                  reason);
    told.measured = "0";
    told.wanted = std::to_string(baseline.calls);
  }

  void tell_new(const Scenario& measured) {
    const std::string name = name_of(measured);
    Changes changes(name, measured, assertions_);
    Assertion& told = changes.worse_if(
        is_failure(measured.outcome), "baseline-scenario", Severity::Error, "",
        "is new: " + calls_of(measured.calls) +
            (measured.calls == 1 ? " ends " : " end ") + outcome_of(measured));
    told.measured = std::to_string(measured.calls);
    told.wanted = "0";
    compare_findings({}, by_rule(measured.findings), changes);
  }

  const Snapshot& baseline_;
  const Snapshot& measured_;
  TimingSteps steps_;
  std::vector<std::vector<std::size_t>> measured_of_;
  std::vector<Assertion> assertions_;
};

}  // namespace
}  // namespace check

std::vector<Assertion> compare(const Snapshot& baseline,
                               const Snapshot& measured) {
  return check::Comparer(baseline, measured).compare();
}

}  // namespace siptriage
