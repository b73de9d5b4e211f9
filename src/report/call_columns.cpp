// The columns of the table of calls.

#include <algorithm>
#include <string>

#include "siptriage/base/ascii.h"
#include "siptriage/report/calls.h"

#include "base/edit_distance.h"
#include "report/call_row.h"

namespace siptriage {
namespace report {
namespace {

void put_number(Cell& cell, std::uint64_t number) {
  cell.kind = CellKind::Number;
  cell.number = static_cast<std::int64_t>(number);
}

void put_flag(Cell& cell, bool flag) {
  cell.kind = CellKind::Flag;
  cell.number = flag ? 1 : 0;
}

template <typename Enum>
void put_word(Cell& cell, Enum word) {
  cell.text = to_string(word);
  cell.number = static_cast<std::int64_t>(word);
  cell.kind = cell.text.empty() ? CellKind::None : CellKind::Word;
}

void put_wire(Cell& cell, std::string_view text, CellKind kind) {
  cell.text = text;
  cell.kind = text.empty() ? CellKind::None : kind;
}

void put_duration(Cell& cell, std::optional<Duration> duration) {
  if (!duration) return;
  cell.kind = CellKind::Duration;
  cell.number = duration->count();
}

void put_address(Cell& cell, const Endpoint& endpoint) {
  if (endpoint.address.family == IpFamily::None) return;
  cell.kind = CellKind::Address;
  cell.address = endpoint;
}

void put_frame(Cell& cell, FrameId frame) {
  if (frame.number == 0) return;
  cell.kind = CellKind::Frame;
  cell.frame = frame;
}

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

void put_result(Cell& cell, const Call& call) {
  put_word(cell, call.outcome);
  cell.text = kShortOutcomes[static_cast<std::size_t>(call.outcome)];
  if (has_telling_code(call.outcome)) cell.code = call.final_status;
}

constexpr std::size_t kAddressColumns = 21;  // IPv4 and port

// clang-format off
constexpr CallColumn kColumns[] = {
  {"number", "NO", "number", "in the capture, counted from 1",
   [](const CallRow& r, Cell& c) {
     put_number(c, std::uint64_t{r.id.index()} + 1); }},
  {"time", "TIME (UTC)", "time", "when its first message was captured",
   [](const CallRow& r, Cell& c) {
     c.kind = CellKind::Time;
     c.number = nanoseconds_of(r.call().first_time); }},
  {"kind", "KIND", "kind", "what kind of exchange it is",
   [](const CallRow& r, Cell& c) { put_word(c, r.call().kind); }},
  {"from", "FROM", "from", "the URI of From in its first request",
   [](const CallRow& r, Cell& c) {
     put_wire(c, r.call().from_uri, CellKind::Uri); }},
  {"to", "TO", "to", "the URI of To",
   [](const CallRow& r, Cell& c) {
     put_wire(c, r.call().to_uri, CellKind::Uri); }},
  {"request_uri", "REQUEST-URI", "request_uri", "the Request-URI",
   [](const CallRow& r, Cell& c) {
     put_wire(c, r.call().request_uri, CellKind::Uri); }},
  {"outcome", "OUTCOME", "outcome", "how it ended",
   [](const CallRow& r, Cell& c) { put_word(c, r.call().outcome); }},
  {"code", "CODE", "code", "the status code that its outcome comes from",
   [](const CallRow& r, Cell& c) {
     if (r.call().final_status != 0) put_number(c, r.call().final_status); }},
  {"result", "RESULT", "result", "both of these in short",
   [](const CallRow& r, Cell& c) { put_result(c, r.call()); }},
  {"pdd", "PDD", "pdd_ms", "post-dial delay",
   [](const CallRow& r, Cell& c) { put_duration(c, r.call().post_dial_delay); }},
  {"ring_time", "RINGS", "ring_time_ms", "from the first 180 to its end",
   [](const CallRow& r, Cell& c) { put_duration(c, r.call().ring_time); }},
  {"talk_time", "TALKS", "talk_time_ms", "from 2xx to BYE",
   [](const CallRow& r, Cell& c) { put_duration(c, r.call().talk_time); }},
  {"duration", "LASTS", "duration_ms", "from its first message to its last",
   [](const CallRow& r, Cell& c) {
     put_duration(c, elapsed(r.call().first_time, r.call().last_time)); }},
  {"hung_up_by", "HUNG UP BY", "hung_up_by", "who sent BYE",
   [](const CallRow& r, Cell& c) { put_word(c, r.call().hung_up_by); }},
  {"challenged", "CHALLENGED", "challenged", "whether it met 401 or 407",
   [](const CallRow& r, Cell& c) { put_flag(c, r.call().challenged); }},
  {"caller", "CALLER", "caller", "who sent its first request",
   [](const CallRow& r, Cell& c) { put_address(c, r.call().caller); },
   kAddressColumns},
  {"callee", "CALLEE", "callee", "whom that was sent to",
   [](const CallRow& r, Cell& c) { put_address(c, r.call().callee); },
   kAddressColumns},
  {"hops", "HOPS", "hops", "hops of its decisive request that were seen",
   [](const CallRow& r, Cell& c) { put_number(c, r.call().hops); }},
  {"forks", "FORKS", "forks", "dialogs that one INVITE created",
   [](const CallRow& r, Cell& c) { put_number(c, r.call().forks); }},
  {"messages", "MSGS", "messages", "its messages",
   [](const CallRow& r, Cell& c) { put_number(c, r.call().message_count); }},
  {"retransmissions", "RETR", "retransmissions", "those sent again",
   [](const CallRow& r, Cell& c) { put_number(c, r.call().retransmissions); }},
  {"duplicates", "DUPL", "duplicates", "packets captured twice",
   [](const CallRow& r, Cell& c) { put_number(c, r.call().duplicates); }},
  {"findings", "FINDINGS", "findings", "what is to be said about it",
   [](const CallRow& r, Cell& c) { put_number(c, r.findings); }},
  {"frame", "FRAME", "frame", "the frame of its first message",
   [](const CallRow& r, Cell& c) { put_frame(c, r.call().first_frame); }},
  {"last_frame", "LAST", "last_frame", "the frame of its last message",
   [](const CallRow& r, Cell& c) { put_frame(c, r.call().last_frame); }},
  {"call_id", "CALL-ID", "call_id", "its Call-ID",
   [](const CallRow& r, Cell& c) {
     put_wire(c, r.call().call_id, CellKind::Wire); }},
};
// clang-format on

std::string no_such_column(std::string_view name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const CallColumn& column : kColumns) {
    names.push_back(column.name);
    list.append(list.empty() ? "" : ", ").append(column.name);
  }
  const auto nearest = nearest_name(names, name);
  return "there is no column " + std::string(name) + "; " +
         (nearest ? "did you mean " + std::string(names[*nearest]) + "?"
                  : "there are " + list);
}

}  // namespace

bool is_before(const Cell& a, const Cell& b) {
  switch (a.kind) {
    case CellKind::Wire:
    case CellKind::Uri:
      return a.text < b.text;
    case CellKind::Address:
      return a.address < b.address;
    case CellKind::Frame:
      return a.frame < b.frame;
    default:
      return a.number < b.number;
  }
}

}  // namespace report

std::span<const CallColumn> call_columns() { return report::kColumns; }

const CallColumn* find_call_column(std::string_view name) {
  const auto* const found =
      std::ranges::find_if(report::kColumns, [name](const CallColumn& column) {
        return equals_ignore_case(column.name, name);
      });
  return found == std::end(report::kColumns) ? nullptr : found;
}

Result<std::vector<const CallColumn*>> parse_call_columns(
    std::string_view list) {
  std::vector<const CallColumn*> columns;
  if (equals_ignore_case(trim(list), "all")) {
    for (const CallColumn& column : report::kColumns) {
      columns.push_back(&column);
    }
    return columns;
  }
  for (bool more = true; more;) {
    const std::size_t comma = list.find(',');
    const std::string_view name = trim(list.substr(0, comma));
    const CallColumn* const column = find_call_column(name);
    if (column == nullptr) {
      return fail(ErrorCode::BadFilter, report::no_such_column(name));
    }
    if (std::ranges::find(columns, column) != columns.end()) {
      return fail(ErrorCode::BadFilter,
                  "the column " + std::string(name) + " stands there twice");
    }
    columns.push_back(column);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
  }
  return columns;
}

}  // namespace siptriage
