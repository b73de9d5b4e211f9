#pragma once
/// Payload: what net makes of frames: a whole UDP datagram, or the next octets
/// of one direction of a TCP connection.

#include <cstdint>
#include <string_view>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/network_error.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/base/timestamp.h"

namespace siptriage {

enum class PayloadKind : std::uint8_t {
  Datagram,    // UDP: octets are the whole payload
  StreamData,  // TCP: octets follow those given before, in order
  StreamGap,   // TCP: octets are missing here; no octets
  StreamEnd,   // TCP: FIN, RST or eviction; no octets
  Encrypted,   // ESP: only who sends to whom; no octets, counted already
  /// An ICMP error or a TCP reset, counted already. Source and destination are
  /// those of the packet that was not delivered, octets what is quoted of its
  /// UDP payload; of a reset, those of the half of the connection that the
  /// other end would have no more of.
  NetworkError,
};

/// Identifies one TCP connection of the capture; both directions share it.
using StreamId = std::uint32_t;

struct Payload {
  PayloadKind kind = PayloadKind::Datagram;
  Transport transport = Transport::Udp;
  std::uint8_t direction = 0;  // TCP: 0 or 1, the two halves of a connection
  /// True of what was put together from IP fragments, and where the frame is:
  /// octets are valid only until the next call of NetStage::process; keep them
  /// in the OctetStore to hold on to them.
  bool transient = false;
  bool reassembled = false;  // put together from IP fragments
  StreamId stream = 0;       // TCP
  /// Lifetime: as Frame::octets, unless `transient`.
  std::string_view octets;
  /// UDP: the length the UDP header gave, more than octets.size() when the
  /// snap length cut the packet.
  std::uint32_t original_length_octets = 0;
  Endpoint source;
  Endpoint destination;
  FrameId frame;  // the frame that completed these octets
  /// Of StreamData: the frame that they were in. Another one than `frame` where
  /// they had to wait for octets before them.
  FrameId carrier;
  Timestamp timestamp{};
  /// Of a NetworkError: that of the packet that was quoted.
  PacketIdentity identity;
  NetworkError error;  // of a NetworkError alone
};

}  // namespace siptriage
