// 422 and 423: is the minimum named, and is it above what was asked for?

#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "siptriage/sip/values.h"

#include "annotate/asked_interval.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

// RFC 3261 10.3 item 7, RFC 6665 4.2.1.1; not for PUBLISH (RFC 3903 6).
constexpr std::uint32_t kNeverTooBriefSeconds = 3600;

using sip::HeaderId;

// RFC 4028 5: Min-SE is never less than this.
constexpr std::uint32_t kLeastMinSeSeconds = 90;

void compare_with_session_expires(const Exchange& exchange, Judge& judge,
                                  std::uint32_t minimum) {
  if (exchange.request == nullptr) {
    judge.pass("422-without-min-se", HeaderId::MinSe, DutyLevel::Must,
               fmt::format("Min-SE is {} s; the request is not in the capture",
                           minimum));
    return;
  }
  if (!exchange.request->has(HeaderId::SessionExpires)) {
    judge.fail_likely(
        "422-without-session-expires", HeaderId::MinSe, DutyLevel::Must,
        Verdict::Contradicts,
        fmt::format("Min-SE is {} s, but the request seen here carries "
                    "no Session-Expires",
                    minimum));
    return;
  }
  const std::optional<sip::SessionTimerValue> asked = sip::parse_session_timer(
      exchange.request->value_of(HeaderId::SessionExpires));
  if (!asked) {
    judge.pass("422-without-min-se", HeaderId::MinSe, DutyLevel::Must,
               fmt::format("Min-SE is {} s; Session-Expires of the request "
                           "cannot be read",
                           minimum));
    return;
  }
  if (minimum <= asked->seconds) {
    judge.fail_likely(
        "422-min-se-not-above-session-expires", HeaderId::MinSe,
        DutyLevel::Must, Verdict::Contradicts,
        fmt::format("Min-SE is {} s, but the request asked for {} s, "
                    "which is not less",
                    minimum, asked->seconds));
    return;
  }
  judge.pass("422-without-min-se", HeaderId::MinSe, DutyLevel::Must,
             fmt::format("Min-SE is {} s; the request asked for {} s", minimum,
                         asked->seconds));
}

void check_min_se(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::MinSe)) {
    judge.fail("422-without-min-se", HeaderId::MinSe, DutyLevel::Must,
               Verdict::Missing, not_present("Min-SE"));
    return;
  }
  const std::optional<sip::SessionTimerValue> minimum =
      sip::parse_session_timer(exchange.response.value_of(HeaderId::MinSe));
  if (!minimum) {
    judge.fail("422-without-min-se", HeaderId::MinSe, DutyLevel::Must,
               Verdict::Malformed, "Min-SE is no number of seconds");
    return;
  }
  if (minimum->seconds < kLeastMinSeSeconds) {
    judge.fail("422-min-se-below-90", HeaderId::MinSe, DutyLevel::Must,
               Verdict::Malformed,
               fmt::format("Min-SE is {} s, less than the {} s allowed",
                           minimum->seconds, kLeastMinSeSeconds));
  }
  compare_with_session_expires(exchange, judge, minimum->seconds);
}

void check_min_expires(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::MinExpires)) {
    judge.fail("423-without-min-expires", HeaderId::MinExpires, DutyLevel::Must,
               Verdict::Missing, not_present("Min-Expires"));
    return;
  }
  const std::optional<std::uint32_t> minimum = sip::parse_delta_seconds(
      exchange.response.value_of(HeaderId::MinExpires));
  if (!minimum) {
    judge.fail("423-without-min-expires", HeaderId::MinExpires, DutyLevel::Must,
               Verdict::Malformed, "Min-Expires is no number of seconds");
    return;
  }
  const std::optional<std::uint32_t> asked =
      exchange.request == nullptr ? std::nullopt
                                  : shortest_interval(*exchange.request);
  if (asked && *minimum <= *asked) {
    judge.fail_likely(
        "423-min-expires-not-above-requested", HeaderId::MinExpires,
        DutyLevel::Must, Verdict::Contradicts,
        fmt::format("Min-Expires is {} s, but the request asked for "
                    "{} s, which is not less",
                    *minimum, *asked));
    return;
  }
  if (asked && *asked >= kNeverTooBriefSeconds &&
      exchange.transaction.method != sip::Method::Publish) {
    judge.fail("423-to-an-hour-or-more", HeaderId::MinExpires, DutyLevel::Must,
               Verdict::Contradicts,
               fmt::format("{} s were asked for, and only what is less than an "
                           "hour may be refused as too brief",
                           *asked));
    return;
  }
  judge.pass("423-without-min-expires", HeaderId::MinExpires, DutyLevel::Must,
             asked ? fmt::format("Min-Expires is {} s; the request asked for "
                                 "{} s",
                                 *minimum, *asked)
                   : fmt::format("Min-Expires is {} s", *minimum));
}

constexpr auto kMinSe =
    ids("422-without-min-se", "422-min-se-not-above-session-expires",
        "422-min-se-below-90", "422-without-session-expires");
constexpr auto kMinExpires =
    ids("423-without-min-expires", "423-min-expires-not-above-requested",
        "423-to-an-hour-or-more");

constexpr auto k422 = codes(422);
constexpr auto k423 = codes(423);

}  // namespace

const RuleSet& interval_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_min_se, kMinSe, k422},
      {check_min_expires, kMinExpires, k423},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
