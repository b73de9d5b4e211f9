#pragma once
// PeerTable: something of each of many addresses, grown in parts that are
// merged. Which of too many have a place does not depend on the order.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "siptriage/base/endpoint.h"

#include "correlate/text_hash.h"

namespace siptriage::detail {

// The same in every run.
[[nodiscard]] inline std::uint64_t rank_of(const IpAddress& address) {
  correlate::TextHash hash;
  hash.add(address.word(0));
  hash.add(address.word(1));
  return hash.wide_value();
}

// A Tally has add(const Tally&).
template <typename Tally>
class PeerTable {
 public:
  struct Hash {
    std::size_t operator()(const IpAddress& address) const {
      return hash_of(address);
    }
  };
  using Peers = std::unordered_map<IpAddress, Tally, Hash>;

  explicit PeerTable(std::uint64_t max_peers) : max_peers_(max_peers) {}

  // Lifetime: until the next call.
  [[nodiscard]] Tally& of(const IpAddress& address) {
    // Not for each one too many.
    if (peers_.size() > 2 * max_peers_) drop_past_limit();
    return peers_[address];
  }

  void merge(PeerTable&& other) {
    peers_.merge(other.peers_);  // those that are new here
    for (const auto& [peer, tally] : other.peers_) {
      peers_.find(peer)->second.add(tally);
    }
    others_.add(other.others_);
    if (peers_.size() > 2 * max_peers_) drop_past_limit();
  }

  // Those with the lowest hashes stay, so that one that has to go in some part
  // would have to go in the end.
  void drop_past_limit() {
    if (peers_.size() <= max_peers_) return;
    std::vector<std::pair<std::uint64_t, IpAddress>> by_hash;
    by_hash.reserve(peers_.size());
    for (const auto& [peer, tally] : peers_) {
      by_hash.emplace_back(rank_of(peer), peer);
    }
    std::sort(by_hash.begin(), by_hash.end());
    for (std::size_t i = max_peers_; i < by_hash.size(); ++i) {
      const auto peer = peers_.find(by_hash[i].second);
      others_.add(peer->second);
      peers_.erase(peer);
    }
  }

  // In no order.
  [[nodiscard]] Peers& peers() { return peers_; }
  [[nodiscard]] const Peers& peers() const { return peers_; }
  // Of those that had no room.
  [[nodiscard]] Tally& others() { return others_; }

 private:
  std::uint64_t max_peers_;
  Peers peers_;
  Tally others_;
};

}  // namespace siptriage::detail
