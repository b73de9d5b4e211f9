#include "correlate/transaction_table.h"

#include "siptriage/base/ascii.h"

#include "correlate/limits.h"
#include "correlate/repetition.h"
#include "correlate/text_hash.h"

namespace siptriage::correlate {
namespace {

using sip::Method;

constexpr std::uint16_t kDefaultSipPort = 5060;

std::uint16_t effective_port(std::uint16_t port) {
  return port == 0 ? kDefaultSipPort : port;
}

bool same_sent_by(const Incoming& in, const TransactionScratch& scratch) {
  return effective_port(in.sent_by_port) ==
             effective_port(scratch.sent_by_port) &&
         equals_ignore_case(in.sent_by_host, scratch.sent_by_host);
}

bool same_method(Method method, std::string_view name,
                 const TransactionScratch& scratch) {
  return method == scratch.matching_method &&
         (method != Method::Unknown || name == scratch.matching_name);
}

std::uint32_t hash_of_key(CallId call, std::uint32_t cseq_number, Method method,
                          std::string_view method_name,
                          std::string_view branch_or_tag) {
  TextHash hash;
  hash.add(std::uint64_t{call.index()} << 32 | cseq_number);
  hash.add(static_cast<std::uint64_t>(method));
  if (method == Method::Unknown) hash.add_exact(method_name);
  hash.add_folded(branch_or_tag);
  return hash.value();
}

}  // namespace

bool TransactionTable::is_identified(const Incoming& in) {
  // Without CSeq a response does not say which method it answers.
  if (!in.is_request() && !in.has_cseq) return false;
  return in.has_cookie || (!in.record.call_id.empty() && in.has_cseq);
}

TransactionId TransactionTable::find(const Incoming& in, CallId call) const {
  if (in.is_request() && in.matching_method == Method::Ack)
    return find_for_ack(in, call);
  return find_keyed(in, call, in.matching_method, in.matching_name);
}

/// The ACK to a final response other than 2xx is part of the INVITE
/// transaction (RFC 3261 17.1.1.3); to a 2xx it is a transaction of its own,
/// even where a stack repeats the branch.
TransactionId TransactionTable::find_for_ack(const Incoming& in,
                                             CallId call) const {
  const TransactionId invite =
      find_keyed(in, call, Method::Invite, sip::to_string(Method::Invite));
  if (invite.valid()) {
    const std::uint16_t status = work_.at(invite).final_status;
    if (status < 200 || status >= 300) return invite;
  }
  return find_keyed(in, call, Method::Ack, in.matching_name);
}

TransactionId TransactionTable::find_keyed(const Incoming& in, CallId call,
                                           Method method,
                                           std::string_view method_name) const {
  TransactionId best;
  int best_affinity = -1;
  visit_same_hash(in, call, method, method_name, [&](TransactionId id) {
    if (!has_key_of(in, call, method, method_name, id)) return true;
    if (in.is_request()) {
      if (!request_matches(in, id)) return true;
      best = id;
      return false;
    }
    const int affinity = response_affinity(in, id);
    if (affinity > best_affinity) {
      best = id;
      best_affinity = affinity;
    }
    return true;
  });
  return best;
}

/// Visits the transactions that may have that key, the newest first, until
/// `visit` gives false. A few are looked at one by one: to hash costs more.
template <typename Visit>
void TransactionTable::visit_same_hash(const Incoming& in, CallId call,
                                       Method method,
                                       std::string_view method_name,
                                       Visit visit) const {
  const auto count = static_cast<std::uint32_t>(work_.transactions.size());
  if (count <= kMaxUnindexed) {
    for (std::uint32_t i = count; i-- > 0;) {
      const TransactionId id(i);
      if (work_.scratch(id).identified && !visit(id)) return;
    }
    return;
  }
  TransactionId id = table_.find(
      hash_of_key(call, in.record.cseq_number, method, method_name,
                  in.has_cookie ? in.record.branch : in.record.from_tag));
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::SameKeyTransactions);
       ++i, id = work_.scratch(id).next_same_hash) {
    if (!visit(id)) return;
  }
}

/// Enters the transactions before the `count`th in the table.
void TransactionTable::index_up_to(std::size_t count) {
  for (; indexed_ < count; ++indexed_) {
    const TransactionId id(static_cast<std::uint32_t>(indexed_));
    TransactionScratch& scratch = work_.scratch(id);
    if (!scratch.identified) continue;
    const Transaction& transaction = work_.at(id);
    const std::uint32_t hash =
        hash_of_key(transaction.call, transaction.cseq_number,
                    scratch.matching_method, scratch.matching_name,
                    scratch.has_cookie ? transaction.branch : scratch.from_tag);
    scratch.next_same_hash = table_.push(hash, id);
  }
}

bool TransactionTable::has_key_of(const Incoming& in, CallId call,
                                  Method method, std::string_view method_name,
                                  TransactionId id) const {
  const Transaction& transaction = work_.at(id);
  const TransactionScratch& scratch = work_.scratch(id);
  if (transaction.call != call ||
      transaction.cseq_number != in.record.cseq_number ||
      scratch.has_cookie != in.has_cookie ||
      !same_method(method, method_name, scratch))
    return false;
  if (in.has_cookie)
    return equals_ignore_case(transaction.branch, in.record.branch);
  return equals_ignore_case(work_.at(transaction.first_message).from_tag,
                            in.record.from_tag);
}

/// RFC 3261 17.2.3.
bool TransactionTable::request_matches(const Incoming& in,
                                       TransactionId id) const {
  const Transaction& transaction = work_.at(id);
  const TransactionScratch& scratch = work_.scratch(id);
  if (!same_sent_by(in, scratch)) return false;
  if (in.matching_method == Method::Ack) return true;
  if (!in.has_cookie) {
    if (!equals_ignore_case(transaction.branch, in.record.branch)) return false;
    if (transaction.request.valid() &&
        (scratch.request_uri != in.message.request_uri ||
         !equals_ignore_case(work_.at(transaction.request).to_tag,
                             in.record.to_tag)))
      return false;
  }
  return !is_outlived_by(in, id);
}

/// How well a response fits a transaction of its key; negative: not at all.
int TransactionTable::response_affinity(const Incoming& in,
                                        TransactionId id) const {
  const int affinity = (same_sent_by(in, work_.scratch(id)) ? 2 : 0) +
                       (crossed_hop_of(in.record, work_.at(id)) ? 1 : 0);
  // The client compares the branch alone (17.1.3); without the cookie
  // something else must speak for the response.
  return in.has_cookie || affinity > 0 ? affinity : -1;
}

/// Timers H and J end the server transaction after 64*T1 (RFC 3261 17.2.1,
/// 17.2.2), and no retransmission comes as late: the same request by the same
/// way then is a new one, of a stack that never changes its branch.
bool TransactionTable::is_outlived_by(const Incoming& in,
                                      TransactionId id) const {
  const Transaction& transaction = work_.at(id);
  const MessageRecord& last = work_.at(transaction.last_message);
  if (!transaction.request.valid() ||
      elapsed(last.timestamp, in.record.timestamp) <=
          work_.transaction_timeout())
    return false;
  return crossed_hop_of(in.record, transaction) &&
         !is_same_packet(work_.at(transaction.request), in.record,
                         work_.options);
}

TransactionId TransactionTable::find_in_order(const Incoming& in,
                                              TransactionId newest) const {
  return in.is_request() ? find_request_in_order(in, newest)
                         : find_response_in_order(in, newest);
}

/// The newest request of that method on that hop, if this one repeats it.
TransactionId TransactionTable::find_request_in_order(
    const Incoming& in, TransactionId newest) const {
  TransactionId id = newest;
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::OrderedTransactions);
       ++i, id = work_.scratch(id).previous) {
    const Transaction& transaction = work_.at(id);
    if (!crossed_hop_of(in.record, transaction) || !transaction.request.valid())
      continue;
    if (in.has_cseq && transaction.cseq_number != in.record.cseq_number)
      continue;
    if (in.matching_method == Method::Ack &&
        transaction.method == Method::Invite)
      return transaction.final_status >= 300 ? id : TransactionId();
    if (same_method(in.matching_method, in.matching_name, work_.scratch(id)))
      return continues(in, id) ? id : TransactionId();
  }
  return {};
}

bool TransactionTable::continues(const Incoming& in, TransactionId id) const {
  const Transaction& transaction = work_.at(id);
  const MessageRecord& request = work_.at(transaction.request);
  if (request.octets != in.record.octets) return false;
  if (is_same_packet(request, in.record, work_.options)) return true;
  const bool open = transaction.final_status == 0;
  return (open || in.has_cseq) &&
         elapsed(request.timestamp, in.record.timestamp) <=
             work_.transaction_timeout();
}

/// The newest request that still waits for an answer from that side; failing
/// that, the newest whose final response this one repeats.
TransactionId TransactionTable::find_response_in_order(
    const Incoming& in, TransactionId newest) const {
  TransactionId completed;
  TransactionId id = newest;
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::OrderedTransactions);
       ++i, id = work_.scratch(id).previous) {
    if (!may_answer(in, id)) continue;
    if (work_.at(id).final_status == 0) return id;
    if (!completed.valid()) completed = id;
  }
  const bool repeated = completed.valid() && repeats_final(in, completed);
  return repeated ? completed : TransactionId();
}

bool TransactionTable::repeats_final(const Incoming& in,
                                     TransactionId id) const {
  const MessageRecord& final_response = work_.at(work_.at(id).final_response);
  return final_response.octets == in.record.octets &&
         elapsed(final_response.timestamp, in.record.timestamp) <=
             work_.transaction_timeout();
}

TransactionId TransactionTable::find_by_hop(const Incoming& in,
                                            TransactionId newest) const {
  TransactionId id = newest;
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::OrderedTransactions);
       ++i, id = work_.scratch(id).previous) {
    const Transaction& transaction = work_.at(id);
    if (!transaction.request.valid() ||
        transaction.cseq_number != in.record.cseq_number ||
        !crossed_hop_of(in.record, transaction) ||
        !same_method(in.matching_method, in.matching_name, work_.scratch(id)) ||
        !equals_ignore_case(work_.at(transaction.request).from_tag,
                            in.record.from_tag))
      continue;
    if (transaction.final_status == 0 || repeats_final(in, id)) return id;
  }
  return {};
}

/// Came from the right side, and no header field that both have says no.
bool TransactionTable::may_answer(const Incoming& in, TransactionId id) const {
  const Transaction& transaction = work_.at(id);
  if (transaction.method == Method::Ack ||
      !crossed_hop_of(in.record, transaction))
    return false;
  if (in.has_cseq && transaction.cseq_number != 0 &&
      transaction.cseq_number != in.record.cseq_number)
    return false;
  if (in.has_cseq &&
      !same_method(in.matching_method, in.matching_name, work_.scratch(id)))
    return false;
  return in.record.branch.empty() || transaction.branch.empty() ||
         equals_ignore_case(in.record.branch, transaction.branch);
}

TransactionId TransactionTable::create(const Incoming& in, CallId call,
                                       TransactionId previous) {
  const TransactionId id(static_cast<std::uint32_t>(work_.transactions.size()));
  Transaction transaction;
  transaction.call = call;
  transaction.branch = in.record.branch;
  transaction.method = in.record.method;
  transaction.method_name = in.record.method_name;
  transaction.cseq_number = in.record.cseq_number;
  transaction.transport = in.record.transport;
  const bool request = in.is_request();
  transaction.client = request ? in.record.source : in.record.destination;
  transaction.server = request ? in.record.destination : in.record.source;
  if (!request) transaction.observed_state = TransactionState::ResponseOnly;

  TransactionScratch scratch;
  scratch.sent_by_host = in.sent_by_host;
  scratch.matching_name = in.matching_name;
  scratch.matching_method = in.matching_method;
  scratch.sent_by_port = in.sent_by_port;
  scratch.previous = previous;
  scratch.has_cookie = in.has_cookie;
  scratch.identified = is_identified(in);
  scratch.from_tag = in.record.from_tag;
  work_.transactions.push_back(transaction);
  work_.transaction_scratch.push_back(scratch);
  if (work_.transactions.size() > kMaxUnindexed) {
    index_up_to(work_.transactions.size());
  }
  return id;
}

}  // namespace siptriage::correlate
