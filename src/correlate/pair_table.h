#pragma once
/// PairTable: what goes on between two endpoints, for messages without
/// Call-ID: their calls, one of a kind, and their transactions in order.

#include <array>
#include <cstdint>
#include <vector>

#include "siptriage/base/strong_id.h"

#include "correlate/id_table.h"
#include "correlate/incoming.h"
#include "correlate/workspace.h"

namespace siptriage::correlate {

using PairId = StrongId<struct PairTag>;

struct EndpointPair {
  Endpoint lower;  // of the two, so that both directions are one pair
  Endpoint higher;
  PairId next_same_hash;
  TransactionId newest_transaction;
  std::array<CallId, static_cast<std::size_t>(CallKind::Other) + 1> calls;

  [[nodiscard]] CallId& call_of(CallKind kind) {
    return calls[static_cast<std::size_t>(kind)];
  }
};

class PairTable {
 public:
  explicit PairTable(Workspace& workspace) : work_(workspace) {}
  void clear() {
    pairs_.clear();
    table_.clear();
    server_calls_.clear();
    server_table_.clear();
  }

  /// The pair that `in` went between; created if need be.
  [[nodiscard]] PairId find_or_create(const Incoming& in);

  /// The newest call (of kind Call) between the same hosts and the same port of
  /// the server: some user agents send every request from another port.
  [[nodiscard]] CallId find_call_of_server(const Incoming& in) const;

  /// Tells which call find_call_of_server() shall give from now on.
  void note_call_of_server(const Incoming& in, CallId call);

  [[nodiscard]] EndpointPair& at(PairId id) { return pairs_[id.index()]; }

 private:
  using ServerCallId = StrongId<struct ServerCallTag>;
  struct ServerCall {
    IpAddress client;
    Endpoint server;
    CallId call;
    ServerCallId next_same_hash;
  };

  [[nodiscard]] ServerCallId find_server_call(const Incoming& in) const;

  Workspace& work_;
  std::vector<EndpointPair> pairs_;
  IdTable<PairId> table_;
  std::vector<ServerCall> server_calls_;
  IdTable<ServerCallId> server_table_;
};

}  // namespace siptriage::correlate
