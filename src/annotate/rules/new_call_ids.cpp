// What was tried again in a new Call-ID, where the call itself shows no further
// attempt.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "annotate/call_retries.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/take_first.h"
#include "annotate/rules/tolerances.h"

namespace siptriage::detail {
namespace {

Finding finding_of(std::string_view rule, const CallRetry& retry,
                   std::string message) {
  Finding finding;
  finding.rule = &rule_entry(rule);
  finding.severity = finding.rule->severity;
  finding.certainty = Certainty::Likely;
  finding.message = std::move(message);
  finding.call = retry.call;
  finding.frames = {retry.response_frame, retry.retry_frame};
  return finding;
}

// "401 to REGISTER: 200 ms later 192.0.2.10 asked for the same in a new
// Call-ID".
std::string next_of(const CallRetry& retry) {
  return fmt::format(
      "{} to {}: {} later {} asked for the same in a new Call-ID", retry.status,
      sip::to_string(retry.method), seconds_text(retry.waited),
      to_string(retry.client.address));
}

void judge_wait(const CallRetry& retry, Findings& told) {
  if (retry.retry_after == 0 || !retry.retry_to_same_server ||
      retry.waited + kWaitTolerance >=
          std::chrono::seconds(retry.retry_after)) {
    return;
  }
  told.push_back(
      finding_of("503-new-call-too-early", retry,
                 fmt::format("{}, of the same server, {}; Retry-After was {} s",
                             next_of(retry), to_string(retry.server.address),
                             retry.retry_after)));
}

// What was refused alike may be no answer to the first response at all.
void judge_retry(const CallRetry& retry, Findings& told) {
  if (retry.retry_status == 0 || retry.retry_status == retry.status) return;
  told.push_back(finding_of("retry-in-new-call-id", retry,
                            fmt::format("{}, which ended with {}",
                                        next_of(retry), retry.retry_status)));
}

std::string_view reason_of(NotifierEnd end) {
  static constexpr std::string_view kReasons[] = {"", "probation", "giveup",
                                                  "rejected", "noresource"};
  return kReasons[static_cast<std::size_t>(end)];
}

// RFC 6665 4.1.3: after rejected and noresource not at all, else not before
// retry-after.
void judge_subscription(const CallRetry& retry, Findings& told) {
  const bool for_good = retry.notifier_end == NotifierEnd::Rejected ||
                        retry.notifier_end == NotifierEnd::NoResource;
  if (!for_good && retry.waited + kWaitTolerance >=
                       std::chrono::seconds(retry.retry_after)) {
    return;
  }
  told.push_back(finding_of(
      "subscribed-again-too-early", retry,
      fmt::format(
          "NOTIFY ended the subscription with the reason {}{}: {} later {} "
          "asked for the same in a new Call-ID",
          reason_of(retry.notifier_end),
          for_good ? std::string()
                   : fmt::format(", to be tried again after {} s",
                                 retry.retry_after),
          seconds_text(retry.waited), to_string(retry.client.address))));
}

void judge(const CaptureFacts& facts, Findings& findings) {
  constexpr std::uint16_t kUnavailable = 503;
  Findings told;
  for (const CallRetry& retry : facts.call_retries) {
    if (retry.notifier_end != NotifierEnd::None) {
      judge_subscription(retry, told);
    } else if (retry.status == kUnavailable) {
      judge_wait(retry, told);
    } else {
      judge_retry(retry, told);
    }
  }
  take_first(std::move(told), facts.coverage.limits[LimitId::RuleFindings],
             findings);
}

constexpr auto kIds = ids("retry-in-new-call-id", "503-new-call-too-early",
                          "subscribed-again-too-early");

}  // namespace

const RuleSet& new_call_id_rules() {
  static constexpr CaptureRule kCaptures[] = {{judge, kIds}};
  static constexpr RuleSet kRules{.captures = kCaptures};
  return kRules;
}

}  // namespace siptriage::detail
