// What a request has to carry by its method, what may stand only once, and
// large requests over UDP.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

#include "annotate/dialog_contact.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::Method;

// RFC 3261 18.1.1, where the path MTU is not known.
constexpr std::size_t kLargestUdpRequestOctets = 1300;

// A finding about one message. Proxies pass on what is wrong with it: only the
// last hop that was seen has the finding.
void report(const Scene& scene, MessageId id, const sip::Message& message,
            std::string_view rule, HeaderId header, const std::string& detail,
            Findings& findings) {
  const MessageRecord& record = scene.message(id);
  if (!record.transaction.valid() ||
      is_forwarded(scene.trace, scene.transaction(record.transaction))) {
    return;
  }
  Finding finding = make_finding(
      rule, scene.trace, record.transaction,
      message.is_request() ? fmt::format("{}: {}", record.method_name, detail)
                           : fmt::format("{} to {}: {}", record.status,
                                         record.method_name, detail));
  finding.frames = {record.frame};
  add_evidence(finding, record.frame, message, header);
  findings.push_back(std::move(finding));
}

bool is_cut(const sip::Message& message) {
  return message.anomalies.has(AnomalyKind::TruncatedBySnapLength) ||
         message.anomalies.has(AnomalyKind::TruncatedByGap) ||
         message.anomalies.has(AnomalyKind::MissingBlankLine) ||
         message.anomalies.has(AnomalyKind::TooManyHeaderFields);
}

// --- Mandatory by method -----------------------------------------------------

struct Mandatory {
  Method method;
  HeaderId header;
};
constexpr Mandatory kMandatory[] = {
    {Method::Invite, HeaderId::Contact},     // RFC 3261 8.1.1.8
    {Method::Subscribe, HeaderId::Contact},  // RFC 6665 4.1.2.1, 8.1.1.8
    {Method::Refer, HeaderId::Contact},      // RFC 3515 2.1
    {Method::Subscribe, HeaderId::Event},    // RFC 6665 8.2.1
    {Method::Notify, HeaderId::Event},       // RFC 6665 8.2.1
    {Method::Publish, HeaderId::Event},      // RFC 3903 4
    {Method::Refer, HeaderId::ReferTo},      // RFC 3515 2.4.1
    {Method::Prack, HeaderId::RAck},         // RFC 3262 7.2
};

void judge_mandatory(const Scene& scene, MessageId id,
                     const sip::Message& message, Findings& findings) {
  if (!message.is_request()) return;
  for (const Mandatory& each : kMandatory) {
    if (each.method != message.method || message.has(each.header)) continue;
    if (is_cut(message)) return;
    report(scene, id, message, "method-header-missing", each.header,
           not_present(sip::to_string(each.header)), findings);
  }
}

// --- Only once ---------------------------------------------------------------

// Those that a receiver acts on, and whose grammar is no list (RFC 3261 7.3.1).
constexpr HeaderId kSingle[] = {
    HeaderId::ContentType, HeaderId::Expires,    HeaderId::MinExpires,
    HeaderId::MinSe,       HeaderId::RetryAfter, HeaderId::SessionExpires,
    HeaderId::Event,       HeaderId::ReferTo,    HeaderId::ReferredBy,
    HeaderId::Replaces,    HeaderId::RSeq,       HeaderId::RAck,
    HeaderId::SipETag,     HeaderId::SipIfMatch, HeaderId::SubscriptionState,
    HeaderId::Timestamp,   HeaderId::Join,       HeaderId::TargetDialog,
};

void judge_repeated(const Scene& scene, MessageId id,
                    const sip::Message& message, Findings& findings) {
  if (!message.has_any_several()) return;
  for (const HeaderId header : kSingle) {
    if (!message.has_several(header)) continue;
    report(scene, id, message, "single-header-repeated", header,
           fmt::format("{} stands {} times", sip::to_string(header),
                       message.count(header)),
           findings);
  }
}

// --- Contact -----------------------------------------------------------------

// RFC 3261 10.2.2: alone, and with Expires: 0.
std::string star_problem(const sip::Message& request) {
  const auto contacts = list_of(request, HeaderId::Contact);
  if (std::ranges::find(contacts, "*") == contacts.end()) return {};
  if (contacts.size() > 1) {
    return "Contact is \"*\" and gives addresses besides";
  }
  const std::string_view expires = request.value_of(HeaderId::Expires);
  if (sip::parse_delta_seconds(expires) == 0U) return {};
  return expires.empty() ? "Contact is \"*\" without Expires: 0"
                         : fmt::format("Contact is \"*\" with Expires: {}",
                                       expires.substr(0, kMaxEvidenceOctets));
}

void judge_contact(const Scene& scene, MessageId id,
                   const sip::Message& message, Findings& findings) {
  if (!message.is_request()) return;
  if (message.method == Method::Register) {
    if (message.value_of(HeaderId::Contact).starts_with("<") &&
        !message.has_several(HeaderId::Contact)) {
      return;
    }
    const std::string problem = star_problem(message);
    if (!problem.empty()) {
      report(scene, id, message, "register-star-misused", HeaderId::Contact,
             problem, findings);
    }
    return;
  }
  if (message.method != Method::Invite && message.method != Method::Subscribe &&
      message.method != Method::Refer && message.method != Method::Update) {
    return;
  }
  const std::string problem = dialog_contact_problem(message);
  if (!problem.empty()) {
    report(scene, id, message, "contact-not-usable", HeaderId::Contact, problem,
           findings);
  }
}

// --- Transport ---------------------------------------------------------------

// Only UDP against TCP: TLS may have been taken off before the capture.
void judge_via_transport(const Scene& scene, MessageId id,
                         const sip::Message& message, Findings& findings) {
  if (!message.is_request() || !message.has_topmost_via) return;
  const std::string_view named = message.topmost_via.transport;
  const Transport used = scene.message(id).transport;
  const bool differs =
      (used == Transport::Tcp && equals_ignore_case(named, "UDP")) ||
      (used == Transport::Udp && equals_ignore_case(named, "TCP"));
  if (!differs) return;
  report(scene, id, message, "via-transport-mismatch", HeaderId::Via,
         fmt::format("the topmost Via says {}, and the request came over {}",
                     named, used == Transport::Tcp ? "TCP" : "UDP"),
         findings);
}

bool is_large(const Scene& scene, const Transaction& transaction) {
  return transaction.transport == Transport::Udp &&
         transaction.request.valid() &&
         scene.message(transaction.request).octets.size() >
             kLargestUdpRequestOctets;
}

void judge_large_unanswered(const Scene& scene, TransactionId id,
                            Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (!transaction.timed_out ||
      transaction.observed_state != TransactionState::Trying ||
      !is_large(scene, transaction)) {
    return;
  }
  Finding finding = make_finding(
      "large-request-unanswered", scene.trace, id,
      fmt::format("{} of {} octets went over UDP to {}, and nothing that "
                  "answers it is in this capture",
                  transaction.method_name,
                  scene.message(transaction.request).octets.size(),
                  to_string(transaction.server)));
  finding.certainty = Certainty::Possible;
  findings.push_back(std::move(finding));
}

// Most paths carry fragments: only what did not get through at once is told.
bool is_large_in_trouble(const Scene& scene, const Transaction& transaction) {
  return (transaction.request_retransmissions != 0 || transaction.timed_out) &&
         is_large(scene, transaction);
}

// Once a call: proxies and re-INVITEs repeat it.
void judge_large(const Scene& scene, CallId id, Findings& findings) {
  std::size_t count = 0;
  TransactionId largest;
  for (TransactionId t = scene.trace.call(id).first_transaction; t.valid();
       t = scene.transaction(t).next_in_call) {
    const Transaction& transaction = scene.transaction(t);
    if (!is_large_in_trouble(scene, transaction)) continue;
    ++count;
    if (!largest.valid() ||
        scene.message(transaction.request).octets.size() >
            scene.message(scene.transaction(largest).request).octets.size()) {
      largest = t;
    }
  }
  if (count == 0) return;
  const Transaction& transaction = scene.transaction(largest);
  const MessageRecord& request = scene.message(transaction.request);
  const bool is_answered =
      transaction.final_status != 0 || transaction.provisional_count != 0;
  Finding finding = make_finding(
      "request-too-large-for-udp", scene.trace, largest,
      count == 1
          ? fmt::format("{} of {} octets went over UDP, {}",
                        transaction.method_name, request.octets.size(),
                        is_answered ? "and was repeated before a response came"
                                    : "and no response came")
          : fmt::format("{} requests of more than {} octets went over UDP, and "
                        "were repeated or got no response; the largest, {}, "
                        "has {}",
                        count, kLargestUdpRequestOctets,
                        transaction.method_name, request.octets.size()));
  finding.frames = {request.frame};
  findings.push_back(std::move(finding));
}

// --- What proxies put on top (RFC 3261 16.6) ---------------------------------

// The first Record-Route that no element on the route can use; empty: none.
std::string_view bad_record_route(const sip::Message& request) {
  for (const auto value : list_of(request, HeaderId::RecordRoute)) {
    const auto address = sip::parse_name_addr(value);
    if (!address || !sip::parse_uri(address->uri) ||
        value.find('<') == std::string_view::npos) {
      return value;
    }
  }
  return {};
}

// Only where somebody complained of how the request is written.
void judge_proxy_fields(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.final_status != 400 || !transaction.request.valid() ||
      is_forwarded(scene.trace, transaction)) {
    return;
  }
  const Reading request(scene, transaction.request);
  if (!request || is_cut(*request)) return;
  const bool bad_via =
      request->anomalies.has(AnomalyKind::BadVia) &&
      list_of(*request, HeaderId::Via).size() > 1 &&
      !sip::parse_via(list_of(*request, HeaderId::Via).front());
  const std::string_view route = bad_record_route(*request);
  if (!bad_via && route.empty()) return;
  report(scene, transaction.request, *request, "malformed-by-proxy",
         bad_via ? HeaderId::Via : HeaderId::RecordRoute,
         bad_via ? fmt::format("the Via that {} put on top cannot be read",
                               to_string(transaction.client.address))
                 : fmt::format("a Record-Route, which proxies add, cannot be "
                               "read: {}",
                               route.substr(0, kMaxEvidenceOctets)),
         findings);
}

constexpr auto kProxyFields = ids("malformed-by-proxy");
constexpr auto kMandatoryIds = ids("method-header-missing");
constexpr auto kRepeated = ids("single-header-repeated");
constexpr auto kContact = ids("contact-not-usable", "register-star-misused");
constexpr auto kViaTransport = ids("via-transport-mismatch");
constexpr auto kLargeUnanswered = ids("large-request-unanswered");
constexpr auto kLarge = ids("request-too-large-for-udp");

constexpr HeaderId kContactField[] = {HeaderId::Contact};

}  // namespace

const RuleSet& message_health_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_large_unanswered, kLargeUnanswered},
      {judge_proxy_fields, kProxyFields},
  };
  static constexpr CallRule kCalls[] = {
      {judge_large, kLarge},
  };
  static constexpr MessageRule kMessages[] = {
      {judge_mandatory, kMandatoryIds, {}},
      {judge_repeated, kRepeated, {}},
      {judge_contact, kContact, kContactField},
      {judge_via_transport, kViaTransport, {}},
  };
  static constexpr RuleSet kRules{
      .transactions = kTransactions, .calls = kCalls, .messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
