// After Retry-After and 491: did the client wait?

#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/tolerances.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using std::chrono::milliseconds;
using std::chrono::seconds;

// RFC 3261 14.1: the owner of the Call-ID waits for 2.1 to 4 s.
constexpr Duration kOwnerWaits = milliseconds(2100);
constexpr std::uint16_t kUnavailable = 503;

bool names_a_time(const Sequel& sequel) {
  return sequel.annotation.retry_after_seconds.has_value() &&
         *sequel.annotation.retry_after_seconds != 0;
}

void judge_retry_after(const Sequel& sequel, SequelJudge& judge) {
  const std::uint32_t asked = *sequel.annotation.retry_after_seconds;
  if (sequel.next->server != sequel.answered.server) {
    judge.obeyed(fmt::format("{} went to another server, {}",
                             next_request(sequel),
                             to_string(sequel.next->server)));
    return;
  }
  const std::string facts =
      fmt::format("{} came after {}; Retry-After was {} s",
                  next_request(sequel), seconds_text(sequel.waited), asked);
  if (sequel.waited + kWaitTolerance >= seconds(asked)) {
    judge.obeyed(facts);
    return;
  }
  judge.ignored(sequel.answered.final_status == kUnavailable
                    ? "503-retry-too-early"
                    : "retry-before-retry-after",
                HeaderId::RetryAfter, HeaderId::CSeq, facts);
}

bool is_glare(const Sequel& sequel) { return sequel.answered.in_dialog; }

// Whether the client made the Call-ID: it sent the request that began the call.
bool owns_call_id(const Sequel& sequel) {
  const Trace& trace = sequel.scene.trace;
  const Call& call = trace.call(sequel.answered.call);
  const Transaction& first = trace.transaction(call.first_transaction);
  return first.request.valid() && !first.in_dialog &&
         equals_ignore_case(trace.message(first.request).from_tag,
                            trace.message(sequel.answered.request).from_tag);
}

void judge_back_off(const Sequel& sequel, SequelJudge& judge) {
  const bool owner = owns_call_id(sequel);
  if (owner && sequel.waited < kOwnerWaits) {
    judge.ignored(
        "491-retry-too-early", HeaderId::CallId, HeaderId::CSeq,
        fmt::format("{} came after {}, although the side that made "
                    "the Call-ID waits for 2.1 s at least",
                    next_request(sequel), seconds_text(sequel.waited)));
    return;
  }
  judge.obeyed(fmt::format("{} came after {}", next_request(sequel),
                           seconds_text(sequel.waited)));
}

constexpr auto kRetryAfter =
    ids("503-retry-too-early", "retry-before-retry-after");
constexpr auto kBackOff = ids("491-retry-too-early");
// RFC 3261 20.33.
constexpr auto kWithRetryAfter = codes(404, 413, 480, 486, 500, 503, 600, 603);
constexpr auto k491 = codes(491);

}  // namespace

const RuleSet& delay_sequel_rules() {
  static constexpr SequelRule kSequels[] = {
      {names_a_time, judge_retry_after, kRetryAfter, kWithRetryAfter},
      {is_glare, judge_back_off, kBackOff, k491},
  };
  static constexpr RuleSet kRules{.sequels = kSequels};
  return kRules;
}

}  // namespace siptriage::detail
