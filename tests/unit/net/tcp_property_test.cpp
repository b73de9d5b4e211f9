#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "unit/net/packets.h"
#include "unit/net/tcp_connection.h"

namespace siptriage::tcp_property_test {
namespace {

using testing::Connection;
using testing::kAck;
using testing::kFin;
using testing::kServerStart;
using testing::Wire;

// Any segmentation, any order within a window, any duplicates and overlaps
// give the octets that were sent, and neither gap nor loss.
TEST(TcpProperty, AnySegmentationAndOrderGivesTheSameOctets) {
  std::mt19937 random(20250301);
  const auto below = [&](std::uint32_t limit) {
    return static_cast<std::uint32_t>(random() % limit);
  };
  for (int round = 0; round < 400; ++round) {
    std::string sent;
    for (std::uint32_t i = 0; i < 2000; ++i) {
      sent += static_cast<char>('!' + below(90));
    }
    struct Piece {
      std::uint32_t begin;
      std::uint32_t size;
    };
    std::vector<Piece> pieces;
    for (std::uint32_t at = 0; at < sent.size();) {
      const auto left = static_cast<std::uint32_t>(sent.size()) - at;
      const std::uint32_t size = std::min(1 + below(200), left);
      pieces.push_back({at, size});
      // A copy of it, or of a stretch that overlaps its neighbours.
      if (below(4) == 0) pieces.push_back({at, size});
      if (below(4) == 0) {
        const std::uint32_t begin = at - std::min(at, below(150));
        const auto room = static_cast<std::uint32_t>(sent.size()) - begin;
        pieces.push_back({begin, std::min(1 + below(300), room)});
      }
      at += size;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const std::size_t window = std::min<std::size_t>(8, pieces.size() - i);
      std::swap(pieces[i],
                pieces[i + below(static_cast<std::uint32_t>(window))]);
    }

    Wire wire;
    wire.transient = round % 2 == 0;
    Connection connection(wire, below(0xffffffff), kServerStart);
    connection.handshake();
    for (const Piece& piece : pieces) {
      connection.client(piece.begin,
                        std::string_view(sent).substr(piece.begin, piece.size));
    }
    connection.client(static_cast<std::uint32_t>(sent.size()), "", kAck | kFin);
    ASSERT_EQ(wire.stream(0), sent + "$") << "round " << round;
  }
}

}  // namespace
}  // namespace siptriage::tcp_property_test
