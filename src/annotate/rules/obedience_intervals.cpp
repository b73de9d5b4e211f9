// After 422 and 423: is the next attempt long enough?

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/sip/values.h"

#include "annotate/asked_interval.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

std::optional<sip::SessionTimerValue> min_se_of(const sip::Message& message) {
  return sip::parse_session_timer(message.value_of(HeaderId::MinSe));
}

bool names_min_se(const Sequel& sequel) {
  return min_se_of(sequel.response).has_value();
}

constexpr std::uint16_t kIntervalTooSmall = 422;

// The largest Min-SE that a 422 before this one told the same client.
std::uint32_t largest_min_se_before(const Sequel& sequel) {
  const Scene& scene = sequel.scene;
  std::uint32_t largest = 0;
  for (TransactionId id =
           scene.trace.call(sequel.answered.call).first_transaction;
       id.valid() && id != sequel.id; id = scene.transaction(id).next_in_call) {
    const Transaction& before = scene.transaction(id);
    if (before.final_status != kIntervalTooSmall ||
        before.client != sequel.answered.client ||
        before.in_dialog != sequel.answered.in_dialog) {
      continue;
    }
    const Reading response(scene, before.final_response);
    const auto named = response ? min_se_of(*response) : std::nullopt;
    if (named) largest = std::max(largest, named->seconds);
  }
  return largest;
}

// RFC 4028 7.4: the largest Min-SE of all 422 responses goes into every further
// request of the call.
void judge_min_se(const Sequel& sequel, SequelJudge& judge,
                  std::uint32_t minimum) {
  const std::uint32_t before = largest_min_se_before(sequel);
  const std::string_view whose =
      before > minimum ? "an earlier 422" : "the 422";
  minimum = std::max(minimum, before);
  const auto given = min_se_of(*sequel.retry);
  if (given && given->seconds >= minimum) return;
  judge.remark(
      "422-retry-without-min-se", HeaderId::MinSe, HeaderId::MinSe,
      given ? fmt::format("{} carries Min-SE: {}, less than the {} s of {}",
                          next_request(sequel), given->seconds, minimum, whose)
            : fmt::format("{} carries no Min-SE with the {} s of {}",
                          next_request(sequel), minimum, whose));
}

void judge_session_interval(const Sequel& sequel, SequelJudge& judge) {
  const std::uint32_t minimum = min_se_of(sequel.response)->seconds;
  const auto asked = sip::parse_session_timer(
      sequel.retry->value_of(HeaderId::SessionExpires));
  if (!asked) {
    judge.obeyed(fmt::format("{} asks for no session interval of its own",
                             next_request(sequel)));
    return;
  }
  if (asked->seconds < minimum) {
    judge.ignored("422-retry-below-min-se", HeaderId::MinSe,
                  HeaderId::SessionExpires,
                  fmt::format("{} asks for {} s, less than the {} s of Min-SE",
                              next_request(sequel), asked->seconds, minimum));
    return;
  }
  judge.obeyed(fmt::format("{} asks for {} s; Min-SE was {} s",
                           next_request(sequel), asked->seconds, minimum));
  judge_min_se(sequel, judge, minimum);
}

std::optional<std::uint32_t> min_expires_of(const sip::Message& message) {
  return sip::parse_delta_seconds(message.value_of(HeaderId::MinExpires));
}

bool names_min_expires(const Sequel& sequel) {
  return min_expires_of(sequel.response).has_value();
}

void judge_expires(const Sequel& sequel, SequelJudge& judge) {
  const std::uint32_t minimum = *min_expires_of(sequel.response);
  const auto asked = shortest_interval(*sequel.retry);
  if (!asked) {
    judge.obeyed(fmt::format("{} leaves the interval to the server",
                             next_request(sequel)));
    return;
  }
  if (*asked >= minimum) {
    judge.obeyed(fmt::format("{} asks for {} s; Min-Expires was {} s",
                             next_request(sequel), *asked, minimum));
    return;
  }
  judge.ignored(
      "423-retry-below-min-expires", HeaderId::MinExpires, HeaderId::Expires,
      fmt::format("{} asks for {} s, less than the {} s of Min-Expires",
                  next_request(sequel), *asked, minimum));
}

constexpr auto kSession =
    ids("422-retry-below-min-se", "422-retry-without-min-se");
constexpr auto kExpires = ids("423-retry-below-min-expires");
constexpr auto k422 = codes(422);
constexpr auto k423 = codes(423);

}  // namespace

const RuleSet& interval_sequel_rules() {
  static constexpr SequelRule kSequels[] = {
      {names_min_se, judge_session_interval, kSession, k422},
      {names_min_expires, judge_expires, kExpires, k423},
  };
  static constexpr RuleSet kRules{.sequels = kSequels};
  return kRules;
}

}  // namespace siptriage::detail
