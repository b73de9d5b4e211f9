#pragma once
// Carrier: how messages travel: in datagrams, in fragments, over TCP.

#include <cstdint>
#include <memory>
#include <string_view>

#include "bench/make_capture/packets.h"

namespace siptriage::bench {

struct Outgoing {
  HostIndex from = 0;
  HostIndex to = 0;
  std::uint32_t call = 0;
  std::string_view message;
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  virtual void carry(Time time, const Outgoing& outgoing) = 0;
  // Sends what was held back.
  virtual void finish(Time time) = 0;
};

// How often, of a thousand messages, what happens to one on TCP.
struct TcpShape {
  std::uint32_t held = 60;  // back, for the next to share its segment
  std::uint32_t split = 30;
  std::uint32_t swapped = 5;  // split, and the second segment comes first
  std::uint32_t repeated = 5;
  // 0: whole messages; else all are cut into segments of 1 to so many octets.
  std::uint32_t most_octets = 0;
};

// `hosts` and `packets` must outlive them.
[[nodiscard]] std::unique_ptr<Carrier> make_udp_carrier(const Hosts& hosts,
                                                        Packets& packets);
[[nodiscard]] std::unique_ptr<Carrier> make_fragment_carrier(
    const Hosts& hosts, Packets& packets, std::uint64_t seed);
[[nodiscard]] std::unique_ptr<Carrier> make_tcp_carrier(const Hosts& hosts,
                                                        Packets& packets,
                                                        std::uint64_t seed,
                                                        const TcpShape& shape);

}  // namespace siptriage::bench
