#include "annotate/attempts.h"

#include <algorithm>

#include "siptriage/base/ascii.h"

#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

using correlate::TextHash;

// Requests looked at for the next attempt: those sent before the response
// arrived stand between, and there are few of them.
constexpr std::size_t kMaxTried = 16;

bool is_attempt(const Transaction& transaction) {
  return transaction.request.valid() &&
         transaction.method != sip::Method::Ack &&
         transaction.method != sip::Method::Cancel;
}

std::string_view from_tag_of(const Trace& trace,
                             const Transaction& transaction) {
  return trace.message(transaction.request).from_tag;
}

std::uint64_t hash_of_client(const Transaction& transaction) {
  TextHash hash;
  hash.add(hash_of(transaction.client.address));
  hash.add(transaction.in_dialog ? 1 : 0);
  hash.add_exact(transaction.method_name);
  return hash.wide_value();
}

std::uint64_t hash_in_dialog(const Trace& trace,
                             const Transaction& transaction) {
  TextHash hash;
  hash.add_exact(transaction.method_name);
  hash.add_folded(from_tag_of(trace, transaction));
  return hash.wide_value();
}

std::uint64_t hash_of_request(const Trace& trace,
                              const Transaction& transaction) {
  TextHash hash;
  hash.add(transaction.cseq_number);
  hash.add_exact(transaction.method_name);
  hash.add_folded(from_tag_of(trace, transaction));
  return hash.wide_value();
}

bool is_next_attempt(const Trace& trace, const Transaction& answered,
                     const Transaction& later) {
  if (later.request < answered.final_response ||
      later.method_name != answered.method_name ||
      later.in_dialog != answered.in_dialog ||
      later.client.address != answered.client.address) {
    return false;
  }
  const bool same_port = later.client == answered.client;
  const bool same_tag = equals_ignore_case(from_tag_of(trace, answered),
                                           from_tag_of(trace, later));
  if (!same_tag) return same_port && !answered.in_dialog;
  if (later.cseq_number == answered.cseq_number) {
    return same_port && !equals_ignore_case(later.branch, answered.branch);
  }
  return later.cseq_number > answered.cseq_number;
}

bool is_next_in_dialog(const Trace& trace, const Transaction& answered,
                       const Transaction& later) {
  return later.request > answered.final_response &&
         later.method_name == answered.method_name && later.in_dialog &&
         later.cseq_number > answered.cseq_number &&
         equals_ignore_case(from_tag_of(trace, answered),
                            from_tag_of(trace, later));
}

// Of the requests with that hash after `answered`, sorted.
template <typename Index, typename IsNext>
TransactionId first_after(const Index& index, std::uint64_t hash,
                          TransactionId answered, IsNext is_next) {
  auto it =
      std::upper_bound(index.begin(), index.end(), std::pair(hash, answered));
  for (std::size_t i = 0;
       i < kMaxTried && it != index.end() && it->first == hash; ++i, ++it) {
    if (is_next(it->second)) return it->second;
  }
  return {};
}

}  // namespace

void Attempts::index(const Trace& trace, CallId call) {
  by_client_.clear();
  by_dialog_.clear();
  by_request_.clear();
  for (TransactionId id = trace.call(call).first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    if (!is_attempt(transaction)) continue;
    by_client_.emplace_back(hash_of_client(transaction), id);
    if (transaction.in_dialog) {
      by_dialog_.emplace_back(hash_in_dialog(trace, transaction), id);
    }
    by_request_.emplace_back(hash_of_request(trace, transaction), id);
  }
  std::sort(by_client_.begin(), by_client_.end());
  std::sort(by_dialog_.begin(), by_dialog_.end());
  std::sort(by_request_.begin(), by_request_.end());
}

TransactionId Attempts::next_after(const Trace& trace,
                                   TransactionId answered_id) const {
  const Transaction& answered = trace.transaction(answered_id);
  const TransactionId next = first_after(
      by_client_, hash_of_client(answered), answered_id, [&](TransactionId id) {
        return is_next_attempt(trace, answered, trace.transaction(id));
      });
  if (next.valid() || !answered.in_dialog) return next;
  return first_after(by_dialog_, hash_in_dialog(trace, answered), answered_id,
                     [&](TransactionId id) {
                       return is_next_in_dialog(trace, answered,
                                                trace.transaction(id));
                     });
}

bool Attempts::begins_with(const Trace& trace, TransactionId id) const {
  const Transaction& transaction = trace.transaction(id);
  const std::uint64_t hash = hash_of_request(trace, transaction);
  const auto first = std::lower_bound(by_request_.begin(), by_request_.end(),
                                      Entry(hash, TransactionId(0)));
  if (first == by_request_.end() || first->first != hash) return true;
  return trace.transaction(first->second).client == transaction.client;
}

}  // namespace siptriage::detail
