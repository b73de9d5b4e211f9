#pragma once
// What the blocks of a pcapng file hold (draft-ietf-opsawg-pcapng), as far as
// the walker keeps or computes with it.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "siptriage/capture/frame.h"

#include "capture/frame_limit.h"
#include "capture/octet_order.h"
#include "capture/tick_clock.h"

namespace siptriage::detail {

inline constexpr std::uint16_t kOptionComment = 1;
inline constexpr std::uint16_t kSectionApplication = 4;
inline constexpr std::uint16_t kInterfaceName = 2;
inline constexpr std::uint16_t kInterfaceDescription = 3;
inline constexpr std::uint16_t kInterfaceResolution = 9;
inline constexpr std::uint16_t kInterfaceOffset = 14;
inline constexpr std::uint16_t kStatisticsReceived = 4;
inline constexpr std::uint16_t kStatisticsInterfaceDrops = 5;
inline constexpr std::uint16_t kStatisticsSystemDrops = 7;
inline constexpr std::uint16_t kPacketDrops = 4;  // of enhanced packets
inline constexpr std::uint16_t kUnknownPacketDrops =
    0xFFFF;  // obsolete packets
inline constexpr std::uint64_t kUnknownCount =
    std::numeric_limits<std::uint64_t>::max();

// What precedes the octets of a frame in the body of each packet block.
inline constexpr std::size_t kEnhancedFrontOctets = 20;
inline constexpr std::size_t kSimpleFrontOctets = 4;
inline constexpr std::size_t kInterfaceFrontOctets = 8;
inline constexpr std::size_t kStatisticsFrontOctets = 12;

constexpr std::uint64_t saturated_sum(std::uint64_t a, std::uint64_t b) {
  return a > kUnknownCount - b ? kUnknownCount : a + b;
}

// One interface of the section being read.
struct PcapngInterface {
  TickClock clock;
  LinkType link_type = LinkType::Ethernet;
  std::uint32_t max_octets = kMaxFrameOctets;
  std::uint32_t snap_length = 0;
  std::uint32_t index = 0;             // into FileCoverage::interfaces
  std::uint64_t packet_drops = 0;      // as told by packets: a sum
  std::uint64_t statistics_drops = 0;  // as told by statistics: cumulative
};

// A packet block of any of the three kinds.
struct PcapngPacket {
  std::uint32_t interface = 0;
  std::uint32_t captured_octets = 0;
  std::uint32_t original_octets = 0;
  std::uint64_t ticks = 0;
  std::string_view rest;  // frame, padding, options
  bool has_timestamp = true;
};

// What enhanced and obsolete packet blocks have in common: all but the first
// four octets of a body of at least kEnhancedFrontOctets.
inline PcapngPacket packet_of(std::string_view body, bool swapped) {
  PcapngPacket packet;
  packet.ticks = std::uint64_t{load_u32(body.data() + 4, swapped)} << 32 |
                 load_u32(body.data() + 8, swapped);
  packet.captured_octets = load_u32(body.data() + 12, swapped);
  packet.original_octets = load_u32(body.data() + 16, swapped);
  packet.rest = body.substr(kEnhancedFrontOctets);
  return packet;
}

inline bool is_supported_version(std::uint16_t major, std::uint16_t minor) {
  return major == 1 && (minor == 0 || minor == 2);
}

inline std::uint64_t count_of(std::string_view value, bool swapped) {
  if (value.size() != sizeof(std::uint64_t)) return 0;
  const std::uint64_t count = load_u64(value.data(), swapped);
  return count == kUnknownCount ? 0 : count;
}

}  // namespace siptriage::detail
