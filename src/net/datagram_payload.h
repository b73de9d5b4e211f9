#pragma once
// What a UDP datagram is as a Payload, however it was decoded.

#include "siptriage/capture/frame.h"
#include "siptriage/net/payload.h"

#include "net/packet_decoder.h"
#include "net/udp_datagram.h"

namespace siptriage::detail {

// Sets all of `payload` that a datagram has. Lifetime: its octets are those of
// `datagram`.
inline void fill_payload(const Frame& frame, const DecodedPacket& packet,
                         const UdpDatagram& datagram, Payload& payload) {
  payload.kind = PayloadKind::Datagram;
  payload.transport = Transport::Udp;
  payload.direction = 0;
  payload.transient = frame.transient || packet.reassembled;
  payload.reassembled = packet.reassembled;
  payload.stream = 0;
  payload.octets = datagram.octets;
  // A UDP length past the packet's end is the sender's error, not a cut.
  payload.original_length_octets =
      frame.cut_by_snap_length()
          ? datagram.length_octets
          : static_cast<std::uint32_t>(datagram.octets.size());
  payload.source = {packet.ip.source, datagram.source_port};
  payload.destination = {packet.ip.destination, datagram.destination_port};
  payload.frame = frame.id;
  payload.timestamp = frame.timestamp;
  payload.identity = packet.identity;
}

}  // namespace siptriage::detail
