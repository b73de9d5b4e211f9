#include "annotate/session_metrics.h"

#include <optional>
#include <utility>

namespace siptriage::detail {
namespace {

using sip::Method;

bool is_challenge(std::uint16_t status) {
  return status == 401 || status == 407;
}
// RFC 6076 4.2 and 4.3.2 count 402 among the challenges.
bool is_failure_response(std::uint16_t status) {
  return status >= 400 && !is_challenge(status) && status != 402;
}

DelayHistogram& delays(MetricSet& set, DelayMetric metric) {
  return set.delays[static_cast<std::size_t>(metric)];
}

Timestamp time_of(const Trace& trace, MessageId id) {
  return trace.message(id).timestamp;
}

// Counts the INVITEs of the attempt; gives the first of them.
TransactionId count_invites(const Trace& trace, const Call& call,
                            SessionCounts& sessions) {
  TransactionId first;
  std::uint32_t highest_cseq = 0;
  for (TransactionId id = call.first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& invite = trace.transaction(id);
    if (invite.method != Method::Invite || invite.in_dialog ||
        !invite.request.valid()) {
      continue;
    }
    if (!first.valid()) {
      first = id;
    } else if (!is_next_of(trace.transaction(first), invite, highest_cseq)) {
      continue;
    }
    highest_cseq = invite.cseq_number;
    ++sessions.invites;
    if (is_challenge(invite.final_status)) ++sessions.invites_challenged;
    if (invite.final_status / 100 == 3) ++sessions.invites_redirected;
  }
  return first;
}

bool met_user(const Call& call) {
  switch (call.outcome) {
    case Outcome::Busy:
    case Outcome::NoAnswer:
    case Outcome::Declined:
      return true;
    case Outcome::Cancelled:
      return call.post_dial_delay.has_value();
    default:
      return false;
  }
}

// The 2xx itself may be missing in the capture.
bool is_answered(const Call& call) {
  return call.outcome == Outcome::AnsweredEnded ||
         call.outcome == Outcome::AnsweredEndNotSeen;
}

bool is_of_user(std::uint16_t status) {
  return status == 480 || status == 486 || status == 600 || status == 603;
}

bool is_ineffective(const Call& call) {
  const std::uint16_t status = call.final_status;
  return call.outcome == Outcome::TimedOut || status == 408 || status == 500 ||
         status == 503 || status == 504;
}

void count_outcome(const Call& call, SessionCounts& sessions) {
  ++sessions.attempts;
  if (call.outcome == Outcome::NoFinalResponse) ++sessions.undecided;
  if (call.outcome == Outcome::Redirected) ++sessions.redirected;
  if (is_answered(call)) ++sessions.answered;
  if (is_of_user(call.final_status)) ++sessions.by_user;
  if (met_user(call)) ++sessions.met_user;
  if (is_ineffective(call)) ++sessions.ineffective;
}

// Where the time of the first sign belongs.
DelayHistogram& first_sign_delays(const Call& call, PeerTally& tally) {
  if (is_2xx(call.final_status)) {
    return delays(tally.set, DelayMetric::SrdAnswered);
  }
  return is_failure_response(call.final_status)
             ? tally.rang_and_failed
             : delays(tally.set, DelayMetric::Pdd);
}

void measure_set_up(const Trace& trace, const Call& call, TransactionId first,
                    PeerTally& tally) {
  if (call.post_dial_delay) {
    first_sign_delays(call, tally).add(*call.post_dial_delay);
  } else if (is_failure_response(call.final_status) &&
             call.outcome != Outcome::Cancelled && first.valid()) {
    // How long a caller waits before giving up is no delay of the network.
    const MessageId response = trace.transaction(call.decisive).final_response;
    delays(tally.set, DelayMetric::SrdFailed)
        .add(elapsed(time_of(trace, trace.transaction(first).request),
                     time_of(trace, response)));
  }
}

// The BYE of a session, and those sent again for its challenge or failure.
struct Ending {
  TransactionId first_bye;
  bool is_answered = false;
  bool is_timed_out = false;
  std::optional<Duration> delay;  // first BYE to 2xx
};

// `dialog` is invalid where a stack sends no tags.
Ending ending_of(const Trace& trace, const Call& call, DialogId dialog) {
  Ending ending;
  std::uint32_t highest_cseq = 0;
  for (TransactionId id = call.first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& bye = trace.transaction(id);
    if (bye.method != Method::Bye || !bye.request.valid() ||
        (dialog.valid() && bye.dialog != dialog)) {
      continue;
    }
    if (!ending.first_bye.valid()) {
      ending.first_bye = id;
    } else if (!is_next_of(trace.transaction(ending.first_bye), bye,
                           highest_cseq)) {
      continue;
    }
    highest_cseq = bye.cseq_number;
    ending.is_timed_out = bye.timed_out;
    if (bye.final_status == 0) continue;
    ending.is_answered = true;
    if (!is_2xx(bye.final_status)) continue;
    ending.delay =
        elapsed(time_of(trace, trace.transaction(ending.first_bye).request),
                time_of(trace, bye.final_response));
    break;
  }
  return ending;
}

void measure_end(const Trace& trace, const Call& call, MetricSet& set) {
  const MessageId answer = trace.transaction(call.decisive).final_response;
  const Ending ending = ending_of(
      trace, call, answer.valid() ? trace.message(answer).dialog : DialogId());
  const bool timed_out = ending.is_timed_out && !ending.is_answered;
  if (ending.is_answered) {
    ++set.sessions.completed;
  } else if (timed_out) {
    ++set.sessions.bye_timed_out;
  } else {
    ++set.sessions.open;
  }
  if (ending.delay) delays(set, DelayMetric::Sdd).add(*ending.delay);
  if (!call.talk_time) return;
  if (ending.is_answered) {
    delays(set, DelayMetric::SdtCompleted).add(*call.talk_time);
    return;
  }
  delays(set, DelayMetric::Acd).add(*call.talk_time);
  if (timed_out) {
    // Up to the expiry of Timer F (RFC 6076 4.5.2).
    delays(set, DelayMetric::SdtFailed).add(*call.talk_time + 64 * trace.t1());
  }
}

}  // namespace

void count_session(const Trace& trace, const Call& call, PeerTally& tally) {
  MetricSet& set = tally.set;
  const TransactionId first = count_invites(trace, call, set.sessions);
  count_outcome(call, set.sessions);
  measure_set_up(trace, call, first, tally);
  if (is_answered(call)) measure_end(trace, call, set);
}

MetricSet PeerTally::complete() && {
  delays(set, DelayMetric::Pdd).merge(rang_and_failed);
  delays(set, DelayMetric::Pdd).merge(set.delay(DelayMetric::SrdAnswered));
  delays(set, DelayMetric::SrdFailed).merge(rang_and_failed);
  delays(set, DelayMetric::Acd).merge(set.delay(DelayMetric::SdtCompleted));
  return std::move(set);
}

TransactionId RegistrationAttempts::find(TransactionId from) const {
  for (TransactionId id = from; id.valid();
       id = trace_.transaction(id).next_in_call) {
    const Transaction& other = trace_.transaction(id);
    if (other.method != Method::Register || !other.request.valid()) continue;
    if (!sender_.valid() ||
        is_next_of(trace_.transaction(sender_), other, highest_cseq_)) {
      return id;
    }
  }
  return {};
}

// Credentials follow their challenge before it is forgotten.
bool RegistrationAttempts::goes_on_with(const Transaction& other) const {
  return is_challenge(last().final_status) &&
         elapsed(time_of(trace_, last().final_response),
                 time_of(trace_, other.request)) <= 64 * trace_.t1();
}

bool RegistrationAttempts::next() {
  if (!next_.valid()) return false;
  first_ = next_;
  registers_ = 0;
  if (!sender_.valid()) sender_ = first_;
  do {
    last_ = next_;
    ++registers_;
    highest_cseq_ = last().cseq_number;
    next_ = find(last().next_in_call);
  } while (next_.valid() && goes_on_with(trace_.transaction(next_)));
  return true;
}

void RegistrationAttempts::count(MetricSet& set) const {
  RegistrationCounts& counts = set.registrations;
  ++counts.attempts;
  counts.registers += registers_;
  const std::uint16_t status = last().final_status;
  if (status == 0) {
    ++(last().timed_out ? counts.failed : counts.undecided);
  } else if (is_2xx(status)) {
    ++counts.succeeded;
    delays(set, DelayMetric::Rrd)
        .add(elapsed(time_of(trace_, trace_.transaction(first_).request),
                     time_of(trace_, last().final_response)));
  } else if (is_failure_response(status)) {
    ++counts.failed;
  } else if (status >= 400) {
    ++counts.given_up;
  }
}

}  // namespace siptriage::detail
