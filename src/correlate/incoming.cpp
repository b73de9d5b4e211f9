#include "correlate/incoming.h"

#include <limits>
#include <optional>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

namespace siptriage::correlate {
namespace {

using sip::HeaderId;
using sip::Method;

std::uint32_t to_number(std::string_view text) {
  const std::optional<std::uint64_t> number = parse_unsigned(text);
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return 0;
  return static_cast<std::uint32_t>(*number);
}

/// RAck: RSeq number, CSeq number, method (RFC 3262 7.2).
std::uint32_t cseq_number_of(std::string_view rack) {
  std::size_t at = 0;
  while (at < rack.size() && !is_lws(rack[at])) ++at;
  while (at < rack.size() && is_lws(rack[at])) ++at;
  std::size_t end = at;
  while (end < rack.size() && !is_lws(rack[end])) ++end;
  return to_number(rack.substr(at, end - at));
}

void take_via(const sip::Message& message, MessageRecord& record,
              Incoming& in) {
  if (!message.has_topmost_via) return;
  const sip::Via& via = message.topmost_via;
  in.sent_by_host = via.sent_by_host;
  in.sent_by_port = via.sent_by_port;
  record.branch = via.branch;
  // The bare cookie identifies nothing more than no branch at all.
  in.has_cookie = via.branch.size() > sip::kMagicCookie.size() &&
                  sip::has_magic_cookie(via.branch);
}

/// Responses are matched by the method in CSeq (RFC 3261 17.1.3), which the
/// server copied from the request's; so a request whose CSeq names another
/// method is filed under that. ACK and CANCEL share the CSeq number of the
/// INVITE and must not be taken for it.
void take_matching_method(const sip::Message& message, Incoming& in) {
  in.matching_method = message.method;
  in.matching_name = message.method_name;
  if (!message.is_request() || message.method == Method::Ack ||
      message.method == Method::Cancel ||
      !message.anomalies.has(AnomalyKind::CseqMethodMismatch))
    return;
  const std::optional<sip::CSeqValue> value =
      sip::parse_cseq(message.value_of(HeaderId::CSeq));
  if (!value) return;
  const Method method = sip::find_method(value->method);
  if (method == Method::Ack || method == Method::Cancel) return;
  in.matching_method = method;
  in.matching_name = value->method;
}

void take_record(const Observation& observation, const sip::Message& message,
                 MessageRecord& record) {
  record.octets = message.octets;
  record.call_id = message.value_of(HeaderId::CallId);
  record.from_tag = message.from_tag;
  record.to_tag = message.to_tag;
  record.method_name = message.method_name;
  record.timestamp = observation.timestamp;
  record.source = observation.source;
  record.destination = observation.destination;
  record.frame = observation.frame;
  record.identity = observation.identity;
  record.transport = observation.transport;
  record.anomalies = message.anomalies;
  record.cseq_number = message.cseq_number;
  record.body_octets = static_cast<std::uint32_t>(message.body.size());
  record.status = message.status;
  record.method = message.method;
}

bool find_sdp(const sip::Message& message, bool& is_too_deep) {
  return !message.body.empty() &&
         !sip::find_sdp(message.value_of(HeaderId::ContentType), message.body,
                        message.limits().multipart_depth, is_too_deep)
              .empty();
}

}  // namespace

bool Incoming::is_initiating() const {
  if (!is_request() || !record.to_tag.empty()) return false;
  switch (record.method) {
    case Method::Ack:
    case Method::Bye:
    case Method::Cancel:
    case Method::Prack:
    case Method::Update:
      return false;
    default:
      return true;
  }
}

std::string_view branch_of_hop_before(const Incoming& in) {
  // As a rule there is none.
  if (!in.message.has_several(HeaderId::Via) &&
      in.message.value_of(HeaderId::Via).find(',') == std::string_view::npos) {
    return {};
  }
  std::string_view first;
  std::string_view second;
  for (const sip::HeaderField& field : in.message.header_fields()) {
    if (field.id != HeaderId::Via) continue;
    std::string_view rest = field.value;
    if (first.empty() && !sip::next_list_element(rest, first)) return {};
    if (sip::next_list_element(rest, second)) break;
  }
  const std::optional<sip::Via> via = sip::parse_via(second);
  return via ? via->branch : std::string_view();
}

Incoming::Incoming(const Observation& observation,
                   const sip::Message& parsed_message, MessageId message_id,
                   MessageRecord& message_record)
    : id(message_id), message(parsed_message), record(message_record) {
  take_record(observation, message, message_record);
  message_record.has_sdp = find_sdp(message, body_too_deep);
  has_cseq = message.has_cseq;
  take_via(message, message_record, *this);
  take_matching_method(message, *this);
  if (message.has(HeaderId::RSeq)) {
    rseq = to_number(message.value_of(HeaderId::RSeq));
  }
  if (message.has(HeaderId::RAck)) {
    rack_cseq_number = cseq_number_of(message.value_of(HeaderId::RAck));
  }
  ends_subscription = starts_with_ignore_case(
      message.value_of(HeaderId::SubscriptionState), "terminated");
}

}  // namespace siptriage::correlate
