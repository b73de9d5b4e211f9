// What can be asked of a transaction.

#include "filter/field.h"
#include "filter/field_parts.h"

namespace siptriage::filter {
namespace {

constexpr FilterScope kSubject = FilterScope::Transaction;

const Transaction& transaction(const Item& item) { return item.transaction(); }

std::optional<Duration> response_time(const Item& item) {
  const Transaction& asked = transaction(item);
  if (!asked.request.valid() || !asked.final_response.valid()) {
    return std::nullopt;
  }
  const Trace& trace = item.analysis.trace;
  return elapsed(trace.message(asked.request).timestamp,
                 trace.message(asked.final_response).timestamp);
}

// clang-format off
constexpr Field kFields[] = {
  {.name = "method", .type = Type::Exact,
   .meaning = "the method of its request",
   .example = "method == REGISTER",
   .text = [](const Item& i) { return transaction(i).method_name; },
   .vocabulary = methods, .subject = kSubject},
  {.name = "status", .type = Type::Status,
   .meaning = "the status code of its final response",
   .example = "status == 5xx",
   .number = [](const Item& i, std::int64_t& v) {
     return not_zero(transaction(i).final_status, v); },
   .subject = kSubject},
  {.name = "duration", .type = Type::Duration,
   .meaning = "from the request to its final response",
   .example = "duration > 500 ms",
   .number = [](const Item& i, std::int64_t& v) {
     return duration(response_time(i), v); },
   .subject = kSubject},
  {.name = "retransmissions", .type = Type::Number,
   .meaning = "how often its request and its responses were sent again",
   .example = "retransmissions >= 3",
   .number = [](const Item& i, std::int64_t& v) {
     return number(std::int64_t{transaction(i).request_retransmissions} +
                   transaction(i).response_retransmissions, v); },
   .subject = kSubject},
  {.name = "request_retransmissions", .type = Type::Number,
   .meaning = "how often its request was sent again",
   .example = "request_retransmissions > 0",
   .number = [](const Item& i, std::int64_t& v) {
     return number(transaction(i).request_retransmissions, v); },
   .subject = kSubject},
  {.name = "response_retransmissions", .type = Type::Number,
   .meaning = "how often its responses were sent again",
   .example = "response_retransmissions > 0",
   .number = [](const Item& i, std::int64_t& v) {
     return number(transaction(i).response_retransmissions, v); },
   .subject = kSubject},
  {.name = "provisionals", .type = Type::Number,
   .meaning = "how many provisional responses it has",
   .example = "provisionals == 0",
   .number = [](const Item& i, std::int64_t& v) {
     return number(transaction(i).provisional_count, v); },
   .subject = kSubject},
  {.name = "state", .type = Type::Word,
   .meaning = "how far the capture shows it",
   .example = "state == trying",
   .number = [](const Item& i, std::int64_t& v) {
     return word(transaction(i).observed_state, v); },
   .vocabulary = transaction_states, .subject = kSubject},
  {.name = "timed_out", .type = Type::Flag,
   .meaning = "the capture goes on for longer than its timers wait, and shows "
              "no final response",
   .example = "timed_out and method == INVITE",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(transaction(i).timed_out, v); },
   .subject = kSubject},
  {.name = "in_dialog", .type = Type::Flag,
   .meaning = "its request has a To tag",
   .example = "in_dialog and status == 481",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(transaction(i).in_dialog, v); },
   .subject = kSubject},
  {.name = "client", .type = Type::Address,
   .meaning = "who sent the request",
   .example = "client == 192.0.2.1",
   .address = [](const Item& i) -> const Endpoint& {
     return transaction(i).client; },
   .subject = kSubject},
  {.name = "server", .type = Type::Address,
   .meaning = "whom it was sent to",
   .example = "server in 192.0.2.0/24",
   .address = [](const Item& i) -> const Endpoint& {
     return transaction(i).server; },
   .subject = kSubject},
  {.name = "cseq", .type = Type::Number,
   .meaning = "the number of its CSeq",
   .example = "cseq > 2",
   .number = [](const Item& i, std::int64_t& v) {
     return number(transaction(i).cseq_number, v); },
   .subject = kSubject},
  {.name = "branch", .type = Type::Exact,
   .meaning = "the branch that it is known by",
   .example = "branch == \"z9hG4bK776asdhds\"",
   .text = [](const Item& i) { return transaction(i).branch; },
   .subject = kSubject},
  {.name = "transport", .type = Type::Word,
   .meaning = "what carried it",
   .example = "transport == udp",
   .number = [](const Item& i, std::int64_t& v) {
     return word(transaction(i).transport, v); },
   .vocabulary = transports, .subject = kSubject},
};
// clang-format on

}  // namespace

std::span<const Field> transaction_fields() { return kFields; }

}  // namespace siptriage::filter
