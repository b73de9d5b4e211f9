#pragma once
/// TransactionTable: which transaction a message belongs to.
///
/// By the rules of RFC 3261 17.1.3 and 17.2.3: branch, CSeq method, and for a
/// request the sent-by. Call (hence Call-ID) and CSeq number are compared too,
/// since stacks exist that use one branch for everything. Without the magic
/// cookie the fields that RFC 2543 compared take its place; where even those
/// are missing, the order of messages between two endpoints must do.

#include <cstdint>
#include <string_view>

#include "correlate/id_table.h"
#include "correlate/incoming.h"
#include "correlate/workspace.h"

namespace siptriage::correlate {

class TransactionTable {
 public:
  explicit TransactionTable(Workspace& workspace) : work_(workspace) {}
  void clear() {
    table_.clear();
    indexed_ = 0;
  }

  /// Has the message header fields enough to be matched by find()?
  [[nodiscard]] static bool is_identified(const Incoming& in);

  /// The transaction of `call` that the header fields of `in` name.
  [[nodiscard]] TransactionId find(const Incoming& in, CallId call) const;

  /// The transaction that `in` continues judging by endpoints and order alone,
  /// among those from `newest` backwards.
  [[nodiscard]] TransactionId find_in_order(const Incoming& in,
                                            TransactionId newest) const;

  /// The transaction whose hop a response crossed and whose CSeq and From tag
  /// it has, although its topmost Via names another or none: some proxies do
  /// not take their own Via off. Whether the client believes such a response
  /// (RFC 3261 17.1.3, 18.1.2) shows in what it sends next.
  [[nodiscard]] TransactionId find_by_hop(const Incoming& in,
                                          TransactionId newest) const;

  /// A new transaction that begins with `in`. `previous` is the one before it
  /// in the list that find_in_order() walks.
  TransactionId create(const Incoming& in, CallId call, TransactionId previous);

 private:
  [[nodiscard]] TransactionId find_for_ack(const Incoming& in,
                                           CallId call) const;
  [[nodiscard]] TransactionId find_keyed(const Incoming& in, CallId call,
                                         sip::Method method,
                                         std::string_view method_name) const;
  [[nodiscard]] bool has_key_of(const Incoming& in, CallId call,
                                sip::Method method,
                                std::string_view method_name,
                                TransactionId id) const;
  [[nodiscard]] bool request_matches(const Incoming& in,
                                     TransactionId id) const;
  [[nodiscard]] int response_affinity(const Incoming& in,
                                      TransactionId id) const;
  [[nodiscard]] bool is_outlived_by(const Incoming& in, TransactionId id) const;
  [[nodiscard]] TransactionId find_request_in_order(const Incoming& in,
                                                    TransactionId newest) const;
  [[nodiscard]] TransactionId find_response_in_order(
      const Incoming& in, TransactionId newest) const;
  [[nodiscard]] bool repeats_final(const Incoming& in, TransactionId id) const;
  [[nodiscard]] bool continues(const Incoming& in, TransactionId id) const;
  [[nodiscard]] bool may_answer(const Incoming& in, TransactionId id) const;

  template <typename Visit>
  void visit_same_hash(const Incoming& in, CallId call, sip::Method method,
                       std::string_view method_name, Visit visit) const;
  void index_up_to(std::size_t count);

  Workspace& work_;
  IdTable<TransactionId> table_;
  std::size_t indexed_ = 0;  // transactions in table_
};

}  // namespace siptriage::correlate
