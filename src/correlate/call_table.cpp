#include "correlate/call_table.h"

#include <algorithm>
#include <optional>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"

#include "correlate/text_hash.h"

namespace siptriage::correlate {
namespace {

using sip::Method;

std::uint32_t hash_of(std::string_view call_id) {
  TextHash hash;
  hash.add_exact(call_id);
  return hash.value();
}

std::string_view uri_of(std::string_view name_addr) {
  const std::optional<sip::NameAddr> parsed = sip::parse_name_addr(name_addr);
  return parsed ? parsed->uri : std::string_view();
}

/// Who is who, as `in` tells: the client of its transaction is the caller.
void take_parties(const Incoming& in, Call& call) {
  const MessageRecord& record = in.record;
  call.caller = in.is_request() ? record.source : record.destination;
  call.callee = in.is_request() ? record.destination : record.source;
  call.from_uri = uri_of(in.message.value_of(sip::HeaderId::From));
  call.to_uri = uri_of(in.message.value_of(sip::HeaderId::To));
  call.request_uri = in.message.request_uri;
  // Nobody has subscribed to what comes outside a dialog (RFC 6665 4.1.3).
  const bool is_unasked = in.is_request() && record.method == Method::Notify &&
                          record.to_tag.empty();
  call.kind = is_unasked ? CallKind::Other : kind_of(in);
}

/// Addresses-of-record of one Call-ID among which that of a REGISTER is sought:
/// an older one is taken for new.
constexpr std::size_t kMaxAddresses = 64;

/// The client is expected to try again after these.
bool asks_for_another_attempt(std::uint16_t status) {
  return status < 400 || status == 401 || status == 407 || status == 422;
}

}  // namespace

CallKind kind_of(const Incoming& in) {
  switch (in.record.method) {
    case Method::Invite:
    case Method::Ack:
    case Method::Bye:
    case Method::Cancel:
    case Method::Prack:
    case Method::Update:
      return CallKind::Call;
    case Method::Info:
    case Method::Refer:
      // Inside a dialog they belong to a call whose INVITE was not seen.
      return in.record.to_tag.empty() ? CallKind::Other : CallKind::Call;
    case Method::Register:
      return CallKind::Registration;
    case Method::Subscribe:
    case Method::Notify:
      return CallKind::Subscription;
    case Method::Publish:
      return CallKind::Publication;
    case Method::Options:
      return CallKind::Options;
    case Method::Message:
      return CallKind::Message;
    default:
      return CallKind::Other;
  }
}

CallId CallTable::find(std::string_view call_id) const {
  // As a rule there is but one call, or the same is meant as before.
  const auto count = static_cast<std::uint32_t>(work_.calls.size());
  if (count != 0 && work_.calls.back().call_id == call_id) {
    return CallId(count - 1);
  }
  CallId id = table_.find(hash_of(call_id));
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::SameHash);
       ++i, id = work_.scratch(id).next_same_hash)
    if (work_.at(id).call_id == call_id) return id;
  return {};
}

CallId CallTable::find(const Incoming& in) const {
  const CallId newest = find(in.record.call_id);
  if (!newest.valid() || in.record.method != Method::Register ||
      work_.at(newest).kind != CallKind::Registration) {
    return newest;
  }
  // RFC 3261 10.2: To names what is registered, From who does it.
  const std::string_view address =
      uri_of(in.message.value_of(sip::HeaderId::To));
  if (address.empty()) return newest;
  CallId id = newest;
  for (std::size_t i = 0; id.valid() && i < kMaxAddresses; ++i) {
    const Call& call = work_.at(id);
    if (call.call_id == in.record.call_id && call.to_uri == address) return id;
    id = work_.scratch(id).next_same_hash;
  }
  return in.is_request() ? CallId() : newest;
}

CallId CallTable::create(const Incoming& in) {
  const CallId id(static_cast<std::uint32_t>(work_.calls.size()));
  Call call;
  call.call_id = in.record.call_id;
  // Else note_start() is about to.
  if (!in.is_initiating()) take_parties(in, call);
  call.first_message = in.id;
  call.first_frame = in.record.frame;
  call.first_time = in.record.timestamp;
  CallScratch scratch;
  scratch.latest_time = in.record.timestamp;
  if (!call.call_id.empty()) {
    if (!find(call.call_id).valid()) ++distinct_call_ids_;
    scratch.next_same_hash = table_.push(hash_of(call.call_id), id);
  }
  work_.calls.push_back(call);
  work_.call_scratch.push_back(scratch);
  return id;
}

bool CallTable::is_over(CallId id) const {
  const CallScratch& scratch = work_.scratch(id);
  return scratch.open_dialogs == 0 && (scratch.bye_seen || !scratch.answered);
}

bool CallTable::begins_anew(const Incoming& in, CallId id) const {
  const Call& call = work_.at(id);
  const CallScratch& scratch = work_.scratch(id);
  if (!in.is_initiating()) return false;
  // Where no Call-ID says otherwise, the next INVITE is the next call.
  if (call.call_id.empty())
    return in.record.method == Method::Invite &&
           (scratch.bye_seen || scratch.failed);
  if (!is_over(id) || elapsed(scratch.latest_time, in.record.timestamp) <
                          work_.options.call_id_reuse_gap)
    return false;
  // Registrations are refreshed and peers are pinged under one Call-ID, as
  // they should be (RFC 3261 10.2), for days and across restarts.
  if (call.kind == kind_of(in) && call.kind != CallKind::Call) return false;
  if (!scratch.start.valid()) return true;
  const MessageRecord& start = work_.at(work_.at(scratch.start).first_message);
  return in.record.cseq_number <= scratch.highest_cseq ||
         !equals_ignore_case(start.from_tag, in.record.from_tag);
}

bool CallTable::is_full(CallId id) const {
  const TransactionId last = work_.at(id).last_transaction;
  if (!last.valid() || work_.at(last).place_in_call + std::uint64_t{1} <
                           work_.limits[LimitId::CallTransactions])
    return false;
  work_.reached.add(LimitId::CallTransactions);
  return true;
}

void CallTable::append_transaction(CallId call_id, TransactionId transaction) {
  Call& call = work_.at(call_id);
  if (call.last_transaction.valid()) {
    work_.at(call.last_transaction).next_in_call = transaction;
    work_.at(transaction).place_in_call =
        work_.at(call.last_transaction).place_in_call + 1;
  } else {
    call.first_transaction = transaction;
  }
  call.last_transaction = transaction;
}

void CallTable::note(const Incoming& in, CallId id, TransactionId transaction) {
  Call& call = work_.at(id);
  MessageRecord& record = work_.at(in.id);
  CallScratch& scratch = work_.scratch(id);
  record.call = id;
  call.last_message = in.id;
  call.last_frame = record.frame;
  call.last_time = record.timestamp;
  scratch.latest_time = std::max(scratch.latest_time, record.timestamp);
  ++call.message_count;
  if (record.repetition == Repetition::Retransmission) ++call.retransmissions;
  if (record.repetition == Repetition::Duplicate) ++call.duplicates;
  if (record.repetition != Repetition::None) return;
  if (in.is_initiating()) note_start(in, id, transaction);
  note_progress(in, id, transaction);
}

void CallTable::note_start(const Incoming& in, CallId id,
                           TransactionId transaction) {
  CallScratch& scratch = work_.scratch(id);
  scratch.highest_cseq = std::max(scratch.highest_cseq, in.record.cseq_number);
  // A proxy's own host may capture what it sends before what it received.
  const bool before_start =
      !scratch.branch_before_start.empty() &&
      equals_ignore_case(scratch.branch_before_start, in.record.branch);
  // A stack may register and call under one Call-ID: then it is a call.
  const bool outranks_start = scratch.start.valid() &&
                              in.record.method == Method::Invite &&
                              work_.at(scratch.start).method != Method::Invite;
  if (scratch.start.valid() && !before_start && !outranks_start) return;
  scratch.start = transaction;
  scratch.branch_before_start = branch_of_hop_before(in);
  take_parties(in, work_.at(id));
}

void CallTable::note_progress(const Incoming& in, CallId id,
                              TransactionId transaction_id) {
  const Transaction& transaction = work_.at(transaction_id);
  CallScratch& scratch = work_.scratch(id);
  const std::uint16_t status = in.record.status;
  if (in.is_request()) {
    if (in.record.method == Method::Bye) scratch.bye_seen = true;
    if (in.record.method == Method::Invite) scratch.failed = false;
    return;
  }
  if (transaction.method != Method::Invite || transaction.in_dialog) return;
  if (status >= 200 && status < 300) scratch.answered = true;
  if (in.record.is_final()) scratch.failed = !asks_for_another_attempt(status);
}

}  // namespace siptriage::correlate
