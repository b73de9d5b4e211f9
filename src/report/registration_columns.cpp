// The columns of the table of registrations: what its decisive REGISTER asked
// for, and what came of it.

#include <algorithm>
#include <chrono>
#include <optional>

#include "siptriage/annotate/bindings.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"

#include "report/call_row_columns.h"
#include "report/column_parts.h"

namespace siptriage::report {
namespace {

using sip::HeaderId;

// RFC 3261 10.2: with a Contact it binds or removes, without one it asks.
enum class Aim : std::uint8_t { Bind, Remove, Ask };
std::string_view to_string(Aim aim) {
  static constexpr std::string_view kNames[] = {"bind", "remove", "ask"};
  return kNames[static_cast<std::size_t>(aim)];
}

// False: there is none in the capture.
bool parse(const Row& row, MessageId id, sip::Message& message) {
  return id.valid() && row.of_call->view.analysis.trace.parse(id, message);
}

const Transaction* decisive(const Row& row) {
  const TransactionId id = row.call().decisive;
  return id.valid() ? &row.of_call->view.analysis.trace.transaction(id)
                    : nullptr;
}

bool parse_request(const Row& row, sip::Message& message) {
  const Transaction* const transaction = decisive(row);
  return transaction != nullptr && parse(row, transaction->request, message);
}

std::string_view first_contact(const sip::Message& message) {
  std::string_view rest = message.value_of(HeaderId::Contact);
  std::string_view element;
  return sip::next_list_element(rest, element) ? element : std::string_view();
}

std::optional<std::uint32_t> expires_of(const sip::Message& message,
                                        std::string_view contact) {
  return seconds_of(sip::parse_name_addr(contact).value_or(sip::NameAddr()),
                    message);
}

void put_seconds(Cell& cell, std::optional<std::uint32_t> seconds) {
  if (seconds) put_duration(cell, std::chrono::seconds(*seconds));
}

void put_aim(const Row& row, Cell& cell) {
  sip::Message request;
  if (!parse_request(row, request)) return;
  const std::string_view contact = first_contact(request);
  if (contact.empty()) return put_word(cell, Aim::Ask);
  put_word(cell, expires_of(request, contact) == 0 ? Aim::Remove : Aim::Bind);
}

void put_contact(const Row& row, Cell& cell) {
  sip::Message request;
  if (!parse_request(row, request)) return;
  put_wire(cell, uri_of(first_contact(request)), CellKind::Wire);
}

// A removal asks for no time, and gets none.
void put_asked(const Row& row, Cell& cell) {
  sip::Message request;
  if (!parse_request(row, request)) return;
  const auto asked = expires_of(request, first_contact(request));
  if (asked != 0U) put_seconds(cell, asked);
}

// Of the binding that was asked for: a 2xx lists those of others too.
void put_granted(const Row& row, Cell& cell) {
  sip::Message request;
  sip::Message response;
  const Transaction* const transaction = decisive(row);
  if (!parse_request(row, request) || transaction->final_status / 100 != 2 ||
      !parse(row, transaction->final_response, response)) {
    return;
  }
  const std::string_view contact = first_contact(request);
  if (expires_of(request, contact) == 0U) return;
  const std::string_view asked = uri_of(contact);
  BindingReader reader(response);
  for (Binding binding; reader.next(binding);) {
    if (binding.contact.uri == asked) return put_seconds(cell, binding.seconds);
  }
}

void put_user_agent(const Row& row, Cell& cell) {
  sip::Message request;
  if (!parse_request(row, request)) return;
  put_wire(cell, request.value_of(HeaderId::UserAgent), CellKind::Wire);
}

void put_server(const Row& row, Cell& cell) {
  sip::Message response;
  const Transaction* const transaction = decisive(row);
  if (transaction == nullptr ||
      !parse(row, transaction->final_response, response)) {
    return;
  }
  put_wire(cell, response.value_of(HeaderId::Server), CellKind::Wire);
}

void put_requests(const Row& row, Cell& cell) {
  const Trace& trace = row.of_call->view.analysis.trace;
  std::uint64_t count = 0;
  for (TransactionId id = row.call().first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    if (trace.transaction(id).method == sip::Method::Register) ++count;
  }
  put_number(cell, count);
}

// What a NAT binding on the way has to outlast where nothing else is sent.
// Sights of one REGISTER at several hops have one CSeq number.
void put_longest_gap(const Row& row, Cell& cell) {
  const Trace& trace = row.of_call->view.analysis.trace;
  const MessageRecord* newest = nullptr;
  std::optional<Duration> longest;
  for (TransactionId id = row.call().first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    if (transaction.method != sip::Method::Register ||
        !transaction.request.valid()) {
      continue;
    }
    const MessageRecord& request = trace.message(transaction.request);
    if (newest != nullptr && newest->cseq_number != request.cseq_number) {
      const Duration gap = elapsed(newest->timestamp, request.timestamp);
      longest = std::max(longest.value_or(gap), gap);
    }
    newest = &request;
  }
  if (longest) put_duration(cell, *longest);
}

void put_keep_alives(const Row& row, Cell& cell) {
  const KeepAliveFlow* const flow = row.of_call->keep_alives;
  if (flow != nullptr) put_number(cell, flow->count);
}

void put_keep_alive_interval(const Row& row, Cell& cell) {
  const KeepAliveFlow* const flow = row.of_call->keep_alives;
  if (flow == nullptr || flow->count < 2) return;
  const auto gaps = static_cast<std::int64_t>(flow->count - 1);
  put_duration(cell, elapsed(flow->first, flow->last) / gaps);
}

void put_keep_alive_gap(const Row& row, Cell& cell) {
  const KeepAliveFlow* const flow = row.of_call->keep_alives;
  if (flow != nullptr && flow->count >= 2)
    put_duration(cell, flow->longest_gap);
}

void put_response_time(const Row& row, Cell& cell) {
  const Transaction* const transaction = decisive(row);
  if (transaction == nullptr || !transaction->request.valid() ||
      !transaction->final_response.valid()) {
    return;
  }
  const Trace& trace = row.of_call->view.analysis.trace;
  put_duration(cell,
               elapsed(trace.message(transaction->request).timestamp,
                       trace.message(transaction->final_response).timestamp));
}

// clang-format off
constexpr TableColumn kColumns[] = {
  {"number", "NO", "number", "in the capture, as `siptriage calls` counts",
   [](const Row& r, Cell& c) { put_call(c, r.of_call->id); }},
  kTimeColumn,
  {"aor", "ADDRESS OF RECORD", "aor", "the URI of To",
   [](const Row& r, Cell& c) {
     put_wire(c, r.call().to_uri, CellKind::Uri); }},
  {"contact", "CONTACT", "contact", "the first Contact of the REGISTER",
   [](const Row& r, Cell& c) { put_contact(r, c); }},
  {"aim", "AIM", "aim", "bind, remove (expires 0), or ask (no Contact)",
   [](const Row& r, Cell& c) { put_aim(r, c); }},
  kOutcomeColumn,
  kCodeColumn,
  kResultColumn,
  {"asked", "ASKED", "asked_ms", "for how long it asks",
   [](const Row& r, Cell& c) { put_asked(r, c); }},
  {"granted", "GRANTED", "granted_ms", "what the 2xx gives its Contact",
   [](const Row& r, Cell& c) { put_granted(r, c); }},
  kChallengedColumn,
  {"response_time", "RRD", "response_time_ms",
   "from the decisive REGISTER to its final response",
   [](const Row& r, Cell& c) { put_response_time(r, c); }},
  {"requests", "REQS", "requests", "its REGISTER transactions",
   [](const Row& r, Cell& c) { put_requests(r, c); }},
  {"longest_gap", "LONGEST GAP", "longest_gap_ms",
   "the longest time from one of these to the next",
   [](const Row& r, Cell& c) { put_longest_gap(r, c); }},
  {"keep_alives", "KEEP-ALIVES", "keep_alives",
   "what its client sent the registrar to keep the flow open: CRLF, STUN",
   [](const Row& r, Cell& c) { put_keep_alives(r, c); }},
  {"keep_alive_interval", "EVERY", "keep_alive_interval_ms",
   "the mean time from one of these to the next",
   [](const Row& r, Cell& c) { put_keep_alive_interval(r, c); }},
  {"keep_alive_gap", "KEEP-ALIVE GAP", "keep_alive_gap_ms",
   "the longest time from one of these to the next",
   [](const Row& r, Cell& c) { put_keep_alive_gap(r, c); }},
  {"client", "CLIENT", "client", "who sent its first request",
   [](const Row& r, Cell& c) { put_address(c, r.call().caller); },
   kAddressColumns},
  {"registrar", "REGISTRAR", "registrar", "whom that was sent to",
   [](const Row& r, Cell& c) { put_address(c, r.call().callee); },
   kAddressColumns},
  {"user_agent", "USER-AGENT", "user_agent", "the client's product",
   [](const Row& r, Cell& c) { put_user_agent(r, c); }},
  {"server", "SERVER", "server", "the product of who answered",
   [](const Row& r, Cell& c) { put_server(r, c); }},
  kDurationColumn,
  kMessagesColumn,
  kRetransmissionsColumn,
  kFindingsColumn,
  kFrameColumn,
  kLastFrameColumn,
  kCallIdColumn,
};
// clang-format on

}  // namespace

std::span<const TableColumn> registration_columns() { return kColumns; }

}  // namespace siptriage::report
