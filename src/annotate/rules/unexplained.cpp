// Refusals whose reason cannot be found in the request that was seen: either
// something on the way changed it, or the code means something else there.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/session_description.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// What is odd, in words; empty: the request explains the code.
using Doubt = std::string (*)(const sip::Message& request);

// Below this a Request-URI, or a message, is of ordinary length.
constexpr std::size_t kOrdinaryUriOctets = 256;
constexpr std::size_t kOrdinaryMessageOctets = 1300;
constexpr std::size_t kOrdinaryBodyOctets = 512;

std::string without(const sip::Message& request, HeaderId header) {
  return request.has(header) ? std::string()
                             : fmt::format("the request seen here has no {}",
                                           sip::to_string(header));
}

std::string not_acceptable(const sip::Message& request) {
  const bool restricts = request.has(HeaderId::Accept) ||
                         request.has(HeaderId::AcceptEncoding) ||
                         request.has(HeaderId::AcceptLanguage);
  if (restricts) return {};
  return "the request seen here has no Accept, Accept-Encoding or "
         "Accept-Language that could exclude anything; some products send 406 "
         "for codecs";
}
std::string no_condition(const sip::Message& request) {
  return without(request, HeaderId::SipIfMatch);
}
std::string no_body(const sip::Message& request) {
  return request.body.empty() ? "the request seen here has no body"
                              : std::string();
}
std::string small_body(const sip::Message& request) {
  if (request.body.empty()) return no_body(request);
  if (request.body.size() >= kOrdinaryBodyOctets) return {};
  return fmt::format("the body of the request seen here has {} octets",
                     request.body.size());
}
std::string no_requirement(const sip::Message& request) {
  if (request.has(HeaderId::Require) || request.has(HeaderId::ProxyRequire)) {
    return {};
  }
  return "the request seen here has neither Require nor Proxy-Require";
}
// RFC 3261 10.3: 423 refuses what a request asks for.
std::string no_expiration(const sip::Message& request) {
  if (request.has(HeaderId::Expires) ||
      holds_ignore_case(request.value_of(HeaderId::Contact), "expires")) {
    return {};
  }
  return "the request seen here asks for no expiration";
}
std::string no_identity(const sip::Message& request) {
  return without(request, HeaderId::Identity);
}
std::string no_referral(const sip::Message& request) {
  if (request.method == sip::Method::Refer) return {};
  return fmt::format("the request seen here is {}, not REFER",
                     request.method_name);
}
std::string short_uri(const sip::Message& request) {
  if (request.request_uri.size() >= kOrdinaryUriOctets) return {};
  return fmt::format("the Request-URI seen here has {} octets",
                     request.request_uri.size());
}
std::string sip_uri(const sip::Message& request) {
  const std::optional<sip::Uri> uri = sip::parse_uri(request.request_uri);
  if (!uri || !sip::has_scheme(*uri, "sip")) return {};
  return "the Request-URI seen here is a sip URI, which every server takes";
}
std::string no_priority(const sip::Message& request) {
  return without(request, HeaderId::ResourcePriority);
}
std::string no_location(const sip::Message& request) {
  return without(request, HeaderId::Geolocation);
}
std::string not_anonymous(const sip::Message& request) {
  if (holds_ignore_case(request.value_of(HeaderId::From), "anonymous") ||
      request.has(HeaderId::Privacy)) {
    return {};
  }
  return "From of the request seen here is not anonymous, and it has no "
         "Privacy";
}
std::string no_outbound(const sip::Message& request) {
  const bool asks =
      lists(request, HeaderId::Supported, "outbound") &&
      holds_ignore_case(request.value_of(HeaderId::Contact), "reg-id");
  if (asks) return {};
  return "the request seen here does not ask for outbound, with the option in "
         "Supported and a reg-id in Contact";
}
std::string no_package(const sip::Message& request) {
  return without(request, HeaderId::InfoPackage);
}
std::string no_offer(const sip::Message& request) {
  if (request.method != sip::Method::Invite &&
      request.method != sip::Method::Update) {
    return {};
  }
  return sdp_body_of(request).empty()
             ? "the request seen here has no session description to refuse"
             : std::string();
}
std::string known_version(const sip::Message& request) {
  if (request.anomalies.has(AnomalyKind::UnknownVersion)) return {};
  return "the request seen here is SIP/2.0";
}
std::string small_message(const sip::Message& request) {
  if (request.octets.size() >= kOrdinaryMessageOctets) return {};
  return fmt::format("the request seen here has {} octets",
                     request.octets.size());
}
std::string no_push(const sip::Message& request) {
  if (holds_ignore_case(request.request_uri, "pn-provider") ||
      holds_ignore_case(request.value_of(HeaderId::Contact), "pn-provider")) {
    return {};
  }
  return "the request seen here asks for no push notification";
}
std::string no_precondition(const sip::Message& request) {
  const std::optional<sip::Sdp> offer = sdp_of(request);
  if (!offer || std::ranges::any_of(offer->media, [](const auto& media) {
        return media.has_precondition;
      })) {
    return {};
  }
  return "the offer seen here has no precondition";
}

struct Known {
  std::uint16_t code;
  Doubt doubt;
};
constexpr Known kKnown[] = {
    {406, not_acceptable},  {412, no_condition},   {413, small_body},
    {414, short_uri},       {415, no_body},        {416, sip_uri},
    {417, no_priority},     {420, no_requirement}, {423, no_expiration},
    {424, no_location},     {429, no_referral},    {436, no_identity},
    {437, no_identity},     {438, no_identity},    {433, not_anonymous},
    {439, no_outbound},     {469, no_package},     {488, no_offer},
    {505, known_version},   {513, small_message},  {555, no_push},
    {580, no_precondition}, {606, no_offer},
};

void check_reason(const Exchange& exchange, Judge& judge) {
  if (exchange.request == nullptr) return;
  const auto* known = std::ranges::find(
      kKnown, exchange.transaction.final_status, &Known::code);
  if (known == std::end(kKnown) || !judge.is_at_origin()) return;
  // 420-unsupported-not-required knows more of what that lists.
  if (exchange.response.has(HeaderId::Unsupported)) return;
  const std::string doubt = known->doubt(*exchange.request);
  if (doubt.empty()) return;
  judge.tell("refusal-not-explained", HeaderId::Warning, doubt,
             Certainty::Likely);
}

// --- A request that was accepted before --------------------------------------

// Transactions of a call among which one like it is sought.
constexpr std::size_t kMaxSearchedForEqual = 64;

// What differs from one request to the next of the same client.
bool is_of_one_request(HeaderId header) {
  constexpr HeaderId kOwn[] = {
      HeaderId::Via, HeaderId::CSeq, HeaderId::MaxForwards, HeaderId::From,
      HeaderId::To,  HeaderId::Date, HeaderId::Timestamp};
  return std::ranges::find(kOwn, header) != std::end(kOwn);
}

std::vector<const sip::HeaderField*> lasting_fields(
    const sip::Message& message) {
  std::vector<const sip::HeaderField*> fields;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (!is_of_one_request(field.id)) fields.push_back(&field);
  }
  return fields;
}

bool are_alike(const sip::Message& a, const sip::Message& b) {
  if (a.request_uri != b.request_uri || a.body != b.body) return false;
  const auto fields = lasting_fields(a);
  const auto others = lasting_fields(b);
  return std::equal(fields.begin(), fields.end(), others.begin(), others.end(),
                    [](const auto* field, const auto* other) {
                      return field->id == other->id &&
                             equals_ignore_case(field->name, other->name) &&
                             field->value == other->value;
                    });
}

bool carries_credentials(const sip::Message& message) {
  return message.has(HeaderId::Authorization) ||
         message.has(HeaderId::ProxyAuthorization);
}

// A 400 complains of how the request is written (RFC 3261 21.4.1); of what,
// its phrase may say. Credentials are never the same.
void check_equal_request(const Exchange& exchange, Judge& judge) {
  if (exchange.request == nullptr || !judge.is_at_origin() ||
      !equals_ignore_case(exchange.response.reason_phrase, "Bad Request") ||
      carries_credentials(*exchange.request)) {
    return;
  }
  const Scene& scene = exchange.scene;
  const Transaction& refused = exchange.transaction;
  const MessageRecord& record = scene.message(refused.request);
  const Transaction* found = nullptr;
  std::size_t searched = 0;
  for (TransactionId id = scene.trace.call(refused.call).first_transaction;
       id.valid() && id != exchange.id && ++searched <= kMaxSearchedForEqual;
       id = scene.transaction(id).next_in_call) {
    const Transaction& before = scene.transaction(id);
    if (before.method_name != refused.method_name ||
        before.client != refused.client || before.server != refused.server ||
        before.final_status / 100 != 2 || !before.request.valid() ||
        before.cseq_number >= refused.cseq_number ||
        scene.message(before.request).to_tag != record.to_tag) {
      continue;
    }
    const Reading request(scene, before.request);
    if (request && are_alike(*request, *exchange.request)) found = &before;
  }
  if (found == nullptr) return;
  judge.tell(
      "400-after-equal-request", HeaderId::CSeq,
      fmt::format("{} of the same contents was answered {} {} before",
                  refused.method_name, found->final_status,
                  to_human(elapsed(scene.message(found->request).timestamp,
                                   record.timestamp))));
}

constexpr auto kReason = ids("refusal-not-explained");
constexpr auto kEqual = ids("400-after-equal-request");
constexpr auto kBadRequest = codes(400);
constexpr auto kCodes =
    codes(406, 412, 413, 414, 415, 416, 417, 420, 423, 424, 429, 433, 436, 437,
          438, 439, 469, 488, 505, 513, 555, 580, 606);

}  // namespace

const RuleSet& unexplained_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_reason, kReason, kCodes},
      {check_equal_request, kEqual, kBadRequest},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
