#include "correlate/transaction_state.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "correlate/text_hash.h"

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

bool asks_for_credentials(std::uint16_t status) {
  return status == 401 || status == 407;
}

// Never 0.
std::uint32_t hash_of_realm(std::string_view parameters) {
  TextHash hash;
  hash.add_exact(sip::find_auth_parameter(parameters, "realm").value_or(""));
  return hash.value() | 1U;
}

RealmHashes realms_of(const sip::Message& message, sip::HeaderId one,
                      sip::HeaderId other) {
  RealmHashes realms;
  std::size_t count = 0;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != one && field.id != other) continue;
    const auto value = sip::parse_auth(field.value);
    if (!value || count == kMaxRealms) {
      realms.has_more = true;
      break;
    }
    realms.hashes[count++] = hash_of_realm(value->parameters);
  }
  return realms;
}

bool says_stale(const sip::Message& response) {
  return std::ranges::any_of(
      response.header_fields(), [](const sip::HeaderField& field) {
        if (field.id != sip::HeaderId::WwwAuthenticate &&
            field.id != sip::HeaderId::ProxyAuthenticate) {
          return false;
        }
        const auto value = sip::parse_auth(field.value);
        return value && equals_ignore_case(
                            sip::find_auth_parameter(value->parameters, "stale")
                                .value_or(""),
                            "true");
      });
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
  if (scratch.has_credentials) {
    scratch.credentials = realms_of(in.message, sip::HeaderId::Authorization,
                                    sip::HeaderId::ProxyAuthorization);
  }
}

void take_response(Transaction& transaction, TransactionScratch& scratch,
                   const Incoming& in) {
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
    if (!asks_for_credentials(status)) return;
    scratch.challenges = realms_of(in.message, sip::HeaderId::WwwAuthenticate,
                                   sip::HeaderId::ProxyAuthenticate);
    scratch.is_stale = says_stale(in.message);
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
        take_response(transaction, work.scratch(id), in);
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
