// What a 2xx has to carry, by what it answers: bindings of a REGISTER, entity
// tag of a PUBLISH, session timer, route set and session description of an
// INVITE.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/annotate/bindings.h"
#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

#include "annotate/dialog_contact.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/session_description.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// RFC 4028 5.
constexpr std::uint32_t kLeastSessionSeconds = 90;

// --- REGISTER and PUBLISH ----------------------------------------------------

struct Contacts {
  std::size_t count = 0;
  std::size_t without_expires = 0;
  std::size_t kept = 0;  // not asked to be removed
};

Contacts contacts_of(const sip::Message& message) {
  Contacts contacts;
  BindingReader reader(message);
  for (Binding binding; reader.next(binding);) {
    ++contacts.count;
    if (!binding.has_expires) ++contacts.without_expires;
    if (binding.seconds != 0U) ++contacts.kept;
  }
  return contacts;
}

void check_bindings(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Register) return;
  if (exchange.request == nullptr || contacts_of(*exchange.request).kept == 0) {
    return;
  }
  const Contacts listed = contacts_of(exchange.response);
  if (!exchange.response.has(HeaderId::Contact)) {
    judge.fail(
        "register-2xx-without-contact", HeaderId::Contact, DutyLevel::Must,
        Verdict::Missing,
        not_present("Contact") + ", although the request registers an address");
    return;
  }
  if (listed.without_expires == 0) return;
  const std::string detail = fmt::format(
      "{} of {} Contact value{} without expires parameter",
      listed.without_expires, listed.count, listed.count == 1 ? "" : "s");
  const std::string_view expires =
      exchange.response.value_of(HeaderId::Expires);
  if (expires.empty()) {
    judge.fail("register-2xx-without-expires", HeaderId::Contact,
               DutyLevel::Must, Verdict::Missing,
               detail + ", and no Expires either");
  } else {
    judge.note("register-2xx-without-expires", HeaderId::Contact,
               DutyLevel::Must, Verdict::Missing,
               fmt::format("{}; Expires says {}", detail, expires));
  }
}

// RFC 3327 5.3: what the registrar stores, it copies.
void check_path(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Register ||
      exchange.request == nullptr || !exchange.request->has(HeaderId::Path) ||
      exchange.response.has(HeaderId::Path) ||
      contacts_of(*exchange.request).kept == 0) {
    return;
  }
  judge.fail("register-2xx-without-path", HeaderId::Path, DutyLevel::Should,
             Verdict::Missing,
             not_present("Path") + ", although the request has it");
}

void check_publication(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Publish) return;
  if (!exchange.response.has(HeaderId::SipETag)) {
    judge.fail("publish-2xx-without-etag", HeaderId::SipETag, DutyLevel::Must,
               Verdict::Missing, not_present("SIP-ETag"));
  }
  if (!exchange.response.has(HeaderId::Expires)) {
    judge.fail("publish-2xx-without-expires", HeaderId::Expires,
               DutyLevel::Must, Verdict::Missing, not_present("Expires"));
  }
}

// --- Session timer (RFC 4028 9) ----------------------------------------------

bool supports(const sip::Message& message, std::string_view tag) {
  return lists(message, HeaderId::Supported, tag) ||
         lists(message, HeaderId::Require, tag);
}

void check_refresher(const Exchange& exchange, Judge& judge,
                     const sip::SessionTimerValue& granted,
                     const std::optional<sip::SessionTimerValue>& asked) {
  if (granted.refresher.empty()) {
    judge.fail("session-timer-without-refresher", HeaderId::SessionExpires,
               DutyLevel::Must, Verdict::Malformed,
               fmt::format("Session-Expires is {} s and does not say which "
                           "side refreshes",
                           granted.seconds));
    return;
  }
  if (asked && !asked->refresher.empty() &&
      !equals_ignore_case(asked->refresher, granted.refresher)) {
    judge.fail("session-timer-refresher-changed", HeaderId::SessionExpires,
               DutyLevel::Must, Verdict::Contradicts,
               fmt::format("refresher is {}, but the request chose {}",
                           granted.refresher, asked->refresher));
  }
  if (equals_ignore_case(granted.refresher, "uac") &&
      !lists(exchange.response, HeaderId::Require, "timer")) {
    judge.fail("session-timer-without-require", HeaderId::Require,
               DutyLevel::Must, Verdict::Missing,
               "refresher is uac, and no Require with timer is present at "
               "this capture point");
  }
}

void check_interval(const Exchange& exchange, Judge& judge,
                    const sip::SessionTimerValue& granted,
                    const std::optional<sip::SessionTimerValue>& asked) {
  std::uint32_t least = kLeastSessionSeconds;
  if (const auto minimum = sip::parse_session_timer(
          exchange.request->value_of(HeaderId::MinSe))) {
    least = std::max(least, minimum->seconds);
  }
  std::string detail;
  if (asked && granted.seconds > asked->seconds) {
    detail = fmt::format(
        "Session-Expires is {} s, but the request asked for "
        "{} s",
        granted.seconds, asked->seconds);
  } else if (granted.seconds < least &&
             !(asked && granted.seconds == asked->seconds)) {
    detail = fmt::format(
        "Session-Expires is {} s, less than the {} s that the "
        "request allows",
        granted.seconds, least);
  }
  if (detail.empty()) return;
  judge.fail("session-interval-not-allowed", HeaderId::SessionExpires,
             DutyLevel::Must, Verdict::Contradicts, std::move(detail));
}

// RFC 4028 7.2: with Require: timer, Session-Expires is always there.
void check_requirement(const Exchange& exchange, Judge& judge) {
  if (!contains_ignore_case(list_of(exchange.response, HeaderId::Require),
                            "timer")) {
    return;
  }
  judge.fail("session-timer-required-not-settled", HeaderId::SessionExpires,
             DutyLevel::Must, Verdict::Missing,
             not_present("Session-Expires") + ", although Require lists timer");
}

void check_session_timer(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Invite &&
      exchange.transaction.method != sip::Method::Update) {
    return;
  }
  const sip::HeaderField* field =
      exchange.response.find(HeaderId::SessionExpires);
  if (field == nullptr) return check_requirement(exchange, judge);
  if (exchange.request == nullptr) return;
  const auto granted = sip::parse_session_timer(field->value);
  if (!granted) return;
  const auto asked = sip::parse_session_timer(
      exchange.request->value_of(HeaderId::SessionExpires));
  check_refresher(exchange, judge, *granted, asked);
  check_interval(exchange, judge, *granted, asked);
}

// --- OPTIONS (RFC 3261 11) ---------------------------------------------------

// A request with Accept asks for capabilities (11.1); those that only want to
// know whether anybody answers go without. A proxy leaves Allow out (11.2).
void check_capabilities(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Options ||
      exchange.request == nullptr || !exchange.request->has(HeaderId::Accept)) {
    return;
  }
  constexpr HeaderId kCapabilities[] = {
      HeaderId::Allow, HeaderId::Accept, HeaderId::AcceptEncoding,
      HeaderId::AcceptLanguage, HeaderId::Supported};
  if (std::ranges::any_of(kCapabilities, [&exchange](HeaderId header) {
        return exchange.response.has(header);
      })) {
    return;
  }
  judge.fail("options-2xx-without-capabilities", HeaderId::Supported,
             DutyLevel::Should, Verdict::Missing,
             "none of Allow, Accept, Accept-Encoding, Accept-Language and "
             "Supported is present at this capture point");
}

// --- Extensions and routes ---------------------------------------------------

void check_required_options(const Exchange& exchange, Judge& judge) {
  if (exchange.request == nullptr ||
      !exchange.response.has(HeaderId::Require)) {
    return;
  }
  std::vector<std::string_view> unknown;
  for (const std::string_view tag :
       list_of(exchange.response, HeaderId::Require)) {
    if (!supports(*exchange.request, tag)) unknown.push_back(tag);
  }
  if (unknown.empty()) return;
  judge.fail("2xx-requires-unsupported-option", HeaderId::Require,
             DutyLevel::Must, Verdict::Contradicts,
             fmt::format("Require lists {}, which the request seen here does "
                         "not support",
                         join(unknown)));
}

// Only the initial INVITE's routes count (RFC 3261 12.2).
void check_route_set(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Invite ||
      exchange.transaction.in_dialog || exchange.request == nullptr ||
      !exchange.request->has(HeaderId::RecordRoute)) {
    return;
  }
  const auto asked = list_of(*exchange.request, HeaderId::RecordRoute);
  const auto copied = list_of(exchange.response, HeaderId::RecordRoute);
  if (copied.size() >= asked.size()) return;
  judge.fail("invite-2xx-without-record-route", HeaderId::RecordRoute,
             DutyLevel::Must, Verdict::Missing,
             fmt::format("the request carried {} Record-Route value{}, {} of "
                         "them {} present in the response",
                         asked.size(), asked.size() == 1 ? "" : "s",
                         copied.size(), copied.size() == 1 ? "is" : "are"));
}

// RFC 3261 8.1.1.8, 12.1.1: exactly one SIP or SIPS URI.
void check_dialog_contact(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Invite) return;
  const sip::HeaderField* field = exchange.response.find(HeaderId::Contact);
  if (field == nullptr) return;  // invite-2xx-without-contact
  const std::string problem = dialog_contact_problem(exchange.response);
  if (problem.empty()) return;
  judge.fail("contact-not-usable", HeaderId::Contact, DutyLevel::Must,
             Verdict::Malformed, problem);
}

// --- Session description -----------------------------------------------------

void check_session_description(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Invite ||
      exchange.request == nullptr || !exchange.response.body.empty() ||
      early_sdp_of(exchange.scene, exchange.transaction) != EarlySdp::None) {
    return;
  }
  const bool offered =
      exchange.scene.message(exchange.transaction.request).has_sdp;
  if (!offered && !exchange.request->body.empty()) return;
  if (!judge.is_at_origin()) return;
  judge.tell("invite-2xx-without-sdp", HeaderId::ContentType,
             offered ? "the request carried an offer, and no answer is present "
                       "at this capture point"
                     : "neither the request nor this response carries an "
                       "offer");
}

constexpr auto kBindings =
    ids("register-2xx-without-contact", "register-2xx-without-expires");
constexpr auto kPath = ids("register-2xx-without-path");
constexpr auto kPublication =
    ids("publish-2xx-without-etag", "publish-2xx-without-expires");
constexpr auto kSessionTimer =
    ids("session-timer-without-refresher", "session-timer-refresher-changed",
        "session-timer-without-require", "session-interval-not-allowed",
        "session-timer-required-not-settled");
constexpr auto kCapabilities = ids("options-2xx-without-capabilities");
constexpr auto kRequired = ids("2xx-requires-unsupported-option");
constexpr auto kRouteSet = ids("invite-2xx-without-record-route");
constexpr auto kContact = ids("contact-not-usable");
constexpr auto kSdp = ids("invite-2xx-without-sdp");

constexpr auto k200 = codes(200);
constexpr auto k2xx = codes(200, 202);

}  // namespace

const RuleSet& answer_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_bindings, kBindings, k200},
      {check_path, kPath, k200},
      {check_publication, kPublication, k200},
      {check_session_timer, kSessionTimer, k200},
      {check_capabilities, kCapabilities, k200},
      {check_required_options, kRequired, k2xx},
      {check_route_set, kRouteSet, k2xx},
      {check_dialog_contact, kContact, k2xx},
      {check_session_description, kSdp, k2xx},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
