#pragma once
// IpPacket: one IPv4 or IPv6 packet, its headers decoded.
//
//   IpPacket packet;
//   decode_ipv4(octets, packet);
//   if (packet.skip) return count(*packet.skip);
//
// Checksums are not verified: network cards fill them in after the capture.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/limits.h"

namespace siptriage::detail {

inline constexpr std::uint32_t kMaxIpPacketOctets = 65535;

inline constexpr std::uint8_t kProtocolIpv4 = 4;
inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;
inline constexpr std::uint8_t kProtocolIpv6 = 41;
inline constexpr std::uint8_t kProtocolGre = 47;
inline constexpr std::uint8_t kProtocolEsp = 50;
inline constexpr std::uint8_t kProtocolMplsInIp = 137;

struct IpPacket {
  std::optional<SkipReason> skip;  // set: nothing else is meaningful, but
  std::optional<LimitId> limit;    // ... which was reached, if one was
  IpAddress source;
  IpAddress destination;
  std::uint8_t protocol = 0;  // of the payload, extension headers passed over
  std::uint8_t hop_limit = 0;
  bool has_identification = false;
  bool is_fragment = false;
  bool more_fragments = false;
  std::uint32_t identification = 0;
  std::uint32_t fragment_offset_octets = 0;
  // What of the payload was captured; padding of the link is cut off.
  std::string_view payload;
  // What the headers say; more than payload.size() where the packet was cut.
  std::uint32_t payload_length_octets = 0;
  // Of a fragment: the octets of the header that every fragment repeats, and
  // where in it the protocol of what follows stands.
  std::uint16_t header_octets = 0;
  std::uint16_t protocol_offset_octets = 0;

  [[nodiscard]] bool is_cut() const {
    return payload.size() < payload_length_octets;
  }
};

// Both fill all of `packet`, in place: this is done for every packet, and a
// copy of it costs more than the decoding.
// Lifetime: payload views `octets`.
void decode_ipv4(std::string_view octets, IpPacket& packet,
                 std::uint64_t max_extensions);
void decode_ipv6(std::string_view octets, IpPacket& packet,
                 std::uint64_t max_extensions);

// The addresses alone, of a header known to be whole; its first four bits tell
// the version.
void load_addresses(const char* header, IpAddress& source,
                    IpAddress& destination);

}  // namespace siptriage::detail
