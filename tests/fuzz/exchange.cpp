#include "fuzz/exchange.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "fuzz/fuzz.h"
#include "unit/net/packets.h"

namespace siptriage::fuzz {
namespace {

using testing::u16;
using testing::u32;

constexpr std::size_t kMaxMessages = 64;

// A capture of raw IP packets, big-endian, in microseconds.
class Capture {
 public:
  Capture() {
    octets_ = u32(0xA1B2C3D4) + u16(2) + u16(4) + u32(0) + u32(0) + u32(65535) +
              u32(101);
  }

  void add(std::string_view message, std::uint8_t who, std::uint8_t time) {
    microseconds_ += kSteps[time % std::size(kSteps)];
    testing::Ipv4Options packet;
    packet.id = (who & 8) != 0 ? 1 : ++identification_;  // a copy, or another
    packet.source += who >> 1 & 3U;
    if ((who & 1) != 0) std::swap(packet.source, packet.destination);
    const std::string octets =
        testing::ipv4(packet, testing::udp(message, 5060, 5060));
    const auto length = static_cast<std::uint32_t>(octets.size());
    octets_ += u32(static_cast<std::uint32_t>(microseconds_ / 1'000'000)) +
               u32(static_cast<std::uint32_t>(microseconds_ % 1'000'000)) +
               u32(length) + u32(length) + octets;
  }
  [[nodiscard]] std::string take() && { return std::move(octets_); }

 private:
  // From a copy at a mirror port to a call that nobody remembers.
  static constexpr std::uint64_t kSteps[] = {0,
                                             10,
                                             1'000,
                                             20'000,
                                             500'000,
                                             1'000'000,
                                             4'000'000,
                                             32'000'000,
                                             180'000'000,
                                             1'800'000'000,
                                             4'000'000'000};

  std::string octets_;
  std::uint64_t microseconds_ = 1'700'000'000'000'000;
  unsigned identification_ = 1;
};

}  // namespace

std::string capture_of(std::string_view exchange) {
  Capture capture;
  std::uint8_t who = 0;
  std::uint8_t time = 0;
  for (std::size_t i = 0; i < kMaxMessages && !exchange.empty(); ++i) {
    const std::size_t mark = exchange.find("\n%");
    const bool is_last = mark == std::string_view::npos;
    capture.add(exchange.substr(0, is_last ? exchange.size() : mark + 1), who,
                time);
    if (is_last) break;
    Choices next(exchange.substr(mark + 2));
    who = next.u8();
    time = next.u8();
    exchange = next.rest();
    if (exchange.starts_with('\n')) exchange.remove_prefix(1);
  }
  return std::move(capture).take();
}

}  // namespace siptriage::fuzz
