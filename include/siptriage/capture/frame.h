#pragma once
/// Frame: one captured record, as the capture file holds it.
///
/// Not decoded: net does that. Frames come from a CaptureReader
/// (capture/capture_reader.h).

#include <cstdint>
#include <string>
#include <string_view>

#include "siptriage/base/frame_id.h"
#include "siptriage/base/timestamp.h"

namespace siptriage {

/// Link-layer types as the tcpdump.org registry numbers them (LINKTYPE_*),
/// with the platform-dependent DLT numbers mapped to them.
enum class LinkType : std::uint16_t {
  Null = 0,
  Ethernet = 1,
  Ppp = 9,
  PppHdlc = 50,
  PppEther = 51,
  RawIp = 101,
  Loop = 108,
  LinuxSll = 113,
  Ipv4 = 228,
  Ipv6 = 229,
  Nflog = 239,
  LinuxSll2 = 276,
};

/// "Ethernet", "Linux cooked v2", or "link type 147" for one we do not know.
[[nodiscard]] std::string to_string(LinkType type);

struct Frame {
  /// What was captured. Lifetime: while the OctetStore of the reader lives,
  /// unless `transient`: then until the reader is asked for more.
  std::string_view octets;
  Timestamp timestamp{};
  FrameId id;
  std::uint32_t original_length_octets = 0;  // on the wire
  std::uint32_t interface_index = 0;  // index into FileCoverage::interfaces
  LinkType link_type = LinkType::Ethernet;
  bool transient = false;
  bool has_timestamp = true;  // a Simple Packet Block has none

  [[nodiscard]] bool cut_by_snap_length() const {
    return octets.size() < original_length_octets;
  }
};

}  // namespace siptriage
