#include "correlate/workspace.h"

#include "correlate/limits.h"

namespace siptriage::correlate {

void Workspace::clear() {
  reached.clear();
  messages.clear();
  transactions.clear();
  dialogs.clear();
  calls.clear();
  message_scratch.clear();
  transaction_scratch.clear();
  dialog_scratch.clear();
  call_scratch.clear();
}

Duration Workspace::transaction_timeout() const {
  return options.t1 * kTransactionTimeoutInT1;
}

bool crossed_hop_of(const MessageRecord& message,
                    const Transaction& transaction) {
  const Endpoint& from =
      message.is_request() ? transaction.client : transaction.server;
  const Endpoint& to =
      message.is_request() ? transaction.server : transaction.client;
  return message.source == from && message.destination == to;
}

bool same_hop(const MessageRecord& a, const MessageRecord& b) {
  return a.source == b.source && a.destination == b.destination;
}

}  // namespace siptriage::correlate
