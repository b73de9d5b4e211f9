// What the refusals of many calls show together: somebody who looks for users
// or passwords, floods, and storms of registrations.

#include "annotate/vain_requests.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/take_first.h"

namespace siptriage::detail {
namespace {

// Fewer may be a phone book that is out of date.
constexpr std::size_t kManyUsers = 20;
constexpr std::uint64_t kManyGuesses = 10;
constexpr std::uint64_t kFlood = 100;
constexpr double kFloodASecond = 10;
// Of those that came to something there is one for so many that did not.
constexpr std::uint64_t kFewMet = 20;

bool is_nearly_all_in_vain(const VainTally& tally) {
  return (tally.all - tally.in_vain()) * kFewMet <= tally.all;
}

bool tries_users(const VainTally& tally) {
  return tally.users.count() >= kManyUsers && tally.failed < tally.refused &&
         is_nearly_all_in_vain(tally);
}

bool is_flood(const VainTally& tally) {
  return tally.in_vain() >= kFlood && tally.a_second() >= kFloodASecond;
}

std::string count_of_users(const DistinctTexts& users) {
  return fmt::format("{}{} user{}",
                     users.count() == DistinctTexts::kMost ? "at least " : "",
                     users.count(), users.count() == 1 ? "" : "s");
}

// " within 12 s"; empty where the capture has no times.
std::string within(const VainTally& tally) {
  return tally.span() == Duration::zero() ? ""
                                          : " within " + to_human(tally.span());
}

Finding finding_of(std::string_view rule, const VainTally& tally,
                   std::string message) {
  Finding finding;
  finding.rule = &rule_entry(rule);
  finding.severity = finding.rule->severity;
  finding.certainty = Certainty::Likely;
  finding.message = std::move(message);
  finding.frames = tally.frames.frames();
  return finding;
}

void judge_sender(const VainRequests::Peer& sender, Findings& findings) {
  const VainTally& tally = sender.tally;
  const std::string who = to_string(sender.address);
  if (tally.guesses >= kManyGuesses && tally.in_vain() == tally.all) {
    findings.push_back(finding_of(
        "credentials-refused-often", tally,
        fmt::format("{} requests with credentials from {} were refused{}, and "
                    "none of its requests came to anything; they are about {}",
                    tally.guesses, who, within(tally),
                    count_of_users(tally.users))));
  }
  if (tries_users(tally)) {
    findings.push_back(finding_of(
        "many-users-tried", tally,
        fmt::format("{} asked for {}{}: {} of {} requests were refused", who,
                    count_of_users(tally.users), within(tally), tally.refused,
                    tally.all)));
  } else if (is_flood(tally) && is_nearly_all_in_vain(tally)) {
    findings.push_back(finding_of(
        "requests-in-vain-at-speed", tally,
        fmt::format("{} of {} requests from {} were refused or not answered"
                    "{}, some {:.0f} a second",
                    tally.in_vain(), tally.all, who, within(tally),
                    tally.a_second())));
  }
}

// What only fails is no attack: the registrar cannot.
void judge_registrar(const VainRequests::Peer& registrar, Findings& findings) {
  const VainTally& tally = registrar.tally;
  if (tally.users.count() < kManyUsers || tally.failed < kFlood ||
      tally.failed * 2 < tally.all || !is_flood(tally)) {
    return;
  }
  findings.push_back(finding_of(
      "register-storm", tally,
      fmt::format("{} of {} registrations at {} failed with 5xx or without an "
                  "answer{}, some {:.0f} a second, of {}",
                  tally.failed, tally.all, to_string(registrar.address),
                  within(tally), tally.a_second(),
                  count_of_users(tally.users))));
}

void judge(const CaptureFacts& facts, Findings& findings) {
  Findings told;
  for (const VainRequests::Peer& peer : facts.vain_requests.senders()) {
    judge_sender(peer, told);
  }
  for (const VainRequests::Peer& peer : facts.vain_requests.registrars()) {
    judge_registrar(peer, told);
  }
  take_first(std::move(told), facts.coverage.limits[LimitId::RuleFindings],
             findings);
}

constexpr auto kIds = ids("credentials-refused-often", "many-users-tried",
                          "requests-in-vain-at-speed", "register-storm");

}  // namespace

const RuleSet& vain_request_rules() {
  static constexpr CaptureRule kCaptures[] = {{judge, kIds}};
  static constexpr RuleSet kRules{.captures = kCaptures};
  return kRules;
}

}  // namespace siptriage::detail
