#include "annotate/one_hop.h"

namespace siptriage::detail {

OneHop::OneHop(const Trace& trace, const Call& call) : trace_(trace) {
  const TransactionId id =
      call.decisive.valid() ? call.decisive : call.first_transaction;
  one_ = trace.transaction(id).client.address;
  other_ = trace.transaction(id).server.address;
}

bool OneHop::takes(TransactionId id) {
  const Transaction& transaction = trace_.transaction(id);
  const IpAddress& client = transaction.client.address;
  const IpAddress& server = transaction.server.address;
  const bool crosses = (client == one_ && server == other_) ||
                       (client == other_ && server == one_);
  if (!crosses || !transaction.request.valid()) return false;
  Taken& newest = newest_[static_cast<std::size_t>(transaction.method)];
  const std::string_view tag = trace_.message(transaction.request).from_tag;
  if (newest.any && newest.cseq_number == transaction.cseq_number &&
      newest.from_tag == tag) {
    return false;
  }
  newest = {transaction.cseq_number, tag, true};
  return true;
}

}  // namespace siptriage::detail
