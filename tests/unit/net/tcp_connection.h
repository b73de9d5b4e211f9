#pragma once
// A TCP connection for tests:
//
//   Connection connection(wire);
//   connection.handshake();
//   connection.client(0, "INVITE ");

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "siptriage/capture/frame.h"

#include "unit/net/packets.h"

namespace siptriage::testing {

inline constexpr std::uint32_t kClientStart = 1000;
inline constexpr std::uint32_t kServerStart = 5000;

// A TCP connection between 192.0.2.1:40000 (the client, direction 0) and
// 192.0.2.2:5060. Sequence numbers count from the first octet.
class Connection {
 public:
  explicit Connection(Wire& wire, std::uint32_t client_start = kClientStart,
                      std::uint32_t server_start = kServerStart)
      : wire_(wire), client_start_(client_start), server_start_(server_start) {}

  void handshake() {
    client(static_cast<std::uint32_t>(-1), "", kSyn);
    server(static_cast<std::uint32_t>(-1), "", kSyn | kAck);
    client(0, "");
  }
  void client(std::uint32_t sequence, std::string_view octets,
              unsigned flags = kAck, std::uint32_t acknowledged = 0,
              std::size_t cut = 0) {
    send(true, client_start_ + sequence, server_start_ + acknowledged, octets,
         flags, cut);
  }
  void server(std::uint32_t sequence, std::string_view octets,
              unsigned flags = kAck, std::uint32_t acknowledged = 0) {
    send(false, server_start_ + sequence, client_start_ + acknowledged, octets,
         flags, 0);
  }

 private:
  void send(bool from_client, std::uint32_t sequence,
            std::uint32_t acknowledged, std::string_view octets, unsigned flags,
            std::size_t cut) {
    TcpOptions segment;
    segment.source_port = from_client ? 40000 : 5060;
    segment.destination_port = from_client ? 5060 : 40000;
    segment.sequence = sequence;
    segment.acknowledgement = acknowledged;
    segment.flags = flags;
    Ipv4Options packet;
    packet.protocol = 6;
    if (!from_client) std::swap(packet.source, packet.destination);
    const std::string whole = ipv4(packet, tcp(segment, octets));
    wire_.feed(std::string_view(whole).substr(0, whole.size() - cut),
               LinkType::RawIp, cut);
  }

  Wire& wire_;
  std::uint32_t client_start_;
  std::uint32_t server_start_;
};

}  // namespace siptriage::testing
