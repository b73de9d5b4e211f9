// After refusals that want something in the request to be other than it was:
// is it, in the next attempt?

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"

#include "annotate/leg_user.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// What a code wants to be other than it was: whether the next attempt has it
// so, and the words for both.
struct Change {
  std::uint16_t code;
  std::string_view rule;
  HeaderId header;  // of the request, that it is about; Unknown: another part
  bool (*is_made)(const Sequel& sequel);
  std::string_view made;
  std::string_view missing;
};

bool has_other_target(const Sequel& sequel) {
  return sequel.retry->request_uri != sequel.request.request_uri;
}

// 413 (RFC 3261 8.1.3.5).
bool is_smaller(const Sequel& sequel) {
  return sequel.retry->body.size() < sequel.request.body.size() ||
         sequel.annotation.retry_after_seconds.has_value();
}

// 416 (RFC 3261 8.1.3.5).
bool has_sip_uri(const Sequel& sequel) {
  const auto uri = sip::parse_uri(sequel.retry->request_uri);
  const auto was = sip::parse_uri(sequel.request.request_uri);
  if (!uri || !was) return true;
  return sip::has_scheme(*uri, "sip") ||
         !equals_ignore_case(uri->scheme, was->scheme);
}

// 484 (RFC 3261 21.4.22): overlap dialling sends longer and longer numbers.
bool has_more_digits(const Sequel& sequel) {
  return user_of(sequel.retry->request_uri).size() >
         user_of(sequel.request.request_uri).size();
}

bool has_identity(const Sequel& sequel) {
  return sequel.retry->has(HeaderId::Identity) &&
         sequel.retry->value_of(HeaderId::Identity) !=
             sequel.request.value_of(HeaderId::Identity);
}

// 429 (RFC 3892 2.1).
bool has_other_referrer(const Sequel& sequel) {
  return sequel.retry->has(HeaderId::ReferredBy) &&
         sequel.retry->value_of(HeaderId::ReferredBy) !=
             sequel.request.value_of(HeaderId::ReferredBy);
}

// 433 (RFC 5079 4): From, Privacy and identity are what told of anonymity.
bool shows_identity(const Sequel& sequel) {
  const auto uri_of_from = [](const sip::Message& message) {
    const auto from = sip::parse_name_addr(message.value_of(HeaderId::From));
    return from ? from->uri : std::string_view();
  };
  return uri_of_from(*sequel.retry) != uri_of_from(sequel.request) ||
         sequel.retry->value_of(HeaderId::Privacy) !=
             sequel.request.value_of(HeaderId::Privacy);
}

// 439 (RFC 5626 4.2.1): without outbound, or through another proxy.
bool leaves_outbound(const Sequel& sequel) {
  if (sequel.next->server != sequel.answered.server) return true;
  const auto address =
      sip::parse_name_addr(sequel.retry->value_of(HeaderId::Contact));
  return !address ||
         !sip::find_parameter(address->parameters, "reg-id").has_value();
}

// 417 (RFC 4412 4.7.1).
bool has_other_priority(const Sequel& sequel) {
  return list_of(*sequel.retry, HeaderId::ResourcePriority) !=
         list_of(sequel.request, HeaderId::ResourcePriority);
}

// 412 (RFC 3903 5): a new publication, without the entity-tag.
bool leaves_entity_tag(const Sequel& sequel) {
  return sequel.retry->value_of(HeaderId::SipIfMatch) !=
         sequel.request.value_of(HeaderId::SipIfMatch);
}
// 469 (RFC 6086 4.2.1).
bool has_wanted_package(const Sequel& sequel) {
  const auto package = bare_list_of(*sequel.retry, HeaderId::InfoPackage);
  if (package.empty()) return true;
  return contains_ignore_case(bare_list_of(sequel.response, HeaderId::RecvInfo),
                              package.front());
}

std::string_view event_of(const sip::Message& message) {
  const std::string_view value = message.value_of(HeaderId::Event);
  return trim(value.substr(0, value.find(';')));
}
bool has_other_event(const Sequel& sequel) {
  return event_of(*sequel.retry) != event_of(sequel.request);
}

// 494 (RFC 3329 2.3.1).
bool verifies_agreement(const Sequel& sequel) {
  return sequel.retry->has(HeaderId::SecurityVerify) ||
         sequel.next->server != sequel.answered.server;
}

// Media, transport and formats; who, where and when do not matter.
bool same_offer(const sip::Sdp& one, const sip::Sdp& other) {
  return std::ranges::equal(
      one.media, other.media, [](const auto& a, const auto& b) {
        return a.type == b.type && a.protocol == b.protocol &&
               (a.port == 0) == (b.port == 0) &&
               std::ranges::equal(a.formats, b.formats,
                                  [](const auto& x, const auto& y) {
                                    return x.payload_type == y.payload_type &&
                                           x.encoding == y.encoding;
                                  });
      });
}

std::optional<sip::Sdp> sdp_of(const sip::Message& message) {
  return sip::parse_sdp(
      sip::find_sdp(message.value_of(HeaderId::ContentType), message.body));
}

// 488 and 606 (RFC 3261 21.4.26, 21.6.4).
bool has_other_offer(const Sequel& sequel) {
  const auto now = sdp_of(*sequel.retry);
  const auto was = sdp_of(sequel.request);
  return !now || !was || !same_offer(*now, *was);
}

// Without an offer there is nothing to change; of a NOTIFY, for instance.
bool has_what_to_change(const Sequel& sequel) {
  const std::uint16_t status = sequel.answered.final_status;
  return (status != 488 && status != 606) || sdp_of(sequel.request);
}

constexpr Change kChanges[] = {
    {380, "retry-unchanged", HeaderId::Unknown, has_other_target,
     "has another Request-URI", "has the same Request-URI"},
    {412, "412-retry-same-entity-tag", HeaderId::SipIfMatch, leaves_entity_tag,
     "leaves the refused entity-tag out",
     "names the refused entity-tag in SIP-If-Match again"},
    {413, "413-retry-not-smaller", HeaderId::ContentLength, is_smaller,
     "has a smaller body or was told to wait", "has no smaller body"},
    {416, "416-retry-same-scheme", HeaderId::Unknown, has_sip_uri,
     "has a Request-URI of another scheme",
     "has a Request-URI of the refused scheme again"},
    {417, "retry-unchanged", HeaderId::ResourcePriority, has_other_priority,
     "has another Resource-Priority", "has the same Resource-Priority"},
    {428, "retry-unchanged", HeaderId::Identity, has_identity,
     "carries an Identity", "carries no new Identity"},
    {429, "retry-unchanged", HeaderId::ReferredBy, has_other_referrer,
     "has another Referred-By", "has no other Referred-By"},
    {433, "retry-unchanged", HeaderId::Privacy, shows_identity,
     "has another From or Privacy", "is as anonymous as before"},
    {439, "retry-unchanged", HeaderId::Contact, leaves_outbound,
     "does without outbound or goes another way",
     "asks the same first hop for outbound again (reg-id)"},
    {440, "retry-unchanged", HeaderId::MaxBreadth, has_other_target,
     "has another Request-URI", "has the same Request-URI"},
    {469, "469-retry-same-package", HeaderId::InfoPackage, has_wanted_package,
     "has an info package that Recv-Info lists",
     "has an info package that Recv-Info does not list"},
    {484, "484-retry-not-longer", HeaderId::Unknown, has_more_digits,
     "has more digits", "has no more digits than before"},
    {488, "retry-unchanged", HeaderId::Unknown, has_other_offer,
     "makes another offer, or none", "offers the same media and formats"},
    {489, "489-retry-same-event", HeaderId::Event, has_other_event,
     "has another event package", "asks for the same event package"},
    {494, "494-retry-without-security-verify", HeaderId::SecurityVerify,
     verifies_agreement, "carries Security-Verify",
     "carries no Security-Verify"},
    {606, "retry-unchanged", HeaderId::Unknown, has_other_offer,
     "makes another offer, or none", "offers the same media and formats"},
};

void judge_change(const Sequel& sequel, SequelJudge& judge) {
  const auto change =
      std::ranges::find(kChanges, sequel.answered.final_status, &Change::code);
  if (change->is_made(sequel)) {
    judge.obeyed(fmt::format("{} {}", next_request(sequel), change->made));
    return;
  }
  // What was taken the second time needed no change after all.
  if (sequel.next->final_status / 100 == 2) {
    judge.undecided(fmt::format("{} {}, and was accepted", next_request(sequel),
                                change->missing));
    return;
  }
  judge.ignored(change->rule, HeaderId::Warning, change->header,
                fmt::format("{}, {} later, {}", next_request(sequel),
                            seconds_text(sequel.waited), change->missing));
}

// 403 (RFC 3261 21.4.4): the request SHOULD NOT be repeated.
bool is_lasting(const Sequel& sequel) {
  return sequel.annotation.retry_after_seconds == std::nullopt;
}

void judge_repeat(const Sequel& sequel, SequelJudge& judge) {
  if (has_other_target(sequel) ||
      sequel.next->server != sequel.answered.server) {
    judge.obeyed(fmt::format("{} goes elsewhere", next_request(sequel)));
    return;
  }
  if (sequel.next->final_status != sequel.answered.final_status) {
    judge.undecided(fmt::format("{} came after {}", next_request(sequel),
                                seconds_text(sequel.waited)));
    return;
  }
  judge.ignored("403-request-repeated", HeaderId::Warning, HeaderId::CSeq,
                fmt::format("{}, {} later, asks {} for the same and is "
                            "refused again",
                            next_request(sequel), seconds_text(sequel.waited),
                            to_string(sequel.next->server)));
}

constexpr auto kChange = ids(
    "retry-unchanged", "412-retry-same-entity-tag", "413-retry-not-smaller",
    "416-retry-same-scheme", "469-retry-same-package", "484-retry-not-longer",
    "489-retry-same-event", "494-retry-without-security-verify");
constexpr auto kRepeat = ids("403-request-repeated");
constexpr auto kWithChange = codes(380, 412, 413, 416, 417, 428, 429, 433, 439,
                                   440, 469, 484, 488, 489, 494, 606);
constexpr auto k403 = codes(403);

}  // namespace

const RuleSet& change_sequel_rules() {
  static constexpr SequelRule kSequels[] = {
      {has_what_to_change, judge_change, kChange, kWithChange},
      {is_lasting, judge_repeat, kRepeat, k403},
  };
  static constexpr RuleSet kRules{.sequels = kSequels};
  return kRules;
}

}  // namespace siptriage::detail
