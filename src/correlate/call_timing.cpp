#include "correlate/call_timing.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "siptriage/base/ascii.h"

namespace siptriage::correlate {
namespace {

using sip::Method;

std::optional<Duration> time_between(const Workspace& work, MessageId from,
                                     MessageId to) {
  if (!from.valid() || !to.valid()) return std::nullopt;
  const Duration time = elapsed(work.at(from).timestamp, work.at(to).timestamp);
  if (time < Duration::zero()) return std::nullopt;
  return time;
}

/// The first sign of the callee in any attempt.
MessageId find_first_sign(const Workspace& work,
                          const std::vector<TransactionId>& attempts) {
  for (const TransactionId id : attempts) {
    const Transaction& attempt = work.at(id);
    if (attempt.first_provisional.valid()) return attempt.first_provisional;
    if (is_2xx(attempt.final_status)) return attempt.final_response;
  }
  return {};
}

MessageId find_ringing(const Workspace& work, const Transaction& attempt) {
  for (MessageId id = attempt.first_provisional; id.valid();
       id = work.at(id).next_in_transaction)
    if (work.at(id).status == 180) return id;
  return {};
}

/// The BYE of the answered dialog; where a stack sends no tags, the first.
MessageId find_bye(const Workspace& work, const Call& call,
                   const Transaction& answered) {
  const DialogId dialog = work.at(answered.final_response).dialog;
  if (dialog.valid()) {
    const MessageId by = work.at(dialog).terminated_by;
    return by.valid() && work.at(by).method == Method::Bye ? by : MessageId();
  }
  for (TransactionId id = call.first_transaction; id.valid();
       id = work.at(id).next_in_call)
    if (work.at(id).method == Method::Bye && work.at(id).request.valid())
      return work.at(id).request;
  return {};
}

CallSide side_of(const Workspace& work, const Call& call,
                 const Transaction& answered, const MessageRecord& bye) {
  const MessageRecord& answer = work.at(answered.final_response);
  const bool by_caller = equals_ignore_case(bye.from_tag, answer.from_tag);
  const bool by_callee = equals_ignore_case(bye.from_tag, answer.to_tag);
  if (by_caller != by_callee)
    return by_caller ? CallSide::Caller : CallSide::Callee;
  return bye.source.address == call.caller.address ? CallSide::Caller
                                                   : CallSide::Callee;
}

using Hop = std::pair<Endpoint, Endpoint>;

/// The hops that the requests of one transaction crossed.
/// False when there are more than are told apart.
bool collect_hops(const Workspace& work, const Transaction& transaction,
                  std::vector<Hop>& hops) {
  for (MessageId id = transaction.first_message; id.valid();
       id = work.at(id).next_in_transaction) {
    const MessageRecord& message = work.at(id);
    if (!message.is_request() || message.method != transaction.method) continue;
    Hop hop{message.source, message.destination};
    if (std::find(hops.begin(), hops.end(), hop) != hops.end()) continue;
    if (hops.size() >= work.limits[LimitId::CountedHops]) return false;
    hops.push_back(hop);
  }
  return true;
}

std::uint16_t count_hops(Workspace& work, const Call& call,
                         const Transaction& attempt) {
  std::vector<Hop>& hops = work.hops;
  hops.clear();
  for (TransactionId id = call.first_transaction; id.valid();
       id = work.at(id).next_in_call) {
    const Transaction& transaction = work.at(id);
    if (transaction.method == attempt.method && !transaction.in_dialog &&
        transaction.cseq_number == attempt.cseq_number &&
        !collect_hops(work, transaction, hops)) {
      work.reached.add(LimitId::CountedHops);
      break;
    }
  }
  return static_cast<std::uint16_t>(hops.size());
}

/// Dialogs of one INVITE share its CSeq number, whichever hop they were first
/// seen at.
std::uint16_t count_forks(Workspace& work, const Call& call) {
  std::vector<std::uint32_t>& cseq_numbers = work.cseq_numbers;
  cseq_numbers.clear();
  for (DialogId id = call.first_dialog; id.valid();
       id = work.at(id).next_in_call)
    if (work.at(id).method == Method::Invite)
      cseq_numbers.push_back(work.scratch(id).cseq_number);
  std::sort(cseq_numbers.begin(), cseq_numbers.end());
  std::size_t most = 0;
  for (auto it = cseq_numbers.begin(); it != cseq_numbers.end();) {
    const auto end = std::upper_bound(it, cseq_numbers.end(), *it);
    most = std::max(most, static_cast<std::size_t>(end - it));
    it = end;
  }
  return static_cast<std::uint16_t>(
      std::min<std::size_t>(most, std::numeric_limits<std::uint16_t>::max()));
}

}  // namespace

void measure_times(Workspace& work, CallId id,
                   const std::vector<TransactionId>& attempts) {
  Call& call = work.at(id);
  if (call.kind != CallKind::Call || attempts.empty()) return;
  call.post_dial_delay = time_between(work, work.at(attempts.front()).request,
                                      find_first_sign(work, attempts));
  const Transaction& decisive = work.at(call.decisive);
  call.ring_time =
      time_between(work, find_ringing(work, decisive), decisive.final_response);
  if (!is_2xx(decisive.final_status)) return;
  const MessageId bye = find_bye(work, call, decisive);
  if (!bye.valid()) return;
  call.talk_time = time_between(work, decisive.final_response, bye);
  call.hung_up_by = side_of(work, call, decisive, work.at(bye));
}

void measure_extent(Workspace& work, CallId id,
                    const std::vector<TransactionId>& attempts) {
  Call& call = work.at(id);
  call.forks = count_forks(work, call);
  if (attempts.empty()) return;
  call.hops = count_hops(work, call, work.at(call.decisive));
}

}  // namespace siptriage::correlate
