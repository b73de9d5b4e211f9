// The columns of the table of calls.

#include <iterator>

#include "report/call_row_columns.h"
#include "report/column_parts.h"

namespace siptriage::report {
namespace {

// In the order of Outcome: for a column that has a code beside it.
constexpr std::string_view kShortOutcomes[] = {
    "answered",  "answered", "succeeded",  "cancelled",  "busy",
    "no answer", "declined", "redirected", "challenged", "refused",
    "failed",    "refused",  "timed out",  "cut off",    "no start"};
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
  kTimeColumn,
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
  kOutcomeColumn,
  kCodeColumn,
  kResultColumn,
  {"pdd", "PDD", "pdd_ms", "post-dial delay",
   [](const Row& r, Cell& c) { put_duration(c, r.call().post_dial_delay); }},
  {"ring_time", "RINGS", "ring_time_ms", "from the first 180 to its end",
   [](const Row& r, Cell& c) { put_duration(c, r.call().ring_time); }},
  {"talk_time", "TALKS", "talk_time_ms", "from 2xx to BYE",
   [](const Row& r, Cell& c) { put_duration(c, r.call().talk_time); }},
  kDurationColumn,
  {"hung_up_by", "HUNG UP BY", "hung_up_by", "who sent BYE",
   [](const Row& r, Cell& c) { put_word(c, r.call().hung_up_by); }},
  kChallengedColumn,
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
  kMessagesColumn,
  kRetransmissionsColumn,
  {"duplicates", "DUPL", "duplicates", "packets captured twice",
   [](const Row& r, Cell& c) { put_number(c, r.call().duplicates); }},
  kFindingsColumn,
  kFrameColumn,
  kLastFrameColumn,
  kCallIdColumn,
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
