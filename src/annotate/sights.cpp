#include "annotate/sights.h"

#include <cstddef>

#include "annotate/passed_on.h"

namespace siptriage::detail {
namespace {

// Transactions looked at, of those before: a call that is set up over some
// hops, with a challenge or two, has fewer.
constexpr std::size_t kFurthestPlace = 256;

bool has_same_request(const Trace& trace, const Transaction& a,
                      const Transaction& b) {
  if (a.cseq_number != b.cseq_number || a.method_name != b.method_name ||
      !a.request.valid() || !b.request.valid()) {
    return false;
  }
  return trace.message(a.request).from_tag == trace.message(b.request).from_tag;
}

}  // namespace

bool is_first_hop(const Trace& trace, TransactionId id) {
  const Transaction& transaction = trace.transaction(id);
  if (transaction.place_in_call == 0) return true;
  if (transaction.place_in_call > kFurthestPlace) return false;
  for (TransactionId earlier = trace.call(transaction.call).first_transaction;
       earlier.valid() && earlier != id;
       earlier = trace.transaction(earlier).next_in_call) {
    if (has_same_request(trace, trace.transaction(earlier), transaction)) {
      return false;
    }
  }
  return true;
}

bool is_made_here(const Trace& trace, const Transaction& transaction) {
  return &origin_of_response(trace, transaction) == &transaction;
}

}  // namespace siptriage::detail
