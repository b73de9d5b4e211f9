// Messages over TCP: two connections between each client and its server, made
// when first needed, that carry the messages of both.

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "bench/make_capture/carrier.h"
#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

constexpr std::uint32_t kConnectionsOfPair = 2;
constexpr std::size_t kMaxSegmentOctets = 1460;
constexpr std::uint16_t kFirstClientPort = 40000;

struct Half {
  std::uint32_t sequence = 0;
  std::string held;
};

struct Connection {
  bool is_open = false;
  std::array<Socket, 2> sockets;  // the client's, the server's
  std::array<Half, 2> halves;     // by who sends
};

class TcpCarrier final : public Carrier {
 public:
  TcpCarrier(const Hosts& hosts, Packets& packets, std::uint64_t seed,
             const TcpShape& shape)
      : hosts_(hosts),
        packets_(packets),
        random_(seed),
        shape_(shape),
        connections_(std::size_t{kClients} * kConnectionsOfPair) {}

  void carry(Time time, const Outgoing& outgoing) override {
    const std::size_t sender = is_server(outgoing.from) ? 1 : 0;
    Connection& connection = connection_of(time, outgoing, sender);
    // What was held came before: an answer must not overtake its request.
    send_held(time, connection, 1 - sender);
    std::string& held = connection.halves[sender].held;
    if (held.size() + outgoing.message.size() > kMaxSegmentOctets) {
      send_held(time, connection, sender);
    }
    if (!held.empty()) {
      held.append(outgoing.message);
      send_held(time, connection, sender);
    } else if (random_.chance(shape_.held)) {
      held = outgoing.message;
    } else {
      send(time, connection, sender, outgoing.message);
    }
  }

  void finish(Time time) override {
    for (Connection& connection : connections_) {
      if (!connection.is_open) continue;
      for (const std::size_t sender : {0U, 1U}) {
        send_held(time, connection, sender);
      }
      for (const std::size_t sender : {0U, 1U}) {
        segment(time, connection, sender, kTcpFin | kTcpAck, {});
        ++connection.halves[sender].sequence;
      }
    }
  }

 private:
  struct Piece {
    std::size_t offset = 0;
    std::string_view octets;
  };

  Connection& connection_of(Time time, const Outgoing& outgoing,
                            std::size_t sender) {
    const HostIndex client = sender == 0 ? outgoing.from : outgoing.to;
    const std::uint32_t which = outgoing.call % kConnectionsOfPair;
    Connection& connection =
        connections_[std::size_t{client} * kConnectionsOfPair + which];
    if (!connection.is_open) {
      const HostIndex server = sender == 0 ? outgoing.to : outgoing.from;
      const auto port = static_cast<std::uint16_t>(kFirstClientPort + which);
      connection.sockets = {Socket{client, port},
                            Socket{server, hosts_[server].sip_port}};
      open(time, connection);
    }
    return connection;
  }

  void open(Time time, Connection& connection) {
    connection.is_open = true;
    for (Half& half : connection.halves) {
      half.sequence = static_cast<std::uint32_t>(random_.next());
    }
    segment(time, connection, 0, kTcpSyn, {});
    ++connection.halves[0].sequence;
    segment(time, connection, 1, kTcpSyn | kTcpAck, {});
    ++connection.halves[1].sequence;
    segment(time, connection, 0, kTcpAck, {});
  }

  void send_held(Time time, Connection& connection, std::size_t sender) {
    const std::string held =
        std::exchange(connection.halves[sender].held, std::string());
    if (!held.empty()) send(time, connection, sender, held);
  }

  void send(Time time, Connection& connection, std::size_t sender,
            std::string_view octets) {
    cut(octets);
    const std::uint32_t first = connection.halves[sender].sequence;
    for (const Piece& piece : pieces_) {
      connection.halves[sender].sequence =
          first + static_cast<std::uint32_t>(piece.offset);
      segment(time, connection, sender, kTcpPush | kTcpAck, piece.octets);
      if (random_.chance(shape_.repeated)) {
        segment(time, connection, sender, kTcpPush | kTcpAck, piece.octets);
      }
    }
    connection.halves[sender].sequence =
        first + static_cast<std::uint32_t>(octets.size());
    // Receivers put off an acknowledgement in the hope of an answer that can
    // take it along (RFC 1122 4.2.3.2).
    if (random_.chance(250)) segment(time, connection, 1 - sender, kTcpAck, {});
  }

  // Fills pieces_, in the order in which they are sent.
  void cut(std::string_view octets) {
    pieces_.clear();
    const bool is_swapped = random_.chance(shape_.swapped);
    const bool is_split = is_swapped || random_.chance(shape_.split);
    for (std::size_t at = 0; at < octets.size();) {
      std::size_t length = std::min(octets.size(), kMaxSegmentOctets);
      if (shape_.most_octets != 0) {
        length = 1 + random_.below(shape_.most_octets);
      } else if (is_split && at == 0) {
        length = 1 + random_.below(static_cast<std::uint32_t>(length));
      }
      pieces_.push_back({at, octets.substr(at, length)});
      at += pieces_.back().octets.size();
    }
    if (is_swapped && pieces_.size() > 1) {
      const std::uint32_t at =
          random_.below(static_cast<std::uint32_t>(pieces_.size() - 1));
      std::swap(pieces_[at], pieces_[at + 1]);
    }
  }

  void segment(Time time, const Connection& connection, std::size_t sender,
               unsigned flags, std::string_view octets) {
    TcpHeader header;
    header.from = connection.sockets[sender];
    header.to = connection.sockets[1 - sender];
    header.sequence = connection.halves[sender].sequence;
    header.flags = static_cast<std::uint8_t>(flags);
    if ((flags & kTcpAck) != 0) {
      header.acknowledged = connection.halves[1 - sender].sequence;
    }
    packets_.tcp(time, header, octets);
  }

  const Hosts& hosts_;
  Packets& packets_;
  Random random_;
  TcpShape shape_;
  std::vector<Connection> connections_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::unique_ptr<Carrier> make_tcp_carrier(const Hosts& hosts, Packets& packets,
                                          std::uint64_t seed,
                                          const TcpShape& shape) {
  return std::make_unique<TcpCarrier>(hosts, packets, seed, shape);
}

}  // namespace siptriage::bench
