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

/// The values that matter here: of each name the first, as servers read it.
struct FirstValues {
  std::string_view call_id;
  std::string_view from;
  std::string_view to;
  std::string_view via;
  std::string_view second_via;
  std::string_view cseq;
  std::string_view content_type;
  std::string_view rseq;
  std::string_view rack;
  std::string_view subscription_state;
};

std::string_view* slot_for(FirstValues& values, HeaderId id) {
  switch (id) {
    case HeaderId::CallId:
      return &values.call_id;
    case HeaderId::From:
      return &values.from;
    case HeaderId::To:
      return &values.to;
    case HeaderId::Via:
      return &values.via;
    case HeaderId::CSeq:
      return &values.cseq;
    case HeaderId::ContentType:
      return &values.content_type;
    case HeaderId::RSeq:
      return &values.rseq;
    case HeaderId::RAck:
      return &values.rack;
    case HeaderId::SubscriptionState:
      return &values.subscription_state;
    default:
      return nullptr;
  }
}

FirstValues first_values(const sip::Message& message) {
  FirstValues values;
  for (const sip::HeaderField& field : message.header_fields()) {
    std::string_view* slot = slot_for(values, field.id);
    if (slot == nullptr) continue;
    if (slot->data() == nullptr)
      *slot = field.value;
    else if (field.id == HeaderId::Via && values.second_via.empty())
      values.second_via = field.value;
  }
  return values;
}

std::uint32_t to_number(std::string_view text) {
  const std::optional<std::uint64_t> number = parse_unsigned(text);
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return 0;
  return static_cast<std::uint32_t>(*number);
}

/// RAck: RSeq number, CSeq number, method (RFC 3262 7.2).
std::uint32_t rack_cseq_number(std::string_view rack) {
  std::size_t at = 0;
  while (at < rack.size() && !is_lws(rack[at])) ++at;
  while (at < rack.size() && is_lws(rack[at])) ++at;
  std::size_t end = at;
  while (end < rack.size() && !is_lws(rack[end])) ++end;
  return to_number(rack.substr(at, end - at));
}

void take_via(const FirstValues& values, Incoming& in) {
  std::string_view rest = values.via;
  std::string_view first;
  if (!sip::next_list_element(rest, first)) return;
  in.second_via = trim(rest).empty() ? values.second_via : rest;
  const std::optional<sip::Via> via = sip::parse_via(first);
  if (!via) return;
  in.sent_by_host = via->sent_by_host;
  in.sent_by_port = via->sent_by_port;
  in.record.branch = via->branch;
  // The bare cookie identifies nothing more than no branch at all.
  in.has_cookie = via->branch.size() > sip::kMagicCookie.size() &&
                  sip::has_magic_cookie(via->branch);
}

/// Responses are matched by the method in CSeq (RFC 3261 17.1.3), which the
/// server copied from the request's; so a request whose CSeq names another
/// method is filed under that. ACK and CANCEL share the CSeq number of the
/// INVITE and must not be taken for it.
void take_matching_method(const sip::Message& message, std::string_view cseq,
                          Incoming& in) {
  in.matching_method = message.method;
  in.matching_name = message.method_name;
  if (!message.is_request() || message.method == Method::Ack ||
      message.method == Method::Cancel ||
      !message.anomalies.has(AnomalyKind::CseqMethodMismatch))
    return;
  const std::optional<sip::CSeqValue> value = sip::parse_cseq(cseq);
  if (!value) return;
  const Method method = sip::find_method(value->method);
  if (method == Method::Ack || method == Method::Cancel) return;
  in.matching_method = method;
  in.matching_name = value->method;
}

void take_record(const Observation& observation, const sip::Message& message,
                 const FirstValues& values, MessageRecord& record) {
  record.octets = message.octets;
  record.call_id = values.call_id;
  record.from_tag = sip::find_tag(values.from);
  record.to_tag = sip::find_tag(values.to);
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
  record.has_sdp = !message.body.empty() &&
                   !sip::find_sdp(values.content_type, message.body).empty();
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
  std::string_view rest = in.second_via;
  std::string_view element;
  if (!sip::next_list_element(rest, element)) return {};
  const std::optional<sip::Via> via = sip::parse_via(element);
  return via ? via->branch : std::string_view();
}

Incoming take_in(const Observation& observation, const sip::Message& message) {
  const FirstValues values = first_values(message);
  Incoming in;
  take_record(observation, message, values, in.record);
  in.from_value = values.from;
  in.to_value = values.to;
  in.request_uri = message.request_uri;
  in.has_cseq = message.has_cseq;
  take_via(values, in);
  take_matching_method(message, values.cseq, in);
  if (!values.rseq.empty()) in.rseq = to_number(values.rseq);
  if (!values.rack.empty()) in.rack_cseq_number = rack_cseq_number(values.rack);
  in.ends_subscription =
      starts_with_ignore_case(values.subscription_state, "terminated");
  return in;
}

}  // namespace siptriage::correlate
