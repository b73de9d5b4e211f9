#pragma once
// VainRequests: who asks again and again and gets nothing, and which registrar
// turns everybody down: of each address, how its calls and registrations went.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/sip/message.h"

#include "annotate/first_frames.h"
#include "annotate/peer_table.h"

namespace siptriage::detail {

// How many different texts there were, as far as that matters.
class DistinctTexts {
 public:
  static constexpr std::size_t kMost = 64;

  void add(std::uint64_t hash);
  void merge(const DistinctTexts& other);
  // kMost: so many, or more.
  [[nodiscard]] std::size_t count() const { return hashes_.size(); }

 private:
  std::vector<std::uint64_t> hashes_;  // the lowest, sorted
};

struct VainTally {
  std::uint64_t all = 0;      // calls, registrations and others
  std::uint64_t refused = 0;  // 4xx or 6xx that is no word of the user called
  std::uint64_t failed = 0;   // 5xx, or no final response
  // Requests with credentials that were refused by 401, 403 or 407.
  std::uint64_t guesses = 0;
  DistinctTexts users;  // whom those that were refused or failed named in To
  // Of those that were refused or failed; both are there, or none.
  std::optional<Timestamp> first_time;
  std::optional<Timestamp> last_time;
  FirstFrames frames;  // of the same

  void add(const VainTally& other);
  // Some were refused or failed between these times.
  void extend(Timestamp first, Timestamp last);
  [[nodiscard]] std::uint64_t in_vain() const { return refused + failed; }
  [[nodiscard]] Duration span() const;
  // From first to last.
  [[nodiscard]] double a_second() const;
};

class VainRequests {
 public:
  struct Peer {
    IpAddress address;
    VainTally tally;
  };

  explicit VainRequests(const Limits& limits)
      : senders_(limits[LimitId::VainPeers]),
        registrars_(limits[LimitId::VainPeers]) {}

  // Enters the calls of one conversation that are meant.
  void add(const ConversationView& view);
  // Enters those of others. The order of merging does not matter.
  void merge(VainRequests&& other);
  // Behind the last add() or merge(): leaves out those that had no room.
  void finish(LimitCounts& reached);

  // Those with most in vain first. Of requests, by who sent the first one of
  // their call.
  [[nodiscard]] std::vector<Peer> senders() const;
  // Of registrations, by where they went.
  [[nodiscard]] std::vector<Peer> registrars() const;
  // Of the message that a tally's first frame has.
  [[nodiscard]] std::optional<std::uint64_t> order_of(FrameId frame) const;

 private:
  PeerTable<VainTally> senders_;
  PeerTable<VainTally> registrars_;
  sip::Message request_;  // its memory is used again
};

}  // namespace siptriage::detail
