// What can be asked of a message.

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"

#include "filter/field.h"
#include "filter/field_parts.h"

namespace siptriage::filter {
namespace {

using sip::HeaderId;

// Of From and To; all of the value where it cannot be taken apart.
std::string_view uri_in(std::string_view value) {
  const auto parsed = sip::parse_name_addr(value);
  return parsed ? parsed->uri : value;
}

template <HeaderId kId>
std::string_view uri_of(const Item& item) {
  return uri_in(item.parts().value_of(kId));
}
template <HeaderId kId>
std::string_view user_of(const Item& item) {
  return user_in(uri_of<kId>(item));
}
template <HeaderId kId>
std::string_view host_of(const Item& item) {
  return host_in(uri_of<kId>(item));
}

std::string_view user_agent_of(const Item& item) {
  const sip::Message& message = item.parts();
  const std::string_view agent = message.value_of(HeaderId::UserAgent);
  return item.reading.unfold(agent.empty() ? message.value_of(HeaderId::Server)
                                           : agent);
}

std::string_view sdp_of(const Item& item) {
  if (!item.message().has_sdp) return {};
  const sip::Message& message = item.parts();
  return sip::find_sdp(message.value_of(HeaderId::ContentType), message.body);
}

const MessageRecord& record(const Item& item) { return item.message(); }

// clang-format off
constexpr Field kFields[] = {
  {.name = "method", .type = Type::Exact,
   .meaning = "its method; of a response, that of its CSeq",
   .example = "method == INVITE",
   .text = [](const Item& i) { return record(i).method_name; },
   .vocabulary = methods},
  {.name = "status", .type = Type::Status,
   .meaning = "the status code of a response",
   .example = "status in (486, 5xx)",
   .number = [](const Item& i, std::int64_t& v) {
     return not_zero(record(i).status, v); }},
  {.name = "phrase", .type = Type::Text,
   .meaning = "the reason phrase of a response",
   .example = "phrase contains \"busy\"",
   .text = [](const Item& i) { return i.parts().reason_phrase; }},
  {.name = "request", .type = Type::Flag,
   .meaning = "it is a request",
   .example = "request and method == BYE",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(record(i).is_request(), v); }},
  {.name = "response", .type = Type::Flag,
   .meaning = "it is a response",
   .example = "response and not status == 100",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(!record(i).is_request(), v); }},
  {.name = "call_id", .type = Type::Exact,
   .meaning = "its Call-ID",
   .example = "call_id == \"a84b4c76e66710@192.0.2.1\"",
   .text = [](const Item& i) { return record(i).call_id; }},
  {.name = "from", .type = Type::Uri,
   .meaning = "the URI of From",
   .example = "from == \"sip:alice@example.com\"",
   .text = uri_of<HeaderId::From>},
  {.name = "from_user", .type = Type::Exact,
   .meaning = "the user, or telephone number, of From",
   .example = "from_user == 1001",
   .text = user_of<HeaderId::From>},
  {.name = "from_host", .type = Type::Text,
   .meaning = "the host of From",
   .example = "from_host == example.com",
   .text = host_of<HeaderId::From>},
  {.name = "from_tag", .type = Type::Exact,
   .meaning = "the tag of From",
   .example = "from_tag == \"1928301774\"",
   .text = [](const Item& i) { return record(i).from_tag; }},
  {.name = "to", .type = Type::Uri,
   .meaning = "the URI of To",
   .example = "to contains \"+4420\"",
   .text = uri_of<HeaderId::To>},
  {.name = "to_user", .type = Type::Exact,
   .meaning = "the user, or telephone number, of To",
   .example = "to_user matches \"^0[1-9]\"",
   .text = user_of<HeaderId::To>},
  {.name = "to_host", .type = Type::Text,
   .meaning = "the host of To",
   .example = "to_host in (example.com, example.net)",
   .text = host_of<HeaderId::To>},
  {.name = "to_tag", .type = Type::Exact,
   .meaning = "the tag of To",
   .example = "request and has to_tag",
   .text = [](const Item& i) { return record(i).to_tag; }},
  {.name = "request_uri", .type = Type::Uri,
   .meaning = "the Request-URI of a request",
   .example = "request_uri contains \"transport=tls\"",
   .text = [](const Item& i) { return i.parts().request_uri; }},
  {.name = "cseq", .type = Type::Number,
   .meaning = "the number of CSeq",
   .example = "cseq > 1",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).cseq_number, v); }},
  {.name = "branch", .type = Type::Exact,
   .meaning = "the branch of the topmost Via",
   .example = "branch == \"z9hG4bK776asdhds\"",
   .text = [](const Item& i) { return record(i).branch; }},
  {.name = "src", .type = Type::Address,
   .meaning = "where the packet came from",
   .example = "src == 192.0.2.1",
   .address = [](const Item& i) -> const Endpoint& {
     return record(i).source; }},
  {.name = "dst", .type = Type::Address,
   .meaning = "where the packet went to",
   .example = "dst in (192.0.2.0/24, [2001:db8::1]:5060)",
   .address = [](const Item& i) -> const Endpoint& {
     return record(i).destination; }},
  {.name = "peer", .type = Type::Address,
   .meaning = "either of the two",
   .example = "peer == \"10.0.0.5\"",
   .address = [](const Item& i) -> const Endpoint& {
     return record(i).source; },
   .other_address = [](const Item& i) -> const Endpoint& {
     return record(i).destination; }},
  {.name = "src_port", .type = Type::Number,
   .meaning = "the port that the packet came from",
   .example = "src_port == 5060",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).source.port, v); }},
  {.name = "dst_port", .type = Type::Number,
   .meaning = "the port that the packet went to",
   .example = "dst_port != 5060",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).destination.port, v); }},
  {.name = "port", .type = Type::Number,
   .meaning = "either of the two",
   .example = "port in 5060..5080",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).source.port, v); },
   .other_number = [](const Item& i, std::int64_t& v) {
     return number(record(i).destination.port, v); }},
  {.name = "transport", .type = Type::Word,
   .meaning = "what carried it",
   .example = "transport == tcp",
   .number = [](const Item& i, std::int64_t& v) {
     return word(record(i).transport, v); },
   .vocabulary = transports},
  {.name = "frame", .type = Type::Number,
   .meaning = "the number of its frame in its file, counted from 1",
   .example = "frame in 100..200",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).frame.number, v); }},
  {.name = "file", .type = Type::Number,
   .meaning = "which of the captures it is in, counted from 1",
   .example = "file == 2",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).frame.file + std::int64_t{1}, v); }},
  {.name = "time", .type = Type::Time,
   .meaning = "when its frame was captured, in UTC",
   .example = "time in 13:05..13:10",
   .number = [](const Item& i, std::int64_t& v) {
     return number(nanoseconds_of(record(i).timestamp), v); }},
  {.name = "retransmission", .type = Type::Flag,
   .meaning = "it was sent again",
   .example = "retransmission and method == INVITE",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(record(i).repetition == Repetition::Retransmission, v); }},
  {.name = "repetition", .type = Type::Word,
   .meaning = "what it is to an earlier one: sent again, the same packet "
              "captured twice, the same message at another point",
   .example = "repetition == none",
   .number = [](const Item& i, std::int64_t& v) {
     return word(record(i).repetition, v); },
   .vocabulary = repetitions},
  {.name = "body", .type = Type::Text,
   .meaning = "its body",
   .example = "body contains \"m=video\"",
   .text = [](const Item& i) { return i.parts().body; }},
  {.name = "body_octets", .type = Type::Octets,
   .meaning = "the size of its body",
   .example = "body_octets > 1 k",
   .number = [](const Item& i, std::int64_t& v) {
     return number(record(i).body_octets, v); }},
  {.name = "octets", .type = Type::Octets,
   .meaning = "the size of the message",
   .example = "octets > 1300 and transport == udp",
   .number = [](const Item& i, std::int64_t& v) {
     return number(static_cast<std::int64_t>(record(i).octets.size()), v); }},
  {.name = "sdp", .type = Type::Text,
   .meaning = "the session description in its body",
   .example = "has sdp and not sdp contains \"telephone-event\"",
   .text = sdp_of},
  {.name = "user_agent", .type = Type::Text,
   .meaning = "User-Agent, or Server where there is none",
   .example = "user_agent contains asterisk",
   .text = user_agent_of},
  {.name = "anomaly", .type = Type::Words,
   .meaning = "what is odd about its octets",
   .example = "anomaly in (bad-via, bad-contact)",
   .words = [](const Item& i) { return record(i).anomalies.bits(); },
   .vocabulary = anomalies},
  {.name = "header", .type = Type::Header,
   .meaning = "any header field, by its name: compared with a number, as the "
              "number that it begins with; of several, any of them",
   .example = "header \"User-Agent\" matches \"^Asterisk\""},
};
// clang-format on

}  // namespace

std::span<const Field> message_fields() { return kFields; }

}  // namespace siptriage::filter
