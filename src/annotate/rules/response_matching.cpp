// What a response has to take over from its request (RFC 3261 8.2.6.2): where
// it does not, the client cannot tell what it answers.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/product.h"
#include "siptriage/sip/via.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// Transactions of a call among which an earlier such response is sought.
constexpr std::size_t kMaxSearched = 64;

bool has_one_via(const sip::Message& message) {
  return !message.has_several(HeaderId::Via) &&
         message.value_of(HeaderId::Via).find(',') == std::string_view::npos;
}

void check_via(const Exchange& exchange, Judge& judge) {
  const sip::Message& response = exchange.response;
  if (exchange.request == nullptr || !response.has(HeaderId::Via)) return;
  if (!has_one_via(*exchange.request) || !has_one_via(response)) {
    const std::size_t sent = list_of(*exchange.request, HeaderId::Via).size();
    const std::size_t came = list_of(response, HeaderId::Via).size();
    if (sent != came) {
      return judge.tell("response-via-mismatch", HeaderId::Via,
                        fmt::format("the request seen here carries {} Via "
                                    "value{}, the response {}",
                                    sent, sent == 1 ? "" : "s", came));
    }
  }
  const std::string_view sent = exchange.transaction.branch;
  const std::string_view came = exchange.response_record.branch;
  if (sent.empty() || equals_ignore_case(sent, came)) return;
  judge.tell("response-via-mismatch", HeaderId::Via,
             fmt::format("the topmost Via has branch \"{}\", that of the "
                         "request \"{}\"",
                         came.substr(0, kMaxEvidenceOctets),
                         sent.substr(0, kMaxEvidenceOctets)));
}

// What elements that keep no state answer as well: their clients seldom need
// the tag.
bool is_often_stateless(std::uint16_t status) {
  return status == 400 || status == 408 || status == 481;
}

// Whether a server left the tag out before in this call.
bool is_told_before(const Exchange& exchange) {
  const Trace& trace = exchange.scene.trace;
  std::size_t searched = 0;
  for (TransactionId id =
           trace.call(exchange.transaction.call).first_transaction;
       id.valid() && id != exchange.id && ++searched <= kMaxSearched;
       id = trace.transaction(id).next_in_call) {
    const Transaction& other = trace.transaction(id);
    if (other.server == exchange.transaction.server && other.request.valid() &&
        other.final_response.valid() &&
        !is_often_stateless(other.final_status) &&
        trace.message(other.request).to_tag.empty() &&
        trace.message(other.final_response).to_tag.empty()) {
      return true;
    }
  }
  return false;
}

// A finding once for each server and call.
void check_missing_tag(const Exchange& exchange, Judge& judge) {
  constexpr std::string_view kRule = "final-response-without-to-tag";
  constexpr std::string_view kDetail = "To has no tag";
  if (is_told_before(exchange)) {
    judge.note(kRule, HeaderId::To, DutyLevel::Must, Verdict::Malformed,
               std::string(kDetail));
  } else {
    judge.fail(kRule, HeaderId::To, DutyLevel::Must, Verdict::Malformed,
               std::string(kDetail));
  }
}

void check_tags(const Exchange& exchange, Judge& judge) {
  if (!exchange.transaction.request.valid()) return;
  const MessageRecord& request =
      exchange.scene.message(exchange.transaction.request);
  const MessageRecord& response = exchange.response_record;
  const bool has_from = exchange.response.has(HeaderId::From);
  const bool has_to = exchange.response.has(HeaderId::To);
  if (has_from && !equals_ignore_case(request.from_tag, response.from_tag)) {
    judge.tell("response-tags-changed", HeaderId::From,
               fmt::format("From has tag \"{}\", in the request \"{}\"",
                           response.from_tag.substr(0, kMaxEvidenceOctets),
                           request.from_tag.substr(0, kMaxEvidenceOctets)));
  }
  if (!has_to) return;  // that is told, and enough
  if (!request.to_tag.empty() &&
      !equals_ignore_case(request.to_tag, response.to_tag)) {
    judge.tell("response-tags-changed", HeaderId::To,
               fmt::format("To has tag \"{}\", in the request \"{}\"",
                           response.to_tag.substr(0, kMaxEvidenceOctets),
                           request.to_tag.substr(0, kMaxEvidenceOctets)));
  }
  if (!request.to_tag.empty() || !response.to_tag.empty()) return;
  const bool opens_dialog =
      exchange.transaction.method == sip::Method::Invite &&
      exchange.transaction.final_status / 100 == 2;
  if (opens_dialog) {
    judge.fail("invite-2xx-without-to-tag", HeaderId::To, DutyLevel::Must,
               Verdict::Malformed, "To has no tag");
  } else if (!is_often_stateless(exchange.transaction.final_status)) {
    check_missing_tag(exchange, judge);
  }
}

void check_ack(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Ack) return;
  judge.tell(
      "ack-answered", HeaderId::CSeq,
      fmt::format("CSeq of {} names ACK", exchange.transaction.final_status));
}

std::string_view contact_of(const sip::Message& message) {
  const auto contact =
      sip::parse_name_addr(message.value_of(HeaderId::Contact));
  return contact ? contact->uri : std::string_view();
}

// Products that write Max-Forwards into responses of their own making say who
// they are themselves.
void check_copies(const Exchange& exchange, Judge& judge) {
  const sip::Message& response = exchange.response;
  if (exchange.request == nullptr || !sip::copies_request(response)) return;
  const sip::Message& request = *exchange.request;
  const auto has_same = [&](HeaderId header) {
    const std::string_view sent = request.value_of(header);
    return !sent.empty() && sent == response.value_of(header);
  };
  std::string same;
  for (const HeaderId header : {HeaderId::UserAgent, HeaderId::Contact,
                                HeaderId::Route, HeaderId::SubscriptionState}) {
    if (has_same(header)) same += ", " + std::string(sip::to_string(header));
  }
  if (same.empty()) return;
  judge.tell("response-copies-request", HeaderId::MaxForwards,
             fmt::format("it carries the client's Max-Forwards{}", same));
}

// Who calls itself has two addresses that are the same.
void check_contact(const Exchange& exchange, Judge& judge) {
  const Transaction& transaction = exchange.transaction;
  const bool opens_dialog = transaction.method == sip::Method::Invite ||
                            transaction.method == sip::Method::Subscribe;
  if (!opens_dialog || transaction.final_status / 100 != 2 ||
      exchange.request == nullptr || transaction.client == transaction.server) {
    return;
  }
  const std::string_view sent = contact_of(*exchange.request);
  if (sent.empty() || sent != contact_of(exchange.response)) return;
  judge.tell("2xx-contact-of-client", HeaderId::Contact,
             fmt::format("its Contact is that of the request, {}",
                         sent.substr(0, kMaxEvidenceOctets)));
}

// --- Where a response goes (RFC 3261 18.2.2) ---------------------------------

// Whether a response with this Via may go to `address`. A name may lead to any.
bool may_go_to(const IpAddress& address, const sip::Via& via) {
  for (const std::string_view host :
       {via.maddr, via.received, via.sent_by_host}) {
    if (host.empty()) continue;
    const auto named = parse_ip_address(host);
    if (!named || *named == address) return true;
  }
  return false;
}

// Whether a response to it, of whatever status, reached whoever sent it, or
// somebody whom the capture saw send it.
bool is_answered_where_sent(const Trace& trace, const Transaction& transaction,
                            const MessageRecord& response) {
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (message.is_request()
            ? message.source.address == response.destination.address
            : message.is_final() &&
                  message.destination.address == transaction.client.address) {
      return true;
    }
  }
  return false;
}

void judge_destination(const Scene& scene, TransactionId id,
                       Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = scene.transaction(id);
  if (transaction.transport != Transport::Udp || !transaction.request.valid() ||
      !transaction.final_response.valid() || transaction.ack.valid()) {
    return;
  }
  const MessageRecord& record = scene.message(transaction.final_response);
  if (record.destination.address == transaction.client.address ||
      record.source.address != transaction.server.address ||
      is_answered_where_sent(trace, transaction, record)) {
    return;
  }
  const Reading response(scene, transaction.final_response);
  if (!response || !response->has_topmost_via ||
      may_go_to(record.destination.address, response->topmost_via)) {
    return;
  }
  Finding finding = make_finding(
      "response-to-other-host", trace, id,
      fmt::format("{} to {} went to {}, where neither the request came from "
                  "nor its Via leads; the request came from {}",
                  transaction.final_status, transaction.method_name,
                  to_string(record.destination),
                  to_string(transaction.client)));
  add_evidence(finding, record.frame, *response, HeaderId::Via);
  findings.push_back(std::move(finding));
}

constexpr auto kDestination = ids("response-to-other-host");
constexpr auto kCopies = ids("response-copies-request");
constexpr auto kContact = ids("2xx-contact-of-client");
constexpr auto kAck = ids("ack-answered");
constexpr auto kVia = ids("response-via-mismatch");
constexpr auto kTags = ids("response-tags-changed", "invite-2xx-without-to-tag",
                           "final-response-without-to-tag");

}  // namespace

const RuleSet& response_matching_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_ack, kAck, {}},         {check_copies, kCopies, {}},
      {check_contact, kContact, {}}, {check_via, kVia, {}},
      {check_tags, kTags, {}},
  };
  static constexpr TransactionRule kTransactions[] = {
      {judge_destination, kDestination},
  };
  static constexpr RuleSet kRules{.responses = kResponses,
                                  .transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
