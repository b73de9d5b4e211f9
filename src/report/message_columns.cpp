// The columns of the table of messages, under the names of the filter language
// where it has them.

#include "siptriage/sip/values.h"

#include "report/column_parts.h"

namespace siptriage::report {
namespace {

using sip::HeaderId;

template <HeaderId kId>
void put_uri(const Row& row, Cell& cell) {
  put_wire(cell, uri_of(row.parsed->value_of(kId)), CellKind::Uri);
}

void put_user_agent(const Row& row, Cell& cell) {
  const std::string_view agent = row.parsed->value_of(HeaderId::UserAgent);
  put_wire(cell, agent.empty() ? row.parsed->value_of(HeaderId::Server) : agent,
           CellKind::Wire);
}

// clang-format off
constexpr TableColumn kColumns[] = {
  {"frame", "FRAME", "frame", "its frame",
   [](const Row& r, Cell& c) { put_frame(c, r.message().frame); }},
  {"time", "TIME (UTC)", "time", "when its frame was captured",
   [](const Row& r, Cell& c) { put_time(c, r.message().timestamp); }},
  {"call", "CALL", "call", "its call, as `siptriage calls` counts",
   [](const Row& r, Cell& c) { put_call(c, r.of_message->call); }},
  {"src", "SOURCE", "source", "where the packet came from",
   [](const Row& r, Cell& c) { put_address(c, r.message().source); },
   kAddressColumns},
  {"dst", "DESTINATION", "destination", "where the packet went to",
   [](const Row& r, Cell& c) { put_address(c, r.message().destination); },
   kAddressColumns},
  {"transport", "VIA", "transport", "what carried it",
   [](const Row& r, Cell& c) { put_word(c, r.message().transport); }},
  {"method", "METHOD", "cseq_method",
   "its method; of a response, that of its CSeq",
   [](const Row& r, Cell& c) {
     put_wire(c, r.message().method_name, CellKind::Wire); }},
  {"request_uri", "REQUEST-URI", "request_uri", "the Request-URI of a request",
   [](const Row& r, Cell& c) {
     put_wire(c, r.parsed->request_uri, CellKind::Uri); }},
  {"status", "STATUS", "status", "the status code of a response",
   [](const Row& r, Cell& c) {
     if (r.message().status != 0) put_number(c, r.message().status); }},
  {"phrase", "PHRASE", "phrase", "the reason phrase of a response",
   [](const Row& r, Cell& c) {
     put_wire(c, r.parsed->reason_phrase, CellKind::Wire); }},
  {"from", "FROM", "from", "the URI of From", put_uri<HeaderId::From>},
  {"to", "TO", "to", "the URI of To", put_uri<HeaderId::To>},
  {"from_tag", "FROM TAG", "from_tag", "the tag of From",
   [](const Row& r, Cell& c) {
     put_wire(c, r.message().from_tag, CellKind::Wire); }},
  {"to_tag", "TO TAG", "to_tag", "the tag of To",
   [](const Row& r, Cell& c) {
     put_wire(c, r.message().to_tag, CellKind::Wire); }},
  {"cseq", "CSEQ", "cseq", "the number of CSeq",
   [](const Row& r, Cell& c) { put_number(c, r.message().cseq_number); }},
  {"branch", "BRANCH", "branch", "the branch of the topmost Via",
   [](const Row& r, Cell& c) {
     put_wire(c, r.message().branch, CellKind::Wire); }},
  {"repetition", "AGAIN", "repetition",
   "what it is to an earlier one: none, retransmission, duplicate, other-point",
   [](const Row& r, Cell& c) { put_word(c, r.message().repetition); }},
  {"sdp", "SDP", "sdp", "it has a session description",
   [](const Row& r, Cell& c) { put_flag(c, r.message().has_sdp); }},
  {"user_agent", "USER-AGENT", "user_agent",
   "User-Agent, or Server where there is none", put_user_agent},
  {"octets", "OCTETS", "length", "the size of the message",
   [](const Row& r, Cell& c) { put_number(c, r.message().octets.size()); }},
  {"body_octets", "BODY", "body_length", "the size of its body",
   [](const Row& r, Cell& c) { put_number(c, r.message().body_octets); }},
  {"call_id", "CALL-ID", "call_id", "its Call-ID",
   [](const Row& r, Cell& c) {
     put_wire(c, r.message().call_id, CellKind::Wire); }},
};
// clang-format on

}  // namespace

std::span<const TableColumn> message_columns() { return kColumns; }

}  // namespace siptriage::report
