// The columns of the table of calls.

#include <iterator>

#include "report/column_parts.h"

namespace siptriage::report {
namespace {

// In the order of Outcome: for a column that has a code beside it.
constexpr std::string_view kShortOutcomes[] = {
    "answered",  "answered", "succeeded",  "cancelled",  "busy",
    "no answer", "declined", "redirected", "challenged", "refused",
    "failed",    "refused",  "timed out",  "no final",   "no start"};
static_assert(std::size(kShortOutcomes) ==
              static_cast<std::size_t>(Outcome::Count));

bool has_telling_code(Outcome outcome) {
  return outcome != Outcome::AnsweredEnded &&
         outcome != Outcome::AnsweredEndNotSeen &&
         outcome != Outcome::Succeeded && outcome != Outcome::Cancelled;
}

// clang-format off
constexpr TableColumn kColumns[] = {
  {"number", "NO", "number", "in the capture, counted from 1",
   [](const Row& r, Cell& c) {
     put_call(c, r.of_call->id); }},
  {"time", "TIME (UTC)", "time", "when its first message was captured",
   [](const Row& r, Cell& c) {
     put_time(c, r.call().first_time); }},
  {"kind", "KIND", "kind", "what kind of exchange it is",
   [](const Row& r, Cell& c) { put_word(c, r.call().kind); }},
  {"from", "FROM", "from", "the URI of From in its first request",
   [](const Row& r, Cell& c) {
     put_wire(c, r.call().from_uri, CellKind::Uri); }},
  {"to", "TO", "to", "the URI of To",
   [](const Row& r, Cell& c) {
     put_wire(c, r.call().to_uri, CellKind::Uri); }},
  {"request_uri", "REQUEST-URI", "request_uri", "the Request-URI",
   [](const Row& r, Cell& c) {
     put_wire(c, r.call().request_uri, CellKind::Uri); }},
  {"outcome", "OUTCOME", "outcome", "how it ended",
   [](const Row& r, Cell& c) { put_word(c, r.call().outcome); }},
  {"code", "CODE", "code", "the status code that its outcome comes from",
   [](const Row& r, Cell& c) {
     if (r.call().final_status != 0) put_number(c, r.call().final_status); }},
  {"result", "RESULT", "result", "both of these in short",
   [](const Row& r, Cell& c) { put_result(c, r.call()); }},
  {"pdd", "PDD", "pdd_ms", "post-dial delay",
   [](const Row& r, Cell& c) { put_duration(c, r.call().post_dial_delay); }},
  {"ring_time", "RINGS", "ring_time_ms", "from the first 180 to its end",
   [](const Row& r, Cell& c) { put_duration(c, r.call().ring_time); }},
  {"talk_time", "TALKS", "talk_time_ms", "from 2xx to BYE",
   [](const Row& r, Cell& c) { put_duration(c, r.call().talk_time); }},
  {"duration", "LASTS", "duration_ms", "from its first message to its last",
   [](const Row& r, Cell& c) {
     put_duration(c, elapsed(r.call().first_time, r.call().last_time)); }},
  {"hung_up_by", "HUNG UP BY", "hung_up_by", "who sent BYE",
   [](const Row& r, Cell& c) { put_word(c, r.call().hung_up_by); }},
  {"challenged", "CHALLENGED", "challenged", "whether it met 401 or 407",
   [](const Row& r, Cell& c) { put_flag(c, r.call().challenged); }},
  {"caller", "CALLER", "caller", "who sent its first request",
   [](const Row& r, Cell& c) { put_address(c, r.call().caller); },
   kAddressColumns},
  {"callee", "CALLEE", "callee", "whom that was sent to",
   [](const Row& r, Cell& c) { put_address(c, r.call().callee); },
   kAddressColumns},
  {"hops", "HOPS", "hops", "hops of its decisive request that were seen",
   [](const Row& r, Cell& c) { put_number(c, r.call().hops); }},
  {"forks", "FORKS", "forks", "dialogs that one INVITE created",
   [](const Row& r, Cell& c) { put_number(c, r.call().forks); }},
  {"messages", "MSGS", "messages", "its messages",
   [](const Row& r, Cell& c) { put_number(c, r.call().message_count); }},
  {"retransmissions", "RETR", "retransmissions", "those sent again",
   [](const Row& r, Cell& c) { put_number(c, r.call().retransmissions); }},
  {"duplicates", "DUPL", "duplicates", "packets captured twice",
   [](const Row& r, Cell& c) { put_number(c, r.call().duplicates); }},
  {"findings", "FINDINGS", "findings", "what is to be said about it",
   [](const Row& r, Cell& c) { put_number(c, r.of_call->findings); }},
  {"frame", "FRAME", "frame", "the frame of its first message",
   [](const Row& r, Cell& c) { put_frame(c, r.call().first_frame); }},
  {"last_frame", "LAST", "last_frame", "the frame of its last message",
   [](const Row& r, Cell& c) { put_frame(c, r.call().last_frame); }},
  {"call_id", "CALL-ID", "call_id", "its Call-ID",
   [](const Row& r, Cell& c) {
     put_wire(c, r.call().call_id, CellKind::Wire); }},
};
// clang-format on

}  // namespace

void put_result(Cell& cell, const Call& call) {
  put_word(cell, call.outcome);
  cell.text = kShortOutcomes[static_cast<std::size_t>(call.outcome)];
  if (has_telling_code(call.outcome)) cell.code = call.final_status;
}

std::span<const TableColumn> call_columns() { return kColumns; }

}  // namespace siptriage::report
