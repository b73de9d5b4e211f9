// The columns of the table of transactions, under the names of the filter
// language where it has them.

#include "siptriage/sip/parse.h"

#include "report/column_parts.h"

namespace siptriage::report {
namespace {

using sip::HeaderId;

void put_phrase(const Row& row, Cell& cell) {
  sip::Message response;
  const std::string_view octets = row.of_transaction->response;
  if (octets.empty() ||
      sip::index_message(octets, sip::Framing::Datagram, response) !=
          sip::ParseStatus::Complete) {
    return;
  }
  put_wire(cell, response.reason_phrase, CellKind::Wire);
}

template <HeaderId kId>
void put_uri(const Row& row, Cell& cell) {
  put_wire(cell, uri_of(row.parsed->value_of(kId)), CellKind::Uri);
}

// clang-format off
constexpr TableColumn kColumns[] = {
  {"call", "CALL", "call", "its call, as `siptriage calls` counts",
   [](const Row& r, Cell& c) { put_call(c, r.of_transaction->call); }},
  {"time", "TIME (UTC)", "time", "when its first message was captured",
   [](const Row& r, Cell& c) { put_time(c, r.of_transaction->time); }},
  {"method", "METHOD", "method", "the method of its request",
   [](const Row& r, Cell& c) {
     put_wire(c, r.transaction().method_name, CellKind::Wire); }},
  {"request_uri", "REQUEST-URI", "request_uri", "the Request-URI",
   [](const Row& r, Cell& c) {
     put_wire(c, r.parsed->request_uri, CellKind::Uri); }},
  {"from", "FROM", "from", "the URI of From in its request", put_uri<HeaderId::From>},
  {"to", "TO", "to", "the URI of To", put_uri<HeaderId::To>},
  {"client", "CLIENT", "client", "who sent the request",
   [](const Row& r, Cell& c) { put_address(c, r.transaction().client); },
   kAddressColumns},
  {"server", "SERVER", "server", "whom it was sent to",
   [](const Row& r, Cell& c) { put_address(c, r.transaction().server); },
   kAddressColumns},
  {"transport", "VIA", "transport", "what carried it",
   [](const Row& r, Cell& c) { put_word(c, r.transaction().transport); }},
  {"status", "STATUS", "status", "the status code of its final response",
   [](const Row& r, Cell& c) {
     const Transaction& transaction = r.transaction();
     if (transaction.final_status == 0) return;
     put_number(c, transaction.final_status); }},
  {"phrase", "PHRASE", "phrase", "the reason phrase of that", put_phrase},
  {"first_response", "FIRST", "first_response_ms",
   "from the request to the first response of 101 to 199",
   [](const Row& r, Cell& c) {
     put_duration(c, r.of_transaction->first_response); }},
  {"duration", "TOOK", "duration_ms", "from the request to its final response",
   [](const Row& r, Cell& c) { put_duration(c, r.of_transaction->duration); }},
  {"state", "STATE", "state", "how far the capture shows it",
   [](const Row& r, Cell& c) { put_word(c, r.transaction().observed_state); }},
  {"timed_out", "TIMED OUT", "timed_out",
   "the capture goes on for longer than its timers wait, and shows no final "
   "response",
   [](const Row& r, Cell& c) { put_flag(c, r.transaction().timed_out); }},
  {"in_dialog", "IN DIALOG", "in_dialog", "its request has a To tag",
   [](const Row& r, Cell& c) { put_flag(c, r.transaction().in_dialog); }},
  {"provisionals", "PROV", "provisionals", "its provisional responses",
   [](const Row& r, Cell& c) {
     put_number(c, r.transaction().provisional_count); }},
  {"retransmissions", "RETR", "retransmissions",
   "how often its request and its responses were sent again",
   [](const Row& r, Cell& c) {
     put_number(c, std::uint64_t{r.transaction().request_retransmissions} +
                       r.transaction().response_retransmissions); }},
  {"request_retransmissions", "REQ RETR", "request_retransmissions",
   "how often its request was sent again",
   [](const Row& r, Cell& c) {
     put_number(c, r.transaction().request_retransmissions); }},
  {"response_retransmissions", "RESP RETR", "response_retransmissions",
   "how often its responses were sent again",
   [](const Row& r, Cell& c) {
     put_number(c, r.transaction().response_retransmissions); }},
  {"cseq", "CSEQ", "cseq", "the number of its CSeq",
   [](const Row& r, Cell& c) { put_number(c, r.transaction().cseq_number); }},
  {"branch", "BRANCH", "branch", "the branch that it is known by",
   [](const Row& r, Cell& c) {
     put_wire(c, r.transaction().branch, CellKind::Wire); }},
  {"frame", "FRAME", "frame", "the frame of its first message",
   [](const Row& r, Cell& c) { put_frame(c, r.of_transaction->frame); }},
  {"last_frame", "LAST", "last_frame", "the frame of its last message",
   [](const Row& r, Cell& c) { put_frame(c, r.of_transaction->last_frame); }},
  {"call_id", "CALL-ID", "call_id", "its Call-ID",
   [](const Row& r, Cell& c) {
     put_wire(c, r.of_transaction->call_id, CellKind::Wire); }},
};
// clang-format on

}  // namespace

std::span<const TableColumn> transaction_columns() { return kColumns; }

}  // namespace siptriage::report
