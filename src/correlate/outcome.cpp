#include "correlate/outcome.h"

#include <algorithm>
#include <chrono>

#include "siptriage/base/ascii.h"

namespace siptriage::correlate {
namespace {

using sip::Method;

constexpr Duration kShortestRinging = std::chrono::seconds(3);
// Whoever has credentials sends them sooner.
constexpr Duration kSoonGivenUp = std::chrono::seconds(1);

bool is_challenge(std::uint16_t status) {
  return status == 401 || status == 407;
}

/// What a final response means by itself; `rang` and CANCEL are looked at
/// before. 480 and 408 to a phone that never rang tell of a client failure,
/// not of somebody who did not answer.
Outcome outcome_of(std::uint16_t status) {
  switch (status) {
    case 401:
    case 407:
      return Outcome::Challenged;
    case 486:
    case 600:
      return Outcome::Busy;
    case 603:
    case 607:
      return Outcome::Declined;
    default:
      break;
  }
  if (status < 300) return Outcome::Succeeded;
  if (status < 400) return Outcome::Redirected;
  if (status < 500) return Outcome::ClientFailure;
  return status < 600 ? Outcome::ServerFailure : Outcome::GlobalFailure;
}

/// A 183 tells of some progress (RFC 3261 21.1.5), of a phone that rings only
/// where the caller has heard something long enough.
bool has_rung(const Workspace& work, const Transaction& transaction) {
  const MessageId end = transaction.final_response;
  for (MessageId id = transaction.first_provisional; id.valid();
       id = work.at(id).next_in_transaction) {
    const MessageRecord& sign = work.at(id);
    if (sign.status == 180) return true;
    if (sign.status == 183 && end.valid() &&
        elapsed(sign.timestamp, work.at(end).timestamp) >= kShortestRinging)
      return true;
  }
  return false;
}

/// CANCEL, or a BYE to the early dialog (RFC 3261 15): both make the callee
/// answer 487.
bool gave_up(const Workspace& work, CallId call, const Transaction& attempt) {
  if (attempt.cancelled_by.valid()) return true;
  if (attempt.final_status != 487) return false;
  for (TransactionId id = work.at(call).first_transaction; id.valid();
       id = work.at(id).next_in_call)
    if (work.at(id).method == Method::Bye &&
        work.at(id).client == attempt.client)
      return true;
  return false;
}

/// The CANCEL came before the final response.
bool was_cancelled_before(const Workspace& work, const Transaction& attempt) {
  return attempt.cancelled_by.valid() && attempt.final_response.valid() &&
         work.at(attempt.cancelled_by).first_message < attempt.final_response;
}

Outcome outcome_without_final(const Transaction& transaction) {
  return transaction.timed_out ? Outcome::TimedOut : Outcome::NoFinalResponse;
}

/// An INVITE that no 2xx answered.
Outcome outcome_of_unanswered(const Workspace& work, CallId call,
                              const Transaction& attempt) {
  const std::uint16_t status = attempt.final_status;
  if ((status == 0 || status == 487) && gave_up(work, call, attempt))
    return Outcome::Cancelled;
  // What cannot reach those it asked has nothing but a 408 left to say.
  if (status == 408 && was_cancelled_before(work, attempt))
    return Outcome::Cancelled;
  if (status == 0) return outcome_without_final(attempt);
  if ((status == 408 || status == 480 || status == 487) &&
      has_rung(work, attempt))
    return Outcome::NoAnswer;
  return outcome_of(status);
}

/// Whether `follower` is of the dialog that `invite` began, whichever side sent
/// it.
bool is_of_same_dialog(const Workspace& work, const Transaction& invite,
                       const Transaction& follower) {
  const std::string_view caller_tag = work.at(invite.first_message).from_tag;
  const MessageRecord& message = work.at(follower.first_message);
  return !caller_tag.empty() &&
         (equals_ignore_case(message.from_tag, caller_tag) ||
          equals_ignore_case(message.to_tag, caller_tag));
}

/// What only the 2xx of an INVITE makes possible: its ACK, which is a
/// transaction of its own (RFC 3261 13.2.2.4), and a BYE or re-INVITE that
/// succeeded (14, 15). An INFO or UPDATE may come before it (RFC 3311 5.1).
bool proves_answer(const Workspace& work, const Transaction& attempt,
                   TransactionId follower_id) {
  const Transaction& follower = work.at(follower_id);
  if (!follower.in_dialog) return false;
  if (follower.method == Method::Ack)
    return attempt.ack.valid() &&
           work.at(attempt.ack).transaction == follower_id;
  return (follower.method == Method::Bye ||
          follower.method == Method::Invite) &&
         is_2xx(follower.final_status) &&
         is_of_same_dialog(work, attempt, follower);
}

/// Whether the attempt got a 2xx that the capture does not hold.
bool was_answered_unseen(const Workspace& work, const Transaction& attempt) {
  if (attempt.final_status != 0 || !attempt.request.valid()) return false;
  for (TransactionId id = attempt.next_in_call; id.valid();
       id = work.at(id).next_in_call)
    if (proves_answer(work, attempt, id)) return true;
  return false;
}

/// The BYE that ended the dialog of the 2xx; where a stack sends no tags, or
/// the 2xx was not seen, any.
bool ended_by_bye(const Workspace& work, CallId call,
                  const Transaction& answered) {
  if (!answered.final_response.valid()) return work.scratch(call).bye_seen;
  const DialogId dialog = work.at(answered.final_response).dialog;
  if (dialog.valid()) {
    const MessageId by = work.at(dialog).terminated_by;
    return by.valid() && work.at(by).method == Method::Bye;
  }
  return work.scratch(call).bye_seen;
}

/// The 2xx of the attempt that an ACK proves to have been answered, although
/// the capture shows that 2xx at another hop only.
TransactionId find_answer_elsewhere(const Workspace& work, CallId call,
                                    const Transaction& attempt) {
  if (attempt.final_status != 0 || !attempt.ack.valid()) return {};
  for (TransactionId id = work.at(call).first_transaction; id.valid();
       id = work.at(id).next_in_call) {
    const Transaction& other = work.at(id);
    if (other.method == Method::Invite && !other.in_dialog &&
        is_2xx(other.final_status) && other.cseq_number == attempt.cseq_number)
      return id;
  }
  return {};
}

void decide(Call& call, const Transaction& transaction, TransactionId id,
            Outcome outcome) {
  call.decisive = id;
  call.final_status = transaction.final_status;
  call.outcome = outcome;
}

/// Which of the branches of one INVITE a proxy passes back: a 6xx, else one of
/// the lowest class (RFC 3261 16.7 item 6), here the last of them. `last` if
/// the capture is not behind a proxy that forks.
TransactionId best_branch(const Workspace& work, TransactionId last,
                          const std::vector<TransactionId>& attempts) {
  const auto rank = [&work](TransactionId id) {
    const int status_class = work.at(id).final_status / 100;
    return status_class == 6 ? 1 : status_class;
  };
  TransactionId best = last;
  for (auto it = attempts.rbegin(); it != attempts.rend(); ++it) {
    const Transaction& branch = work.at(*it);
    if (branch.cseq_number != work.at(last).cseq_number) continue;
    if (branch.final_status == 0) return last;
    if (rank(*it) < rank(best)) best = *it;
  }
  return best;
}

void decide_call(Workspace& work, CallId id,
                 const std::vector<TransactionId>& attempts) {
  Call& call = work.at(id);
  TransactionId decisive = best_branch(work, attempts.back(), attempts);
  for (const TransactionId attempt : attempts)
    if (is_2xx(work.at(attempt).final_status)) {
      decisive = attempt;
      break;
    }
  const TransactionId elsewhere =
      find_answer_elsewhere(work, id, work.at(decisive));
  if (elsewhere.valid()) decisive = elsewhere;
  Transaction& transaction = work.at(decisive);
  const bool answered_unseen = was_answered_unseen(work, transaction);
  if (answered_unseen) transaction.timed_out = false;
  if (!is_2xx(transaction.final_status) && !answered_unseen) {
    decide(call, transaction, decisive,
           outcome_of_unanswered(work, id, transaction));
    return;
  }
  decide(call, transaction, decisive,
         ended_by_bye(work, id, transaction) ? Outcome::AnsweredEnded
                                             : Outcome::AnsweredEndNotSeen);
}

/// What went on after a challenge at another hop, where the capture does not
/// show the one in front: behind IPsec, as in IMS, or on another interface.
TransactionId find_success_elsewhere(const Workspace& work,
                                     TransactionId challenged) {
  const Transaction& before = work.at(challenged);
  for (TransactionId id = before.next_in_call; id.valid();
       id = work.at(id).next_in_call) {
    const Transaction& other = work.at(id);
    if (other.method_name == before.method_name && !other.in_dialog &&
        is_2xx(other.final_status) && other.cseq_number > before.cseq_number &&
        equals_ignore_case(work.at(other.first_message).from_tag,
                           work.at(before.first_message).from_tag))
      return id;
  }
  return {};
}

/// The last attempt, unless the capture merely ends before its answer and an
/// earlier one came to an end that was no challenge.
void decide_exchange(Workspace& work, Call& call,
                     const std::vector<TransactionId>& attempts) {
  TransactionId decisive = attempts.back();
  const auto complete = std::find_if(
      attempts.rbegin(), attempts.rend(), [&](TransactionId attempt) {
        return work.at(attempt).final_status != 0 || work.at(attempt).timed_out;
      });
  if (complete != attempts.rend() &&
      !is_challenge(work.at(*complete).final_status))
    decisive = *complete;
  if (is_challenge(work.at(decisive).final_status)) {
    const TransactionId elsewhere = find_success_elsewhere(work, decisive);
    if (elsewhere.valid()) decisive = elsewhere;
  }
  const Transaction& transaction = work.at(decisive);
  decide(call, transaction, decisive,
         transaction.final_status == 0 ? outcome_without_final(transaction)
                                       : outcome_of(transaction.final_status));
}

/// What there is of a call that began before the capture: its last INVITE
/// response, else its last final response.
void describe_without_start(Workspace& work, Call& call) {
  TransactionId decisive;
  for (TransactionId id = call.first_transaction; id.valid();
       id = work.at(id).next_in_call) {
    const Transaction& transaction = work.at(id);
    if (transaction.final_status == 0) continue;
    const bool keeps = decisive.valid() &&
                       work.at(decisive).method == Method::Invite &&
                       transaction.method != Method::Invite;
    if (!keeps) decisive = id;
  }
  call.outcome = Outcome::StartNotSeen;
  if (!decisive.valid()) return;
  call.decisive = decisive;
  call.final_status = work.at(decisive).final_status;
}

/// Whether the last one asks for what no challenge before asked for, and no
/// credentials were given for: another realm, or a new nonce instead of one
/// from before the capture.
bool asks_anew(const Workspace& work, const Call& call,
               const std::vector<TransactionId>& attempts) {
  const TransactionScratch& last = work.scratch(call.decisive);
  if (call.decisive != attempts.back() || !last.has_credentials) return false;
  if (!last.is_stale && last.challenges.shares_with(last.credentials)) {
    return false;
  }
  return std::none_of(
      attempts.begin(), attempts.end() - 1, [&](TransactionId id) {
        return work.scratch(id).challenges.shares_with(last.challenges);
      });
}

/// A challenge to credentials of its realm, or after another one, refuses what
/// was sent; not after a success, or as it says: then a nonce has expired.
bool is_open_challenge(const Workspace& work, const Call& call,
                       const std::vector<TransactionId>& attempts,
                       Timestamp end) {
  if (call.outcome != Outcome::Challenged || attempts.empty()) return false;
  const bool is_first =
      attempts.size() == 1 && !work.scratch(call.decisive).has_credentials;
  const bool succeeded_before =
      attempts.size() > 1 && call.decisive == attempts.back() &&
      is_2xx(work.at(attempts[attempts.size() - 2]).final_status);
  if (!is_first && !succeeded_before && !asks_anew(work, call, attempts)) {
    return false;
  }
  const MessageId challenge = work.at(call.decisive).final_response;
  return challenge.valid() &&
         elapsed(work.at(challenge).timestamp, end) < kSoonGivenUp;
}

}  // namespace

void find_attempts(const Workspace& work, CallId call,
                   std::vector<TransactionId>& attempts) {
  attempts.clear();
  const TransactionId start_id = work.scratch(call).start;
  if (!start_id.valid()) return;
  const Transaction& start = work.at(start_id);
  const std::string_view from_tag = work.at(start.first_message).from_tag;
  std::uint32_t highest_cseq = 0;
  for (TransactionId id = start_id; id.valid(); id = work.at(id).next_in_call) {
    const Transaction& other = work.at(id);
    if (other.method != start.method || other.in_dialog ||
        other.method_name != start.method_name)
      continue;
    // A request that the capture lost; after an answer it was a re-INVITE.
    if (!other.request.valid() && !attempts.empty() &&
        is_2xx(work.at(attempts.back()).final_status))
      continue;
    // A client may change its port between attempts; what a proxy on the same
    // host sends on keeps the CSeq number.
    const bool next_attempt =
        other.client.address == start.client.address &&
        other.cseq_number > highest_cseq &&
        equals_ignore_case(from_tag, work.at(other.first_message).from_tag);
    if (other.client != start.client && !next_attempt) continue;
    attempts.push_back(id);
    highest_cseq = std::max(highest_cseq, other.cseq_number);
  }
}

void decide_outcome(Workspace& work, CallId id,
                    const std::vector<TransactionId>& attempts, Timestamp end) {
  Call& call = work.at(id);
  for (TransactionId it = call.first_transaction; it.valid();
       it = work.at(it).next_in_call)
    if (is_challenge(work.at(it).final_status)) call.challenged = true;
  if (attempts.empty())
    describe_without_start(work, call);
  else if (call.kind == CallKind::Call)
    decide_call(work, id, attempts);
  else
    decide_exchange(work, call, attempts);
  if (is_open_challenge(work, call, attempts, end))
    call.outcome = Outcome::NoFinalResponse;
}

}  // namespace siptriage::correlate
