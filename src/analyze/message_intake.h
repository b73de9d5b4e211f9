#pragma once
// MessageIntake: payloads in, SIP messages and network events out; what is no
// SIP is counted under what it looks like. For one thread, in the order of the
// capture.

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/correlate/network_events.h"
#include "siptriage/net/payload.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/skim.h"
#include "siptriage/sip/stream_framer.h"

#include "analyze/arrival.h"
#include "analyze/encrypted_flows.h"
#include "analyze/keep_alives.h"

namespace siptriage::detail {

// Where in the octets of its stream a message is; those behind gaps follow
// those before.
struct StreamPlace {
  bool in_stream = false;  // false: a datagram
  std::uint64_t end_octets = 0;
  std::uint64_t octets = 0;
};

class MessageIntake {
 public:
  // All must outlive the intake. Messages are appended to `arrivals`, ICMP
  // errors and resets to `events`.
  MessageIntake(OctetStore& store, Coverage& coverage,
                std::vector<Arrival>& arrivals, NetworkEvents& events,
                const Limits& limits);

  // Messages that come of the payloads to follow get this order, and one more
  // each.
  void set_order(std::uint64_t order) { next_order_ = order; }
  void take(const Payload& payload);
  // Messages that would have to be kept are told, but not kept any more.
  void stop_keeping() { keeps_ = false; }
  // From now on a place is appended to `places` with each arrival.
  void trace(std::vector<StreamPlace>* places) { places_ = places; }
  // How many octets of that stream can be part of no message still to come;
  // nothing: none of it can.
  [[nodiscard]] std::optional<std::uint64_t> consumed_octets(
      const Payload& payload) const;

  // After the last payload: writes what was gathered to the coverage.
  void finish();

 private:
  // One direction of one TCP connection.
  struct Stream {
    explicit Stream(sip::StreamFramer made) : framer(std::move(made)) {}

    sip::StreamFramer framer;
    // OtherTcp while nothing better is known of a stream without SIP.
    SkipReason foreign = SkipReason::OtherTcp;
    bool given_up = false;        // not SIP: its octets are only counted
    std::size_t held_octets = 0;  // of an unfinished message
  };

  void take_datagram(const Payload& payload);
  void take_stream_data(const Payload& payload);
  void end_stream(const Payload& payload);
  void take_network_error(const Payload& payload);
  [[nodiscard]] bool carried_sip(const Payload& payload, std::uint8_t half);
  // Takes every message that the framer has whole; true if there was one.
  bool drain(Stream& stream, const Payload& payload);
  bool take_whole(Stream& stream, const Payload& payload);
  void note_held(Stream& stream, std::size_t octets);
  bool look_closer(sip::Skim& message);
  void take_message(const Payload& payload, const sip::Skim& message,
                    bool is_kept);
  [[nodiscard]] std::string_view keep(std::string_view octets);
  void count_foreign_datagram(const Payload& payload);
  void count_foreign_stream(Stream& stream, const Payload& payload);
  void count(SkipReason reason, FrameId frame);

  OctetStore& store_;
  Coverage& coverage_;
  std::vector<Arrival>& arrivals_;
  NetworkEvents& events_;
  const Limits& limits_;
  std::vector<StreamPlace>* places_ = nullptr;
  StreamPlace place_;  // of the message being taken
  bool keeps_ = true;
  std::uint64_t next_order_ = 0;
  EncryptedFlows encrypted_flows_;
  KeepAlives keep_alives_;
  std::unordered_map<std::uint64_t, Stream> streams_;
  std::uint64_t held_octets_ = 0;  // of all streams
  FrameId last_sip_frame_;
  FrameId last_counted_frame_;
  sip::Message message_;  // the one being taken; large, so made once
};

}  // namespace siptriage::detail
