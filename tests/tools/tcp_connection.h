// One TCP connection as a capture sees it: handshake, data, acknowledgements,
// end, with sequence numbers that fit.
//
//   TcpConnection connection(alice, proxy, 1000, 2000);
//   auto handshake = connection.open(at);
//   TcpData data{message, {300, 200}, {}};
//   auto segments = connection.send(alice, at, data);
//
// The network is perfect: every octet is received, whatever the capture shows.
// There are no windows, no retransmission timers, no options but MSS.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/flow_script.h"
#include "tools/ip_packet.h"
#include "tools/socket_address.h"

namespace siptriage::testing {

/// From one end to the other, for handshakes and acknowledgements.
inline constexpr std::chrono::microseconds kTcpHopTime{100};

struct TimedSegment {
  std::chrono::nanoseconds at{};
  SocketAddress from;
  SocketAddress to;
  std::string octets;  // header and payload
};

/// A payload and how it is cut.
struct TcpData {
  std::string_view payload;
  std::vector<std::size_t> segment_octets;  // their sum is the payload's size
  std::vector<std::size_t> wire_order;      // indices of segments, from 0
  std::chrono::nanoseconds pace{};          // between segments
};

class TcpConnection {
 public:
  TcpConnection(const SocketAddress& client, const SocketAddress& server,
                std::uint32_t client_sequence, std::uint32_t server_sequence)
      : client_{client, client_sequence}, server_{server, server_sequence} {}

  /// SYN, SYN/ACK, ACK.
  std::vector<TimedSegment> open(std::chrono::nanoseconds at,
                                 std::uint16_t max_segment_size);

  /// SYN, RST.
  std::vector<TimedSegment> refuse(std::chrono::nanoseconds at,
                                   std::uint16_t max_segment_size);
  /// The segments in wire order, and one acknowledgement after them.
  std::vector<TimedSegment> send(const SocketAddress& from,
                                 std::chrono::nanoseconds at,
                                 const TcpData& data);

  /// FIN from `from`, FIN back, ACK.
  std::vector<TimedSegment> close(const SocketAddress& from,
                                  std::chrono::nanoseconds at);

  std::vector<TimedSegment> reset(const SocketAddress& from,
                                  std::chrono::nanoseconds at);

 private:
  struct Peer {
    SocketAddress address;
    std::uint32_t next_sequence = 0;
  };

  Peer& peer_at(const SocketAddress& address) {
    return client_.address == address ? client_ : server_;
  }
  Peer& other(const Peer& peer) {
    return &peer == &client_ ? server_ : client_;
  }
  /// A segment of `peer` now: what it acknowledges is all the other sent.
  TimedSegment encode(const Peer& peer, std::chrono::nanoseconds at,
                      TcpSegment segment, std::string_view payload = {});

  Peer client_;
  Peer server_;
};

}  // namespace siptriage::testing
