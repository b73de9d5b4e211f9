// The answer in one line: how much failed, and the worst of it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

// "a, b and c".
std::string join_all(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

// "the only call", "both calls", "all 4 calls", "2 of 14 calls".
std::string share_of(std::uint64_t count, const KindTally& kind,
                     CallKind name) {
  const std::string all =
      count_of(kind.total, noun_of(name, false), noun_of(name, true));
  if (kind.total == 1) return fmt::format("the only {}", noun_of(name, false));
  if (count == kind.total) {
    return count == 2 ? fmt::format("both {}", noun_of(name, true))
                      : fmt::format("all {}", all);
  }
  return fmt::format("{} of {}", with_separators(count), all);
}

// " (2 busy, 1 declined)"; nothing where nobody did more than not to answer.
std::string ways_not_answered(const KindTally& calls) {
  if (calls.total == 1) return {};  // its diagnosis says how
  constexpr std::pair<Outcome, std::string_view> kWays[] = {
      {Outcome::Busy, "busy"},
      {Outcome::Declined, "declined"},
      {Outcome::NoAnswer, "no answer"}};
  std::vector<std::string> parts;
  for (const auto& [outcome, words] : kWays) {
    const std::uint64_t count =
        calls.outcomes[static_cast<std::size_t>(outcome)];
    if (count == 0) continue;
    if (count == calls.not_answered) {
      return outcome == Outcome::NoAnswer ? std::string()
                                          : fmt::format(" ({})", words);
    }
    parts.push_back(fmt::format("{} {}", with_separators(count), words));
  }
  return fmt::format(" ({})", fmt::join(parts, ", "));
}

std::vector<std::string> failed_kinds(const OutcomeTally& tally) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const KindTally& kind = tally.kinds[i];
    if (kind.failed == 0) continue;
    parts.push_back(share_of(kind.failed, kind, static_cast<CallKind>(i)));
  }
  return parts;
}

std::string failed_within_calls(const Triage& triage) {
  std::uint64_t count = 0;
  for (const FailureGroup& group : triage.failures) {
    if (group.within_call) count += group.count;
  }
  if (count == 0) return {};
  return fmt::format("{} inside a dialog",
                     count_of(count, "request", "requests"));
}

// Refusals of calls, or other exchanges, that began before the capture: their
// outcome is that the start was not seen, and they are among what failed.
std::vector<std::string> failed_before_capture(const TextReport& report) {
  std::array<std::uint64_t, kKindCount> counts{};
  for (const FailureGroup& group : report.triage.failures) {
    if (group.within_call) continue;
    counts[static_cast<std::size_t>(group.kind)] += group.count;
  }
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const KindTally& kind = report.tally.kinds[i];
    const std::uint64_t count = counts[i] - kind.failed - kind.not_answered;
    if (count == 0) continue;
    const auto name = static_cast<CallKind>(i);
    parts.push_back(fmt::format(
        "{} that began before the capture",
        count_of(count, noun_of(name, false), noun_of(name, true))));
  }
  return parts;
}

std::string worst_of(TextReport& report) {
  const FailureBlock& block = report.blocks.front();
  const FailureGroup& group = block.first();
  const Layout& layout = report.layout;
  const CallView example = report.reader.read(group.examples.front().call);
  if (const auto diagnosis = diagnosis_of(report, block, example)) {
    return layout.safe(diagnosis->summary);
  }
  const std::string what =
      group.code == 0 ? "no final response"
                      : reference_of(group.code, group.phrase, {}, false).title;
  return fmt::format("{} to {} {} {}.", layout.safe(what),
                     layout.safe(group.method),
                     group.code == 0 ? "sent to" : "from",
                     block.groups.size() == 1
                         ? layout.safe(group.said_by_address)
                         : fmt::format("{} servers", block.groups.size()));
}

std::string everything_seen(const OutcomeTally& tally) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const std::uint64_t total = tally.kinds[i].total;
    const auto name = static_cast<CallKind>(i);
    if (total == 0) continue;
    parts.push_back(count_of(total, noun_of(name, false), noun_of(name, true)));
  }
  return join_all(parts);
}

bool is_one(const OutcomeTally& tally) {
  std::uint64_t total = 0;
  for (const auto& kind : tally.kinds) total += kind.total;
  return total == 1;
}

// Of how many the capture does not have what decides them.
std::uint64_t undecided(const Triage& triage) {
  const auto count = [&triage](Outcome outcome) {
    return triage.outcomes[static_cast<std::size_t>(outcome)];
  };
  return count(Outcome::NoFinalResponse) + count(Outcome::StartNotSeen);
}

// What makes the capture itself less than the whole truth.
std::string doubts(const Coverage& coverage) {
  std::vector<std::string> parts;
  for (const FileCoverage& file : coverage.files) {
    if (file.damage.empty()) continue;
    parts.emplace_back("the capture file is damaged or cut short");
    break;
  }
  if (coverage.recorded_drops != 0) {
    parts.emplace_back("packets were lost while recording");
  }
  if (coverage.of(SkipReason::SnapLength) != 0) {
    parts.emplace_back("the snap length cut packets");
  }
  if (tells_limits(coverage)) {
    parts.emplace_back("a limit was reached, so that something is left out");
  }
  return join_all(parts);
}

// "2 of 14 calls were not answered (1 busy, 1 declined)", or after what failed,
// "2 calls were not answered (...)".
std::string not_answered(const OutcomeTally& tally, bool after_failed) {
  const KindTally& calls = tally.of(CallKind::Call);
  if (calls.not_answered == 0) return {};
  const bool follows = after_failed && calls.failed != 0;
  if (!follows && calls.total > 1 && calls.not_answered == calls.total) {
    return fmt::format("{} of {} calls was answered{}",
                       calls.total == 2 ? "neither" : "none",
                       with_separators(calls.total), ways_not_answered(calls));
  }
  return fmt::format(
      "{} {} not answered{}",
      follows ? count_of(calls.not_answered, "call", "calls")
              : share_of(calls.not_answered, calls, CallKind::Call),
      calls.not_answered == 1 ? "was" : "were", ways_not_answered(calls));
}

// `failed` may be empty where calls were not answered.
void write_failed(TextReport& report, const std::vector<std::string>& failed) {
  std::string text = join_all(failed);
  if (!text.empty()) text += " failed";
  if (const std::string unanswered =
          not_answered(report.tally, !failed.empty());
      !unanswered.empty()) {
    if (!text.empty()) text += "; ";
    text += unanswered;
  }
  if (is_alpha(text.front())) {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  if (report.blocks.empty()) {
    text += ".";
  } else {
    text += report.blocks.size() == 1 ? ": " : ". Worst: ";
    text += worst_of(report);
  }
  report.layout.paragraph(0, text, failed.empty() ? Style::Strong : Style::Bad);
}

std::uint64_t count_of_severity(const TextReport& report, Severity severity) {
  return static_cast<std::uint64_t>(std::ranges::count(
      report.triage.findings, severity, &FindingBrief::severity));
}

void write_not_failed(TextReport& report) {
  const std::string all = everything_seen(report.tally);
  const std::uint64_t open = undecided(report.triage);
  if (const std::uint64_t unsound = count_unsound(report.triage);
      unsound != 0) {
    report.layout.paragraph(
        0,
        fmt::format("No failure seen in {}, but {} not sound.", all,
                    is_one(report.tally)
                        ? std::string("it was")
                        : count_of(unsound, "of them was", "of them were")),
        Style::Caution);
    return;
  }
  if (open == 0) {
    const std::uint64_t errors = count_of_severity(report, Severity::Error);
    const std::uint64_t warnings = count_of_severity(report, Severity::Warning);
    report.layout.paragraph(
        0,
        fmt::format("Nothing failed: {}{}.", all,
                    errors != 0     ? fmt::format(", but {} found",
                                                  count_of(errors, "error was",
                                                           "errors were"))
                    : warnings == 0 ? ", without an error or a warning"
                                    : ""),
        errors == 0 ? Style::Good : Style::Caution);
    return;
  }
  report.layout.paragraph(
      0,
      fmt::format("No failure seen in {}; start or end of {} {} not in "
                  "this capture.",
                  all, with_separators(open), open == 1 ? "is" : "are"),
      Style::Strong);
}

// Of what failed, that which scanners sent; nothing where none did.
std::string sent_by_scanners(const Triage& triage) {
  const auto failed = [](Outcome outcome) { return is_failure(outcome); };
  const auto scanned = static_cast<std::uint64_t>(
      std::ranges::count_if(triage.findings, [&](const FindingBrief& finding) {
        return finding.rule->id == "scanner-user-agent" &&
               failed(triage.calls[finding.call.index()].outcome);
      }));
  if (scanned == 0) return {};
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < triage.outcomes.size(); ++i) {
    if (failed(static_cast<Outcome>(i))) all += triage.outcomes[i];
  }
  return fmt::format(
      "{} sent by programs that scan networks: to refuse those is right",
      scanned == all
          ? "all that failed was"
          : fmt::format("{} of the {} that failed {}", with_separators(scanned),
                        with_separators(all), scanned == 1 ? "was" : "were"));
}

}  // namespace

void write_verdict(TextReport& report) {
  Layout& layout = report.layout;
  std::vector<std::string> failed = failed_kinds(report.tally);
  if (std::string within = failed_within_calls(report.triage);
      !within.empty()) {
    failed.push_back(std::move(within));
  }
  std::ranges::move(failed_before_capture(report), std::back_inserter(failed));
  if (report.triage.message_count == 0) {
    layout.paragraph(0,
                     report.triage.coverage.sip_messages == 0
                         ? "No SIP in this capture."
                         : "There is SIP in this capture, but a limit let none "
                           "of it be analysed.",
                     Style::Bad);
  } else if (failed.empty() &&
             report.tally.of(CallKind::Call).not_answered == 0) {
    write_not_failed(report);
  } else {
    write_failed(report, failed);
  }
  if (const std::string text = sent_by_scanners(report.triage); !text.empty()) {
    layout.paragraph(0, fmt::format("Mind that {}.", text), Style::Caution);
  }
  if (const std::string text = doubts(report.triage.coverage); !text.empty()) {
    layout.paragraph(0, fmt::format("Mind that {}.", text), Style::Caution);
  }
}

}  // namespace siptriage::report
