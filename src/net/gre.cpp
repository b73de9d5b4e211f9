#include "net/gre.h"

#include <cstddef>
#include <cstdint>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::uint16_t kHasChecksum = 0x8000;
constexpr std::uint16_t kHasRouting = 0x4000;
constexpr std::uint16_t kHasKey = 0x2000;
constexpr std::uint16_t kHasSequence = 0x1000;
constexpr std::uint16_t kHasAcknowledgement = 0x0080;  // version 1 only
constexpr std::uint16_t kVersion = 0x0007;

constexpr std::uint16_t kErspanType1Or2 = 0x88be;
constexpr std::uint16_t kErspanType3 = 0x22eb;

bool step_over(LayerCursor& cursor, std::size_t octets) {
  if (cursor.rest.size() < octets) {
    cursor.skip(SkipReason::TruncatedHeader);
    return false;
  }
  cursor.rest.remove_prefix(octets);
  return true;
}

// Source route entries: family, offset, length, octets; a zero entry ends
// them (RFC 1701).
bool step_over_routing(LayerCursor& cursor) {
  constexpr std::size_t kEntryOctets = 4;
  while (cursor.rest.size() >= kEntryOctets) {
    const std::uint16_t family = load_u16(cursor.rest.data());
    const std::uint8_t length = load_u8(cursor.rest.data() + 3);
    if (!step_over(cursor, kEntryOctets + length)) return false;
    if (family == 0 && length == 0) return true;
  }
  cursor.skip(SkipReason::TruncatedHeader);
  return false;
}

// Type I has no header of its own and no GRE sequence number; type II has 8
// octets, type III 12 and perhaps a subheader of 8.
void leave_erspan(LayerCursor& cursor, std::uint16_t protocol,
                  bool has_sequence) {
  std::size_t octets = has_sequence ? 8 : 0;
  if (protocol == kErspanType3) {
    if (cursor.rest.size() < 12) {
      return cursor.skip(SkipReason::TruncatedHeader);
    }
    octets = (load_u8(cursor.rest.data() + 11) & 1) != 0 ? 20 : 12;
  }
  if (step_over(cursor, octets)) cursor.layer = Layer::Ethernet;
}

std::size_t optional_octets(std::uint16_t flags) {
  std::size_t octets = 0;
  if ((flags & (kHasChecksum | kHasRouting)) != 0) octets += 4;
  if ((flags & kHasKey) != 0) octets += 4;
  if ((flags & kHasSequence) != 0) octets += 4;
  return octets;
}

}  // namespace

void leave_gre(LayerCursor& cursor) {
  if (cursor.rest.size() < 4) return cursor.skip(SkipReason::TruncatedHeader);
  const std::uint16_t flags = load_u16(cursor.rest.data());
  const std::uint16_t protocol = load_u16(cursor.rest.data() + 2);
  const unsigned version = flags & kVersion;
  if (version > 1) return cursor.skip(SkipReason::MalformedPacket);

  std::size_t octets = 4 + optional_octets(flags);
  if (version == 1 && (flags & kHasAcknowledgement) != 0) octets += 4;
  if (!step_over(cursor, octets)) return;
  if ((flags & kHasRouting) != 0 && !step_over_routing(cursor)) return;
  // A PPTP packet without sequence number only acknowledges.
  if (version == 1 && (flags & kHasSequence) == 0) {
    return cursor.skip(SkipReason::Empty);
  }
  if (protocol == kErspanType1Or2 || protocol == kErspanType3) {
    return leave_erspan(cursor, protocol, (flags & kHasSequence) != 0);
  }
  // Numbers too small for an EtherType must not be read as a length.
  if (protocol < 0x0600) return cursor.skip(SkipReason::NotIp);
  cursor.at_ether_type(protocol);
}

}  // namespace siptriage::detail
