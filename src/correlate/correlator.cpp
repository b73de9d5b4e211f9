#include "siptriage/correlate/correlator.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "correlate/call_table.h"
#include "correlate/call_timing.h"
#include "correlate/dialog_table.h"
#include "correlate/incoming.h"
#include "correlate/limits.h"
#include "correlate/outcome.h"
#include "correlate/pair_table.h"
#include "correlate/relations.h"
#include "correlate/repetition.h"
#include "correlate/transaction_state.h"
#include "correlate/transaction_table.h"
#include "correlate/workspace.h"

namespace siptriage {

using correlate::Incoming;

class Correlator::Impl {
 public:
  Impl(const CorrelateOptions& options, const Limits& limits)
      : work_{},
        transactions_(work_),
        dialogs_(work_),
        calls_(work_),
        pairs_(work_) {
    work_.options = options;
    work_.limits = limits;
  }

  void add(const Observation& observation, const sip::Message& message);
  void conclude(Timestamp capture_end);
  // Forgets what belongs to the trace handed over.
  void clear();

  [[nodiscard]] correlate::Workspace& work() { return work_; }
  [[nodiscard]] std::uint64_t distinct_call_ids() const {
    return calls_.distinct_call_ids();
  }

 private:
  struct Place {
    CallId call;
    TransactionId transaction;
  };
  [[nodiscard]] Place place_by_call_id(const Incoming& in);
  [[nodiscard]] Place place_by_endpoints(const Incoming& in);
  [[nodiscard]] bool needs_hop(const Incoming& in,
                               TransactionId transaction) const;
  [[nodiscard]] CallId call_between(const Incoming& in,
                                    correlate::EndpointPair& pair);
  void count_limits_of(AnomalySet anomalies);
  TransactionId begin_transaction(const Incoming& in, CallId call,
                                  TransactionId& newest);

  correlate::Workspace work_;
  correlate::TransactionTable transactions_;
  correlate::DialogTable dialogs_;
  correlate::CallTable calls_;
  correlate::PairTable pairs_;
  std::vector<TransactionId> attempts_;
};

void Correlator::Impl::add(const Observation& observation,
                           const sip::Message& message) {
  if (work_.messages.size() >= correlate::kMaxMessages) return;
  if (!message.anomalies.empty()) count_limits_of(message.anomalies);
  const MessageId id(static_cast<std::uint32_t>(work_.messages.size()));
  work_.message_scratch.emplace_back();
  const Incoming in(observation, message, id, work_.messages.emplace_back());

  if (in.body_too_deep && !in.record.has_sdp)
    work_.reached.add(LimitId::MultipartDepth);
  const Place place =
      in.record.call_id.empty() ? place_by_endpoints(in) : place_by_call_id(in);
  correlate::record_repetition(
      work_, place.transaction, in,
      correlate::judge_repetition(work_, place.transaction, in));
  correlate::append_to_transaction(work_, place.transaction, in);
  calls_.note(in, place.call, place.transaction);
  dialogs_.observe(in);
}

/// What the parser met.
void Correlator::Impl::count_limits_of(AnomalySet anomalies) {
  constexpr std::array kLimits = {
      std::pair(AnomalyKind::TooLong, LimitId::MessageOctets),
      std::pair(AnomalyKind::TooManyHeaderFields, LimitId::HeaderFields),
      std::pair(AnomalyKind::HeaderFieldTooLong, LimitId::HeaderFieldOctets)};
  for (const auto& [anomaly, limit] : kLimits)
    if (anomalies.has(anomaly)) work_.reached.add(limit);
}

/// `newest` is the head of the list that find_in_order() walks.
TransactionId Correlator::Impl::begin_transaction(const Incoming& in,
                                                  CallId call,
                                                  TransactionId& newest) {
  newest = transactions_.create(in, call, newest);
  calls_.append_transaction(call, newest);
  return newest;
}

Correlator::Impl::Place Correlator::Impl::place_by_call_id(const Incoming& in) {
  CallId call = calls_.find(in);
  TransactionId transaction;
  if (call.valid()) {
    if (correlate::TransactionTable::is_identified(in))
      transaction = transactions_.find(in, call);
    // Without a branch to go by, what is left is who talked to whom.
    if (!transaction.valid() && !in.has_cookie)
      transaction = transactions_.find_in_order(
          in, work_.scratch(call).newest_transaction);
    if (needs_hop(in, transaction)) {
      const TransactionId by_hop =
          transactions_.find_by_hop(in, work_.scratch(call).newest_transaction);
      if (by_hop.valid()) transaction = by_hop;
    }
    if (!transaction.valid() &&
        (calls_.begins_anew(in, call) || calls_.is_full(call)))
      call = CallId();
  }
  if (!call.valid()) call = calls_.create(in);
  if (!transaction.valid())
    transaction =
        begin_transaction(in, call, work_.scratch(call).newest_transaction);
  return {call, transaction};
}

/// A response whose Via leads nowhere, or to a hop that it did not cross.
bool Correlator::Impl::needs_hop(const Incoming& in,
                                 TransactionId transaction) const {
  if (in.is_request() || !in.has_cseq) return false;
  return !transaction.valid() ||
         !correlate::crossed_hop_of(in.record, work_.at(transaction));
}

Correlator::Impl::Place Correlator::Impl::place_by_endpoints(
    const Incoming& in) {
  correlate::EndpointPair& pair = pairs_.at(pairs_.find_or_create(in));
  CallId& known_call = pair.call_of(correlate::kind_of(in));
  TransactionId transaction;
  if (known_call.valid() && correlate::TransactionTable::is_identified(in))
    transaction = transactions_.find(in, known_call);
  if (!transaction.valid())
    transaction = transactions_.find_in_order(in, pair.newest_transaction);
  if (transaction.valid()) return {work_.at(transaction).call, transaction};
  const CallId call = call_between(in, pair);
  return {call, begin_transaction(in, call, pair.newest_transaction)};
}

CallId Correlator::Impl::call_between(const Incoming& in,
                                      correlate::EndpointPair& pair) {
  CallId& call = pair.call_of(correlate::kind_of(in));
  if (!call.valid() && in.is_request() && !in.is_initiating())
    call = pairs_.find_call_of_server(in);
  if (!call.valid() || calls_.begins_anew(in, call) || calls_.is_full(call)) {
    call = calls_.create(in);
    if (in.record.method == sip::Method::Invite && in.is_request())
      pairs_.note_call_of_server(in, call);
  }
  return call;
}

void Correlator::Impl::conclude(Timestamp capture_end) {
  Timestamp end = capture_end;
  if (!work_.messages.empty())
    end = std::max(end, work_.messages.back().timestamp);
  for (std::uint32_t i = 0; i < work_.calls.size(); ++i) {
    const CallId id(i);
    correlate::relate_transactions(work_, id);
    correlate::judge_timeouts(work_, id, end);
    correlate::find_attempts(work_, id, attempts_);
    correlate::decide_outcome(work_, id, attempts_, end);
    correlate::measure_times(work_, id, attempts_);
    correlate::measure_extent(work_, id, attempts_);
  }
}

void Correlator::Impl::clear() {
  work_.clear();
  transactions_.clear();
  dialogs_.clear();
  calls_.clear();
  pairs_.clear();
}

Correlator::Correlator(const CorrelateOptions& options, const Limits& limits)
    : impl_(std::make_unique<Impl>(options, limits)) {}
Correlator::Correlator(Correlator&&) noexcept = default;
Correlator& Correlator::operator=(Correlator&&) noexcept = default;
Correlator::~Correlator() = default;

void Correlator::add(const Observation& observation,
                     const sip::Message& message) {
  impl_->add(observation, message);
}

Trace Correlator::finish(OctetStore store, Timestamp capture_end) {
  impl_->conclude(capture_end);
  correlate::Workspace& work = impl_->work();
  Trace trace;
  trace.store_ = std::move(store);
  trace.messages_ = std::move(work.messages);
  trace.transactions_ = std::move(work.transactions);
  trace.dialogs_ = std::move(work.dialogs);
  trace.calls_ = std::move(work.calls);
  trace.capture_end_ = capture_end;
  trace.t1_ = work.options.t1;
  trace.limits_reached_ = work.reached;
  trace.message_limits_ = sip::MessageLimits(work.limits);
  trace.distinct_call_ids_ = impl_->distinct_call_ids();
  impl_->clear();
  return trace;
}

void Correlator::reuse(Trace&& trace) {
  correlate::Workspace& work = impl_->work();
  work.messages = std::move(trace.messages_);
  work.transactions = std::move(trace.transactions_);
  work.dialogs = std::move(trace.dialogs_);
  work.calls = std::move(trace.calls_);
  work.clear();
}

}  // namespace siptriage
