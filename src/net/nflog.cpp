#include "net/nflog.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "net/load.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kHeaderOctets = 4;     // family, version, resource
constexpr std::size_t kAttributeOctets = 4;  // length, type
constexpr std::uint16_t kPayloadAttribute = 9;

struct Attribute {
  std::uint16_t length = 0;  // with its own header
  std::uint16_t type = 0;
};

// Attributes are in the byte order of the host that captured. Their types are
// small, so the octet that is zero tells which it was.
Attribute decode_attribute(const char* octets) {
  const std::uint16_t length = load_u16(octets);
  const std::uint16_t type = load_u16(octets + 2);
  if (load_u8(octets + 2) == 0) return {length, type};
  const auto swap = [](std::uint16_t value) {
    return static_cast<std::uint16_t>(value >> 8 | value << 8);
  };
  return {swap(length), swap(type)};
}

}  // namespace

NflogPacket decode_nflog(std::string_view octets) {
  if (octets.size() < kHeaderOctets) {
    return {{}, SkipReason::TruncatedHeader};
  }
  octets.remove_prefix(kHeaderOctets);
  while (octets.size() >= kAttributeOctets) {
    const Attribute attribute = decode_attribute(octets.data());
    if (attribute.length < kAttributeOctets) {
      return {{}, SkipReason::MalformedPacket};
    }
    if (attribute.type == kPayloadAttribute) {
      return {
          octets.substr(kAttributeOctets, attribute.length - kAttributeOctets),
          {}};
    }
    if (attribute.length > octets.size()) {
      return {{}, SkipReason::MalformedPacket};
    }
    const std::size_t padded = (attribute.length + std::size_t{3}) / 4 * 4;
    octets.remove_prefix(std::min(padded, octets.size()));
  }
  return {{}, SkipReason::NotIp};
}

}  // namespace siptriage::detail
