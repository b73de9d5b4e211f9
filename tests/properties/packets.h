#pragma once
// What the properties do to packets: wrap them in another link layer, cut them
// into IP fragments or TCP segments, put foreign ones between them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "properties/records.h"
#include "tools/link_frame.h"

namespace siptriage::testing {

// Seeded by the test; the same numbers on every machine.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  [[nodiscard]] std::uint32_t below(std::size_t limit) {
    return static_cast<std::uint32_t>(engine_() % limit);
  }
  [[nodiscard]] bool one_in(std::uint32_t count) { return below(count) == 0; }
  // Each group of `window` values among themselves: none goes further.
  template <typename Value>
  void shuffle(std::vector<Value>& values, std::size_t window) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t group_end =
          std::min(values.size(), i - i % window + window);
      std::swap(values[i], values[i + below(group_end - i)]);
    }
  }

 private:
  std::mt19937 engine_;
};

// Where the IP packet of a frame lies: without link headers and padding.
// Nothing for what is not plain IPv4 or IPv6 in a link layer of samples/.
struct IpPlace {
  std::size_t offset = 0;
  std::size_t octets = 0;
};
[[nodiscard]] std::optional<IpPlace> find_ip(const Record& record);

// The same packets in `link`; frames without IP are left out.
[[nodiscard]] std::vector<Record> in_link(const std::vector<Record>& records,
                                          const Link& link);

struct Cutting {
  std::size_t most_octets = 64;  // of a piece; a multiple of 8 of fragments
  std::size_t window = 1000;     // how far pieces of a packet may be displaced
  bool repeated = false;         // some pieces twice
  bool overlapping = false;      // some pieces reach into the next
};

// Each IP packet whose datagram is longer than a piece, in fragments. IPv4
// packets keep their identification.
[[nodiscard]] std::vector<Record> in_fragments(
    const std::vector<Record>& records, const Cutting& cutting, Dice& dice);

// Each TCP segment longer than a piece, in smaller ones.
[[nodiscard]] std::vector<Record> in_segments(
    const std::vector<Record>& records, const Cutting& cutting, Dice& dice);

// Frames of others, at the time of the one before: ARP, RTP, DNS, ICMP, HTTP,
// noise.
[[nodiscard]] std::vector<Record> among_foreign(
    const std::vector<Record>& records, Dice& dice);

}  // namespace siptriage::testing
