#pragma once
// LaneTable: who in a ladder has a line of their own.
//
//     LaneTable lanes(aliases);
//     lanes.note(record, message);                    // every message
//     const std::size_t lane = lanes.lane_of(record.source);  // then in order
//
// An address is one lane, unless it talks to itself: then each of its ports
// is. Addresses that the user gave the same name are one. A client's port of a
// TCP connection counts as the one that its Via names.

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "siptriage/correlate/model.h"
#include "siptriage/sip/message.h"

#include "report/ladder.h"

namespace siptriage::report {

class LaneTable {
 public:
  // Lifetime: `aliases`, which may be null, must outlive the table.
  explicit LaneTable(const Aliases* aliases) : aliases_(aliases) {}

  void note(const MessageRecord& record, const sip::Message& message);

  // Once all messages were noted: lanes come in the order of this.
  [[nodiscard]] std::size_t lane_of(const Endpoint& endpoint);
  [[nodiscard]] std::vector<LadderLane> lanes() const;

 private:
  // What its messages say of who sends from an endpoint.
  struct Sender {
    std::string product;         // Server or User-Agent
    std::string product_of_100;  // the same of a 100, which no proxy passes on
    std::string host;            // sent-by, where it is a name
    std::string user;            // of a Contact at this address
    std::uint16_t port = 0;      // sent-by
    bool forwards = false;       // sent what came from somebody else
  };

  static void note_sender(const MessageRecord& record,
                          const sip::Message& message, Sender& sender);
  // A response that came to an address and left it again.
  [[nodiscard]] bool is_passed_on(const MessageRecord& response);
  [[nodiscard]] const std::string& name_of(const Endpoint& endpoint,
                                           const Sender& sender) const;
  // As which it has a lane; port 0: the whole address.
  [[nodiscard]] Endpoint key_of(const Endpoint& endpoint) const;

  const Aliases* aliases_;
  std::map<Endpoint, Sender> senders_;
  std::set<IpAddress> split_;  // those that talk to themselves
  std::set<IpAddress> forwarders_;
  // Status code, CSeq number and To tag of responses, by who got them.
  std::set<std::tuple<IpAddress, std::uint16_t, std::uint32_t, std::string>>
      received_;
  std::map<Endpoint, std::size_t> lane_of_key_;
  std::vector<Endpoint> first_;       // of each lane, the endpoint seen first
  std::vector<std::size_t> sharing_;  // and how many more it has
  std::map<std::string_view, std::size_t> lane_of_alias_;
};

}  // namespace siptriage::report
