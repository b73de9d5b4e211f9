#include "correlate/transaction_state.h"

#include <limits>

namespace siptriage::correlate {
namespace {

using sip::Method;

/// Trying -> Proceeding -> Completed as responses come in; ResponseOnly until
/// the request turns up, which may be captured after its response.
TransactionState observed_state(const Transaction& transaction) {
  if (!transaction.request.valid()) return TransactionState::ResponseOnly;
  if (transaction.final_status != 0) return TransactionState::Completed;
  return transaction.provisional_count != 0 ? TransactionState::Proceeding
                                            : TransactionState::Trying;
}

// Some clients put the To tag of a 401 into what they answer it with.
bool can_be_in_dialog(Method method) {
  return method != Method::Register && method != Method::Publish;
}

void take_request(Workspace& work, TransactionId id, const Incoming& in) {
  Transaction& transaction = work.at(id);
  if (in.record.method == Method::Ack && transaction.method != Method::Ack) {
    if (!transaction.ack.valid()) transaction.ack = in.id;
    return;
  }
  if (transaction.request.valid()) return;
  TransactionScratch& scratch = work.scratch(id);
  transaction.request = in.id;
  transaction.method = in.record.method;
  transaction.method_name = in.record.method_name;
  transaction.client = in.record.source;
  transaction.server = in.record.destination;
  transaction.in_dialog =
      !in.record.to_tag.empty() && can_be_in_dialog(in.record.method);
  scratch.request_uri = in.message.request_uri;
  scratch.rack_cseq_number = in.rack_cseq_number;
  scratch.has_credentials = in.message.has(sip::HeaderId::Authorization) ||
                            in.message.has(sip::HeaderId::ProxyAuthorization);
}

void take_response(Transaction& transaction, const Incoming& in) {
  const std::uint16_t status = in.record.status;
  if (in.record.is_provisional()) {
    if (transaction.provisional_count !=
        std::numeric_limits<std::uint16_t>::max())
      ++transaction.provisional_count;
    if (status > 100 && !transaction.first_provisional.valid())
      transaction.first_provisional = in.id;
    return;
  }
  if (!in.record.is_final()) return;
  if (transaction.final_status == 0 ||
      (is_2xx(status) && !is_2xx(transaction.final_status))) {
    transaction.final_status = status;
    transaction.final_response = in.id;
  }
}

}  // namespace

void append_to_transaction(Workspace& work, TransactionId id,
                           const Incoming& in) {
  Transaction& transaction = work.at(id);
  MessageRecord& record = work.at(in.id);
  record.transaction = id;
  if (transaction.last_message.valid())
    work.at(transaction.last_message).next_in_transaction = in.id;
  else
    transaction.first_message = in.id;
  transaction.last_message = in.id;

  switch (record.repetition) {
    case Repetition::None:
      if (in.is_request())
        take_request(work, id, in);
      else
        take_response(transaction, in);
      break;
    case Repetition::Retransmission:
      // An ACK inside the INVITE transaction answers a response sent again.
      if (!in.is_request())
        ++transaction.response_retransmissions;
      else if (record.method == transaction.method)
        ++transaction.request_retransmissions;
      break;
    case Repetition::Duplicate:
    case Repetition::OtherPoint:
      break;
  }
  transaction.observed_state = observed_state(transaction);
}

}  // namespace siptriage::correlate
