#include "annotate/passed_on.h"

#include <cstddef>

#include "siptriage/base/ascii.h"

namespace siptriage::detail {
namespace {

// Transactions looked at, of those that began before the response: a call of
// any sound kind has fewer at a time.
constexpr std::size_t kMaxSearched = 256;

// Whether the server of `hop` may have made its response from that of `behind`.
bool passes_on(const Trace& trace, const Transaction& hop,
               const Transaction& behind) {
  if (behind.final_status != hop.final_status ||
      behind.cseq_number != hop.cseq_number ||
      behind.method_name != hop.method_name ||
      behind.client.address != hop.server.address ||
      behind.server == hop.server) {
    return false;
  }
  const MessageRecord& response = trace.message(hop.final_response);
  const MessageRecord& earlier = trace.message(behind.final_response);
  return !response.to_tag.empty() && earlier.to_tag == response.to_tag;
}

// Whether `behind` is the request of `hop`, sent on by its server.
bool carries_on(const Trace& trace, const Transaction& hop,
                const Transaction& behind) {
  return behind.cseq_number == hop.cseq_number &&
         behind.method_name == hop.method_name &&
         behind.client.address == hop.server.address &&
         behind.server != hop.server &&
         trace.message(behind.first_message).from_tag ==
             trace.message(hop.first_message).from_tag;
}

// Where to begin to search for hops behind that of `transaction`: behind its
// request. Where only responses were captured, those come from behind first.
TransactionId search_begin(const Trace& trace, const Transaction& transaction) {
  return transaction.request.valid()
             ? transaction.next_in_call
             : trace.call(transaction.call).first_transaction;
}

// Calls `look` for each hop behind that of `transaction`, until it says true.
template <typename Look>
TransactionId find_behind(const Trace& trace, const Transaction& transaction,
                          Look look) {
  std::size_t searched = 0;
  for (TransactionId id = search_begin(trace, transaction);
       id.valid() && searched < kMaxSearched;
       id = trace.transaction(id).next_in_call, ++searched) {
    const Transaction& behind = trace.transaction(id);
    if (carries_on(trace, transaction, behind) && look(behind)) return id;
  }
  return {};
}

}  // namespace

TransactionId failed_hop_behind(const Trace& trace,
                                const Transaction& transaction) {
  return find_behind(trace, transaction, [&](const Transaction& behind) {
    if (!behind.final_response.valid()) return behind.timed_out;
    return behind.final_status >= 300 &&
           (!transaction.final_response.valid() ||
            behind.final_response < transaction.final_response);
  });
}

bool is_passed_on(const Trace& trace, const Transaction& transaction) {
  return find_behind(trace, transaction,
                     [](const Transaction&) { return true; })
      .valid();
}

const Transaction& origin_of_response(const Trace& trace,
                                      const Transaction& transaction) {
  const Transaction* hop = &transaction;
  if (!hop->final_response.valid()) return *hop;
  std::size_t searched = 0;
  for (TransactionId id = search_begin(trace, transaction); id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& behind = trace.transaction(id);
    if (hop->final_response < behind.first_message) break;
    if (++searched > kMaxSearched) break;
    if (behind.final_response.valid() &&
        behind.final_response < hop->final_response &&
        passes_on(trace, *hop, behind)) {
      hop = &behind;
    }
  }
  return *hop;
}

const Transaction* find_hop_before(const Trace& trace,
                                   const Transaction& transaction) {
  const MessageRecord& first = trace.message(transaction.first_message);
  std::size_t searched = 0;
  for (TransactionId id = trace.call(transaction.call).first_transaction;
       id.valid(); id = trace.transaction(id).next_in_call) {
    const Transaction& other = trace.transaction(id);
    if (other.place_in_call >= transaction.place_in_call &&
        (transaction.request.valid() || other.request.valid())) {
      return nullptr;
    }
    if (++searched > kMaxSearched) return nullptr;
    if (other.cseq_number == transaction.cseq_number &&
        other.method_name == transaction.method_name &&
        other.server.address == transaction.client.address &&
        other.place_in_call != transaction.place_in_call &&
        equals_ignore_case(trace.message(other.first_message).from_tag,
                           first.from_tag)) {
      return &other;
    }
  }
  return nullptr;
}

bool has_hop_before(const Trace& trace, const Transaction& transaction) {
  return find_hop_before(trace, transaction) != nullptr;
}

bool is_forwarded(const Trace& trace, const Transaction& transaction) {
  if (!transaction.request.valid()) return false;
  const std::string_view tag = trace.message(transaction.request).from_tag;
  std::size_t searched = 0;
  for (TransactionId id = transaction.next_in_call;
       id.valid() && ++searched <= kMaxSearched;
       id = trace.transaction(id).next_in_call) {
    const Transaction& behind = trace.transaction(id);
    if (behind.cseq_number == transaction.cseq_number &&
        behind.method_name == transaction.method_name &&
        behind.client.address == transaction.server.address &&
        behind.server != transaction.server && behind.request.valid() &&
        trace.message(behind.request).from_tag == tag) {
      return true;
    }
  }
  return false;
}

}  // namespace siptriage::detail
