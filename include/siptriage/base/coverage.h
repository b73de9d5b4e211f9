#pragma once
/// Coverage: what was looked at, what was skipped and why. The first thing in
/// every report, so that an empty result is never silent about its reason.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/capture_gaps.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/timestamp.h"

namespace siptriage {

/// Why a frame, packet or payload gave no SIP message. Stable names.
enum class SkipReason : std::uint8_t {
  UnknownLinkType,     // a link type we do not decode
  TruncatedHeader,     // ends inside a link, IP, UDP or TCP header
  MalformedPacket,     // header fields that contradict each other
  NotIp,               // ARP, LLDP, spanning tree, ...
  OtherIpProtocol,     // ICMP, SCTP, OSPF, ...
  TunnelTooDeep,       // past tunnel-depth or link-headers (base/limits.h)
  FragmentIncomplete,  // IP fragments whose rest is not in the capture
  FragmentLimit,       // IP fragments dropped at a named limit
  SnapLength,          // payload cut by the capture's snap length
  Empty,               // no payload: TCP handshakes, keep-alives
  Filtered,            // --filter did not match
  Rtp,                 // looks like RTP or RTCP media
  EncryptedTls,        // TLS records, whatever they carry
  EncryptedDtls,
  EncryptedEsp,
  OtherUdp,           // UDP payload without a SIP start line
  OtherTcp,           // TCP payload without a SIP start line
  TcpGap,             // stream octets that are not in the capture
  TcpRetransmission,  // TCP segment whose octets were already seen
  Count,
};
[[nodiscard]] std::string_view to_string(SkipReason reason);

/// One flow that looks like encrypted signalling.
struct EncryptedFlow {
  std::string protocol;  // "TLS", "DTLS", "ESP"
  std::string client;    // endpoint text
  std::string server;
  std::string server_name;  // TLS SNI when visible, else empty
  std::uint64_t frames = 0;
};

/// What one host sends another to keep a NAT binding or a connection open, and
/// is no SIP (RFC 5626 3.5).
struct KeepAliveFlow {
  Endpoint source;
  Endpoint destination;
  std::uint64_t count = 0;
  Timestamp first{};
  Timestamp last{};
  Duration longest_gap{};  // from one to the next
};

/// One interface of one capture file.
struct InterfaceCoverage {
  std::string name;       // empty when the capture does not say
  std::string link_type;  // "Ethernet", "Linux cooked v2", ...
  std::uint64_t frames = 0;
  std::uint64_t snap_length = 0;        // 0: none recorded
  std::uint64_t recorded_drops = 0;     // what the capture itself says it lost
  std::uint64_t recorded_received = 0;  // what it says came in; 0: not said
  /// Decimal places of a second that its timestamps have: at most the 9 of a
  /// Timestamp, which is also what holds where it is not known.
  std::uint8_t timestamp_digits = 9;
};

inline constexpr std::size_t kMaxRunningTimes = 65536;

/// One input file.
struct FileCoverage {
  std::string path;
  std::string format;  // "pcap", "pcap (ns)", "pcapng", "pcapng in gzip"
  std::uint64_t octets = 0;
  std::uint64_t frames = 0;
  std::vector<InterfaceCoverage> interfaces;
  std::string damage;  // empty: read to the end without damage
  std::uint64_t damage_offset_octets = 0;
  /// Became shorter while it was read: octets may have been read as zeros.
  bool shrank = false;
  /// When its interfaces were known to be captured from, frames or not
  /// (pcapng's Interface Statistics); at most kMaxRunningTimes.
  std::vector<Timestamp> running;
  std::vector<std::string> comments;  // capture-wide comments, at most a few
  LimitCounts limits_reached;         // also part of Coverage::limits_reached
};

struct Coverage {
  std::vector<FileCoverage> files;
  /// Asked to stop before all frames were read: what follows, and all that is
  /// concluded from it, is about a part of the capture.
  bool interrupted = false;
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;           // captured octets of those frames
  std::uint64_t frames_with_sip = 0;  // frames that completed a message
  std::uint64_t sip_messages = 0;
  std::uint64_t sip_over_udp = 0;  // messages
  std::uint64_t sip_over_tcp = 0;
  std::uint64_t fragments = 0;  // IP fragments seen
  std::uint64_t reassembled_datagrams = 0;
  std::uint64_t tcp_connections = 0;
  /// Call-IDs with more messages than are judged together, times they were cut.
  std::uint64_t cut_conversations = 0;
  /// Frames a reason; a frame is counted under at most one.
  std::array<std::uint64_t, static_cast<std::size_t>(SkipReason::Count)>
      skipped{};
  std::vector<EncryptedFlow> encrypted_flows;  // by frames, at most a few
  std::uint64_t encrypted_flow_count = 0;
  std::vector<KeepAliveFlow> keep_alives;  // by source and destination
  std::uint64_t recorded_drops = 0;        // the sum over all interfaces
  bool timestamps_present = false;
  Timestamp first_time{};
  Timestamp last_time{};
  CapturePauses pauses;
  /// The last of FileCoverage::running, if it is after the last frame.
  std::optional<Timestamp> ran_until;
  /// What held, and what was lost at it.
  Limits limits;
  LimitCounts limits_reached;

  /// Until when what is not in the capture was not seen.
  [[nodiscard]] Timestamp capture_end() const {
    return ran_until.value_or(last_time);
  }

  [[nodiscard]] std::uint64_t& of(SkipReason reason) {
    return skipped[static_cast<std::size_t>(reason)];
  }
  [[nodiscard]] std::uint64_t of(SkipReason reason) const {
    return skipped[static_cast<std::size_t>(reason)];
  }
};

/// nullptr: there are none. Lifetime: as `coverage`.
[[nodiscard]] const KeepAliveFlow* find_keep_alives(
    const Coverage& coverage SIPTRIAGE_LIFETIMEBOUND, const Endpoint& source,
    const Endpoint& destination);

/// What it tells of what may be missing.
[[nodiscard]] CaptureGaps gaps_of(const Coverage& coverage);

}  // namespace siptriage
