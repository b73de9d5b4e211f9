#pragma once
// StreamOutput: what one direction of a TCP connection gives out, as payloads;
// with the limits that hold, and where it is counted that one was reached.

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/net/payload.h"

namespace siptriage::detail {

// The frame in whose turn something came or happened.
struct Moment {
  FrameId frame;
  Timestamp timestamp{};
  PacketIdentity identity;
};

// Copies that payloads view until the next call of NetStage::process.
class TransientOctets {
 public:
  void hold(std::unique_ptr<char[]> octets) {
    held_.push_back(std::move(octets));
  }
  void clear() { held_.clear(); }

 private:
  std::vector<std::unique_ptr<char[]>> held_;
};

// What every payload of one direction has in common.
struct StreamName {
  StreamId stream = 0;
  std::uint8_t direction = 0;
  bool reassembled = false;  // from IP fragments
  const Endpoint& source;
  const Endpoint& destination;
};

class StreamOutput {
 public:
  // Lifetime: all that is given must outlive the output.
  StreamOutput(std::vector<Payload>& payloads, TransientOctets& transient,
               const Limits& limits, LimitCounts& reached,
               const StreamName& name)
      : payloads_(payloads),
        transient_(transient),
        limits_(limits),
        reached_(reached),
        name_(name) {}

  [[nodiscard]] std::uint64_t limit(LimitId id) const { return limits_[id]; }
  void count(LimitId reached) { reached_.add(reached); }

  void data(std::string_view octets, bool transient, FrameId carrier,
            const Moment& moment) {
    Payload& payload = append(PayloadKind::StreamData, moment);
    payload.octets = octets;
    payload.carrier = carrier;
    payload.transient = transient;
  }
  void gap(const Moment& moment) { append(PayloadKind::StreamGap, moment); }
  void end(const Moment& moment) { append(PayloadKind::StreamEnd, moment); }

  // Keeps the octets of a payload given out.
  void hold(std::unique_ptr<char[]> octets) {
    transient_.hold(std::move(octets));
  }

 private:
  Payload& append(PayloadKind kind, const Moment& moment) {
    Payload& payload = payloads_.emplace_back();
    payload.kind = kind;
    payload.transport = Transport::Tcp;
    payload.stream = name_.stream;
    payload.direction = name_.direction;
    payload.reassembled = name_.reassembled;
    payload.source = name_.source;
    payload.destination = name_.destination;
    payload.frame = moment.frame;
    payload.timestamp = moment.timestamp;
    payload.identity = moment.identity;
    return payload;
  }

  std::vector<Payload>& payloads_;
  TransientOctets& transient_;
  const Limits& limits_;
  LimitCounts& reached_;
  StreamName name_;
};

}  // namespace siptriage::detail
