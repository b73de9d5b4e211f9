#include "correlate/pair_table.h"

#include <algorithm>

#include "correlate/text_hash.h"

namespace siptriage::correlate {
namespace {

std::uint32_t hash_of_pair(const Endpoint& lower, const Endpoint& higher) {
  TextHash hash;
  hash.add(siptriage::hash_of(lower));
  hash.add(siptriage::hash_of(higher));
  return hash.value();
}

std::uint32_t hash_of_server(const Incoming& in) {
  TextHash hash;
  hash.add(siptriage::hash_of(in.record.source.address));
  hash.add(siptriage::hash_of(in.record.destination));
  return hash.value();
}

}  // namespace

PairId PairTable::find_or_create(const Incoming& in) {
  const auto [lower, higher] =
      std::minmax(in.record.source, in.record.destination);
  const std::uint32_t hash = hash_of_pair(lower, higher);
  PairId id = table_.find(hash);
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::SameHash);
       ++i, id = pairs_[id.index()].next_same_hash) {
    const EndpointPair& pair = pairs_[id.index()];
    if (pair.lower == lower && pair.higher == higher) return id;
  }
  id = PairId(static_cast<std::uint32_t>(pairs_.size()));
  EndpointPair pair;
  pair.lower = lower;
  pair.higher = higher;
  pair.next_same_hash = table_.push(hash, id);
  pairs_.push_back(pair);
  return id;
}

PairTable::ServerCallId PairTable::find_server_call(const Incoming& in) const {
  ServerCallId id = server_table_.find(hash_of_server(in));
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::SameHash);
       ++i, id = server_calls_[id.index()].next_same_hash) {
    const ServerCall& entry = server_calls_[id.index()];
    if (entry.client == in.record.source.address &&
        entry.server == in.record.destination)
      return id;
  }
  return {};
}

CallId PairTable::find_call_of_server(const Incoming& in) const {
  const ServerCallId id = find_server_call(in);
  return id.valid() ? server_calls_[id.index()].call : CallId();
}

void PairTable::note_call_of_server(const Incoming& in, CallId call) {
  ServerCallId id = find_server_call(in);
  if (id.valid()) {
    server_calls_[id.index()].call = call;
    return;
  }
  id = ServerCallId(static_cast<std::uint32_t>(server_calls_.size()));
  server_calls_.push_back({in.record.source.address, in.record.destination,
                           call, server_table_.push(hash_of_server(in), id)});
}

}  // namespace siptriage::correlate
