#pragma once
/// NetworkEvents: the ICMP errors and TCP resets of a capture that may be about
/// SIP, found by whom they were between, and when.
///
///     NetworkEvents events(limits);
///     events.add(event);                   // in the order of the capture
///     events.sort();
///     for (const NetworkEvent& event :
///          events.between(Transport::Udp, client, server, from))
///       ...                               // ascending in time
///
/// Does not know which message an event is about: that is for rules to tell.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/network_error.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/base/timestamp.h"

namespace siptriage {

struct NetworkEvent {
  NetworkError error;
  Transport transport = Transport::Udp;
  /// Of an ICMP error, the way of the packet that was not delivered; of a
  /// reset, who had sent and who would have no more.
  Endpoint source;
  Endpoint destination;
  FrameId frame;
  Timestamp timestamp{};
  /// Of the packet that an ICMP error quotes.
  PacketIdentity identity;
  /// Of the message that an ICMP error quotes, where the quote reaches them;
  /// else empty. Lifetime: as the octets of the capture's messages.
  std::string_view call_id;
  std::string_view branch;  // of the topmost Via
};

class NetworkEvents {
 public:
  explicit NetworkEvents(const Limits& limits = {})
      : most_(limits[LimitId::NetworkEvents]) {}

  /// False where there is no room for it.
  [[nodiscard]] bool add(const NetworkEvent& event);
  /// Once, after the last add() and before anything is sought.
  void sort();

  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] std::size_t size() const { return events_.size(); }

  /// Those of that way that came at `from` or later.
  /// Lifetime: of this table.
  [[nodiscard]] std::span<const NetworkEvent> between(
      Transport transport, const Endpoint& source, const Endpoint& destination,
      Timestamp from) const;

  /// The refusals of TCP connections that this host tried to open at `from` or
  /// later. Lifetime: of this table.
  [[nodiscard]] std::span<const NetworkEvent> refused_to(const IpAddress& host,
                                                         Timestamp from) const;

 private:
  std::uint64_t most_;
  std::vector<NetworkEvent> events_;
  std::vector<NetworkEvent> refused_;
};

}  // namespace siptriage
