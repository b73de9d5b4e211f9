// Duties that stand on their own: Contact of redirects and answers, Expires of
// subscriptions, Retry-After.

#include <chrono>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "siptriage/sip/values.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// "120 s (maintenance), then available for 600 s".
std::string describe(const sip::RetryAfterValue& value) {
  std::string text = fmt::format("wait {} s", value.delay_seconds);
  if (!value.comment.empty()) text += fmt::format(" ({})", value.comment);
  if (value.duration_seconds) {
    text += fmt::format(", then available for {} s", *value.duration_seconds);
  }
  return text;
}

// "2026-03-07T02:02:12Z": Retry-After is in seconds.
std::string to_the_second(Timestamp time) {
  constexpr std::size_t kDateAndTime = sizeof("2026-03-07T02:02:12") - 1;
  return to_iso8601(time).substr(0, kDateAndTime) + "Z";
}

void judge_missing_retry_after(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.final_status == 503) {
    judge.fail("503-without-retry-after", HeaderId::RetryAfter, DutyLevel::May,
               Verdict::Missing, not_present("Retry-After"));
  } else if (exchange.transaction.final_status == 413) {
    judge.note("413-without-retry-after", HeaderId::RetryAfter,
               DutyLevel::Should, Verdict::Missing,
               not_present("Retry-After") +
                   "; expected only if the condition will pass");
  }
}

void check_redirect_contact(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::Contact)) {
    judge.fail("redirect-without-contact", HeaderId::Contact, DutyLevel::Should,
               Verdict::Missing, not_present("Contact"));
    return;
  }
  const auto contacts = list_of(exchange.response, HeaderId::Contact);
  if (std::ranges::all_of(contacts,
                          [](std::string_view each) { return each == "*"; })) {
    judge.fail("redirect-without-contact", HeaderId::Contact, DutyLevel::Should,
               Verdict::Malformed,
               "Contact names no address (\"*\" is for REGISTER alone)");
    return;
  }
  judge.pass("redirect-without-contact", HeaderId::Contact, DutyLevel::Should,
             fmt::format("go to {}", join(contacts)));
}

void check_retry_after(const Exchange& exchange, Judge& judge) {
  const sip::HeaderField* field = exchange.response.find(HeaderId::RetryAfter);
  if (field == nullptr) return judge_missing_retry_after(exchange, judge);
  const std::optional<sip::RetryAfterValue> value =
      sip::parse_retry_after(field->value);
  if (!value) {
    judge.fail("retry-after-unparsable", HeaderId::RetryAfter, DutyLevel::May,
               Verdict::Malformed,
               fmt::format("Retry-After is \"{}\", no number of seconds",
                           field->value.substr(0, kMaxEvidenceOctets)));
    return;
  }
  Annotation& annotation = judge.annotation();
  annotation.retry_after_seconds = value->delay_seconds;
  annotation.try_again_at = exchange.response_record.timestamp +
                            std::chrono::seconds(value->delay_seconds);
  judge.pass("retry-after-unparsable", HeaderId::RetryAfter, DutyLevel::May,
             value->delay_seconds == 0
                 ? std::string("the client may try again at once")
                 : fmt::format("{}: try again at {}", describe(*value),
                               to_the_second(*annotation.try_again_at)));
}

void check_invite_contact(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Invite) return;
  if (!exchange.response.has(HeaderId::Contact)) {
    judge.fail("invite-2xx-without-contact", HeaderId::Contact, DutyLevel::Must,
               Verdict::Missing, not_present("Contact"));
  }
}

void check_subscribe_expires(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Subscribe) return;
  if (!exchange.response.has(HeaderId::Expires)) {
    judge.fail("subscribe-2xx-without-expires", HeaderId::Expires,
               DutyLevel::Must, Verdict::Missing, not_present("Expires"));
  }
}

constexpr auto kRedirect = ids("redirect-without-contact");
constexpr auto kRetryAfter =
    ids("retry-after-unparsable", "503-without-retry-after",
        "413-without-retry-after");
constexpr auto kInviteContact = ids("invite-2xx-without-contact");
constexpr auto kSubscribeExpires = ids("subscribe-2xx-without-expires");

constexpr auto kRedirects = codes(300, 301, 302, 305);
constexpr auto kAnswers = codes(200, 202);

}  // namespace

const RuleSet& response_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_redirect_contact, kRedirect, kRedirects},
      {check_retry_after, kRetryAfter, {}},
      {check_invite_contact, kInviteContact, kAnswers},
      {check_subscribe_expires, kSubscribeExpires, kAnswers},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
