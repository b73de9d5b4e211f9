#include "annotate/failures.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "annotate/dialog_methods.h"
#include "annotate/glare.h"

namespace siptriage::detail {
namespace {

constexpr std::uint16_t kUnknownDialog = 481;

Outcome outcome_of_class(std::uint16_t status) {
  switch (status / 100) {
    case 3:
      return Outcome::Redirected;
    case 5:
      return Outcome::ServerFailure;
    case 6:
      return Outcome::GlobalFailure;
    default:
      return Outcome::ClientFailure;
  }
}

Outcome outcome_of_status(std::uint16_t status) {
  switch (status) {
    case 486:
    case 600:
      return Outcome::Busy;
    case 603:
    case 607:
      return Outcome::Declined;
    default:
      return outcome_of_class(status);
  }
}

bool asks_for_credentials(std::uint16_t status) {
  return status == 401 || status == 407;
}

// Challenges and what a CANCEL ended are no failures.
bool is_no_failure(std::uint16_t status) {
  return status < 300 || asks_for_credentials(status) || status == 487;
}

// The ACK of a refusal has the To tag of that (RFC 3261 17.1.1.3).
bool has_request_in_dialog(const Trace& trace, const Call& call) {
  const std::uint32_t decisive = trace.transaction(call.decisive).cseq_number;
  for (TransactionId id = call.first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    const bool is_ack = transaction.method == sip::Method::Ack &&
                        transaction.cseq_number == decisive;
    if (transaction.in_dialog && !is_ack) return true;
  }
  return false;
}

// A refusal of which the capture lacks the request. Whether that was in a
// dialog it does not say.
bool is_refused_unseen(const Transaction& transaction) {
  return !transaction.request.valid() && transaction.final_status >= 400 &&
         !is_no_failure(transaction.final_status) &&
         transaction.method != sip::Method::Cancel;
}

// What began before the capture, and of which the refusal is there. Whether a
// response belongs to a dialog nothing but its request says: another request
// in one tells that there was one.
bool failed_before_capture(const Trace& trace, const Call& call) {
  if (call.outcome != Outcome::StartNotSeen || !call.decisive.valid()) {
    return false;
  }
  const Transaction& decisive = trace.transaction(call.decisive);
  return is_refused_unseen(decisive) && decisive.method != sip::Method::Bye &&
         !has_request_in_dialog(trace, call);
}

// What else became of the requests of a call, looked up only when one was
// refused: a hostile call has thousands of failures.
class OtherRequests {
 public:
  OtherRequests(const Trace& trace, CallId call) : trace_(trace), call_(call) {}

  // Whether the sender of `transaction` succeeded with its method later on.
  [[nodiscard]] bool succeed_after(const Transaction& transaction) {
    gather();
    const auto last =
        last_successes_.find({transaction.method_name, transaction.client});
    return last != last_successes_.end() &&
           last->second > transaction.place_in_call;
  }

  // Whether the capture shows its request at another hop, or a later response
  // to it: forks and hops of one request fail once.
  [[nodiscard]] bool are_the_same(const Transaction& transaction) {
    gather();
    return stand_for_request_.at(request_of(transaction)).first !=
           transaction.place_in_call;
  }

  // Whether the capture shows another BYE of its dialog, from either side and
  // before it was refused: the call was over (RFC 3261 15.1.1).
  [[nodiscard]] bool ended_before(const Transaction& transaction) {
    gather();
    const MessageRecord& refused = trace_.message(transaction.final_response);
    const auto theirs = first_byes_.find({refused.to_tag, refused.from_tag});
    if (theirs != first_byes_.end() &&
        theirs->second.timestamp <= refused.timestamp) {
      return true;
    }
    const auto ours = first_byes_.find({refused.from_tag, refused.to_tag});
    return ours != first_byes_.end() &&
           ours->second.cseq_number < transaction.cseq_number;
  }

  // Whether its sender let it rest: no further request with its method, for as
  // long as whoever has credentials would not wait.
  [[nodiscard]] bool are_given_up(const Transaction& transaction,
                                  Duration after) {
    gather();
    const auto last =
        last_requests_.find({transaction.method_name, transaction.client});
    if (last != last_requests_.end() &&
        last->second > transaction.place_in_call) {
      return false;
    }
    return trace_.capture_end() -
               trace_.message(transaction.final_response).timestamp >=
           after;
  }

  // Whether a later change of the call went through, of whichever side.
  [[nodiscard]] bool change_after(const Transaction& transaction) {
    gather();
    return std::ranges::any_of(last_successes_, [&](const auto& success) {
      return (success.first.first == "INVITE" ||
              success.first.first == "UPDATE") &&
             success.second > transaction.place_in_call;
    });
  }

  // Whether an earlier hop of the request was seen: who sent it here had got
  // it from somebody else.
  [[nodiscard]] bool came_from_hop_before(const Transaction& transaction) {
    gather();
    const auto first =
        first_at_server_.find(key_of(transaction, transaction.client.address));
    return first != first_at_server_.end() &&
           first->second < transaction.place_in_call;
  }

 private:
  using Key =
      std::tuple<std::uint32_t, std::string_view, std::string_view, IpAddress>;

  using Request = std::tuple<std::uint32_t, std::string_view, std::string_view>;
  using Sender = std::pair<std::string_view, Endpoint>;  // method, client

  using Tags = std::pair<std::string_view, std::string_view>;  // From, To
  struct FirstBye {
    Timestamp timestamp;
    std::uint32_t cseq_number;
  };

  [[nodiscard]] Request request_of(const Transaction& transaction) const {
    return {transaction.cseq_number, transaction.method_name,
            trace_.message(transaction.first_message).from_tag};
  }
  [[nodiscard]] Key key_of(const Transaction& transaction,
                           const IpAddress& server) const {
    return {transaction.cseq_number, transaction.method_name,
            trace_.message(transaction.first_message).from_tag, server};
  }

  void gather() {
    if (gathered_) return;
    gathered_ = true;
    for (TransactionId id = trace_.call(call_).first_transaction; id.valid();
         id = trace_.transaction(id).next_in_call) {
      const Transaction& transaction = trace_.transaction(id);
      first_at_server_.try_emplace(
          key_of(transaction, transaction.server.address),
          transaction.place_in_call);
      note_request(transaction);
      last_requests_[{transaction.method_name, transaction.client}] =
          transaction.place_in_call;
      note_bye(transaction);
      if (transaction.final_status / 100 != 2) continue;
      last_successes_[{transaction.method_name, transaction.client}] =
          transaction.place_in_call;
    }
  }

  // One that was challenged ended nothing.
  void note_bye(const Transaction& transaction) {
    if (transaction.method != sip::Method::Bye ||
        asks_for_credentials(transaction.final_status)) {
      return;
    }
    const MessageRecord& first = trace_.message(transaction.first_message);
    first_byes_.try_emplace({first.from_tag, first.to_tag},
                            FirstBye{first.timestamp, first.cseq_number});
  }

  // Of several, one with a request stands for all; else the last one.
  void note_request(const Transaction& transaction) {
    const bool is_seen = transaction.request.valid();
    auto& [place, any_seen] = stand_for_request_[request_of(transaction)];
    if (is_seen || !any_seen) place = transaction.place_in_call;
    any_seen = any_seen || is_seen;
  }

  const Trace& trace_;
  const CallId call_;
  bool gathered_ = false;
  // Places in the call.
  std::map<Sender, std::uint32_t> last_successes_;
  std::map<Sender, std::uint32_t> last_requests_;
  std::map<Tags, FirstBye> first_byes_;
  std::map<Key, std::uint32_t> first_at_server_;
  std::map<Request, std::pair<std::uint32_t, bool>> stand_for_request_;
};

bool has_dialogs(CallKind kind) {
  return kind == CallKind::Call || kind == CallKind::Subscription;
}

bool failed_within_call(CallKind kind, const Transaction& transaction,
                        OtherRequests& others) {
  // Nothing answers it: what does refuses nothing (RFC 3261 17).
  if (transaction.method == sip::Method::Ack) return false;
  const bool unseen = has_dialogs(kind) && is_refused_unseen(transaction);
  // One that forgot the tag of the other side was meant for it all the same.
  const bool forgot_tag = kind == CallKind::Call &&
                          needs_dialog(transaction.method) &&
                          transaction.final_status >= 400;
  if (!transaction.in_dialog && !unseen && !forgot_tag) return false;
  if (!transaction.timed_out && is_no_failure(transaction.final_status) &&
      !(asks_for_credentials(transaction.final_status) &&
        others.are_given_up(transaction, kTimeToAnswerChallenge))) {
    return false;
  }
  // Who crossed another change waits before the next try (RFC 3261 14.1).
  if (transaction.final_status == kRequestPending &&
      (others.change_after(transaction) ||
       !others.are_given_up(transaction, kLongestGlareWait))) {
    return false;
  }
  if (transaction.final_status == kUnknownDialog &&
      others.ended_before(transaction)) {
    return false;
  }
  if (unseen && others.are_the_same(transaction)) return false;
  if (others.came_from_hop_before(transaction)) return false;
  return transaction.timed_out || !others.succeed_after(transaction);
}

}  // namespace

void for_each_failure(const Trace& trace,
                      const std::function<void(const Failure&)>& each) {
  for (std::uint32_t i = 0; i < trace.calls().size(); ++i) {
    const CallId id(i);
    const Call& call = trace.call(id);
    const bool failed = is_failure(call.outcome);
    if (failed) each({id, call.outcome, false, call.decisive});
    const bool failed_before = failed_before_capture(trace, call);
    if (failed_before) {
      each({id, outcome_of_status(call.final_status), false, call.decisive});
    }
    OtherRequests others(trace, id);
    for (TransactionId t = call.first_transaction; t.valid();
         t = trace.transaction(t).next_in_call) {
      const Transaction& transaction = trace.transaction(t);
      if (((failed || failed_before) && t == call.decisive) ||
          !failed_within_call(call.kind, transaction, others)) {
        continue;
      }
      each({id,
            transaction.timed_out ? Outcome::TimedOut
            : asks_for_credentials(transaction.final_status)
                ? Outcome::Challenged
                : outcome_of_class(transaction.final_status),
            true, t});
    }
  }
}

}  // namespace siptriage::detail
