// What can be asked of a call.

#include "filter/field.h"
#include "filter/field_parts.h"

namespace siptriage::filter {
namespace {

constexpr FilterScope kSubject = FilterScope::Call;

const Call& call(const Item& item) { return item.call(); }

bool is_answered(Outcome outcome) {
  return outcome == Outcome::AnsweredEnded ||
         outcome == Outcome::AnsweredEndNotSeen;
}

// clang-format off
constexpr Field kFields[] = {
  {.name = "kind", .type = Type::Word,
   .meaning = "what kind of exchange it is",
   .example = "kind == registration",
   .number = [](const Item& i, std::int64_t& v) {
     return word(call(i).kind, v); },
   .vocabulary = call_kinds, .subject = kSubject},
  {.name = "outcome", .type = Type::Word,
   .meaning = "how it ended, as far as the capture shows",
   .example = "outcome in (busy, no-answer)",
   .number = [](const Item& i, std::int64_t& v) {
     return word(call(i).outcome, v); },
   .vocabulary = outcomes, .subject = kSubject},
  {.name = "failed", .type = Type::Flag,
   .meaning = "its outcome is one to look into, busy and declined among them",
   .example = "failed and kind == call",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(is_failure(call(i).outcome), v); },
   .subject = kSubject},
  {.name = "not_answered", .type = Type::Flag,
   .meaning = "it failed as nobody took it: busy, declined, or rang in vain",
   .example = "failed and not not_answered",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(is_not_answered(call(i).kind, call(i).outcome), v); },
   .subject = kSubject},
  {.name = "answered", .type = Type::Flag,
   .meaning = "it is an INVITE that was answered with 2xx",
   .example = "answered and talk_time < 5 s",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(is_answered(call(i).outcome), v); },
   .subject = kSubject},
  {.name = "code", .type = Type::Status,
   .meaning = "the status code that its outcome comes from",
   .example = "code == 5xx",
   .number = [](const Item& i, std::int64_t& v) {
     return not_zero(call(i).final_status, v); },
   .subject = kSubject},
  {.name = "call_id", .type = Type::Exact,
   .meaning = "its Call-ID",
   .example = "call_id contains \"@192.0.2.1\"",
   .text = [](const Item& i) { return call(i).call_id; },
   .subject = kSubject},
  {.name = "from", .type = Type::Uri,
   .meaning = "the URI of From in its first request",
   .example = "from == \"sip:alice@example.com\"",
   .text = [](const Item& i) { return call(i).from_uri; },
   .subject = kSubject},
  {.name = "from_user", .type = Type::Exact,
   .meaning = "the user, or telephone number, in that",
   .example = "from_user in (1001, 1002)",
   .text = [](const Item& i) { return user_in(call(i).from_uri); },
   .subject = kSubject},
  {.name = "from_host", .type = Type::Text,
   .meaning = "the host in that",
   .example = "from_host == example.com",
   .text = [](const Item& i) { return host_in(call(i).from_uri); },
   .subject = kSubject},
  {.name = "to", .type = Type::Uri,
   .meaning = "the URI of To in its first request",
   .example = "to contains \"emergency\"",
   .text = [](const Item& i) { return call(i).to_uri; },
   .subject = kSubject},
  {.name = "to_user", .type = Type::Exact,
   .meaning = "the user, or telephone number, in that",
   .example = "to_user matches \"^\\+?49\"",
   .text = [](const Item& i) { return user_in(call(i).to_uri); },
   .subject = kSubject},
  {.name = "to_host", .type = Type::Text,
   .meaning = "the host in that",
   .example = "to_host != example.com",
   .text = [](const Item& i) { return host_in(call(i).to_uri); },
   .subject = kSubject},
  {.name = "request_uri", .type = Type::Uri,
   .meaning = "the Request-URI of its first request",
   .example = "request_uri matches \"^sips:\"",
   .text = [](const Item& i) { return call(i).request_uri; },
   .subject = kSubject},
  {.name = "caller", .type = Type::Address,
   .meaning = "who sent its first request",
   .example = "caller == 192.0.2.1:5060",
   .address = [](const Item& i) -> const Endpoint& { return call(i).caller; },
   .subject = kSubject},
  {.name = "callee", .type = Type::Address,
   .meaning = "whom that was sent to",
   .example = "callee in 10.0.0.0/8",
   .address = [](const Item& i) -> const Endpoint& { return call(i).callee; },
   .subject = kSubject},
  {.name = "time", .type = Type::Time,
   .meaning = "when its first message was captured, in UTC",
   .example = "time >= 2026-03-02T13:05",
   .number = [](const Item& i, std::int64_t& v) {
     return number(nanoseconds_of(call(i).first_time), v); },
   .subject = kSubject},
  {.name = "duration", .type = Type::Duration,
   .meaning = "from its first message to its last",
   .example = "duration > 1 h",
   .number = [](const Item& i, std::int64_t& v) {
     return duration(elapsed(call(i).first_time, call(i).last_time), v); },
   .subject = kSubject},
  {.name = "pdd", .type = Type::Duration,
   .meaning = "post-dial delay: from INVITE to the first response that says "
              "more than 100",
   .example = "pdd > 2 s",
   .number = [](const Item& i, std::int64_t& v) {
     return duration(call(i).post_dial_delay, v); },
   .subject = kSubject},
  {.name = "ring_time", .type = Type::Duration,
   .meaning = "from the first 180 to the final response",
   .example = "ring_time >= 30 s",
   .number = [](const Item& i, std::int64_t& v) {
     return duration(call(i).ring_time, v); },
   .subject = kSubject},
  {.name = "talk_time", .type = Type::Duration,
   .meaning = "from 2xx to BYE",
   .example = "talk_time in 30 s..35 s",
   .number = [](const Item& i, std::int64_t& v) {
     return duration(call(i).talk_time, v); },
   .subject = kSubject},
  {.name = "hung_up_by", .type = Type::Word,
   .meaning = "who sent BYE",
   .example = "hung_up_by == callee",
   .number = [](const Item& i, std::int64_t& v) {
     return word(call(i).hung_up_by, v) && v != 0; },
   .vocabulary = call_sides, .subject = kSubject},
  {.name = "challenged", .type = Type::Flag,
   .meaning = "401 or 407 was met on the way",
   .example = "challenged and failed",
   .number = [](const Item& i, std::int64_t& v) {
     return flag(call(i).challenged, v); },
   .subject = kSubject},
  {.name = "hops", .type = Type::Number,
   .meaning = "how many hops of the decisive request the capture shows",
   .example = "hops > 1",
   .number = [](const Item& i, std::int64_t& v) {
     return number(call(i).hops, v); },
   .subject = kSubject},
  {.name = "forks", .type = Type::Number,
   .meaning = "how many dialogs one INVITE created",
   .example = "forks > 1",
   .number = [](const Item& i, std::int64_t& v) {
     return number(call(i).forks, v); },
   .subject = kSubject},
  {.name = "messages", .type = Type::Number,
   .meaning = "how many messages it has",
   .example = "messages > 100",
   .number = [](const Item& i, std::int64_t& v) {
     return number(call(i).message_count, v); },
   .subject = kSubject},
  {.name = "retransmissions", .type = Type::Number,
   .meaning = "how many of them were sent again",
   .example = "retransmissions > 3",
   .number = [](const Item& i, std::int64_t& v) {
     return number(call(i).retransmissions, v); },
   .subject = kSubject},
  {.name = "duplicates", .type = Type::Number,
   .meaning = "how many of them are packets captured twice",
   .example = "duplicates == 0",
   .number = [](const Item& i, std::int64_t& v) {
     return number(call(i).duplicates, v); },
   .subject = kSubject},
};
// clang-format on

}  // namespace

std::span<const Field> call_fields() { return kFields; }

}  // namespace siptriage::filter
