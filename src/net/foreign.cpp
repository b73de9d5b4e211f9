#include "siptriage/net/foreign.h"

#include <cstddef>

#include "siptriage/base/ascii.h"
#include "siptriage/base/byte_reader.h"

#include "net/load.h"

namespace siptriage {
namespace {

using detail::load_u16;
using detail::load_u32;
using detail::load_u8;

constexpr std::size_t kRtpOctets = 12;
constexpr std::size_t kDtlsRecordOctets = 13;
constexpr std::size_t kTlsRecordOctets = 5;
// RFC 8446 5.2, RFC 5246 6.2.3: 2^14 and what encryption may add.
constexpr std::size_t kMaxRecordOctets = (std::size_t{1} << 14) + 2048;
constexpr std::size_t kMaxServerNameOctets = 255;

// A DNS message whose identification looks like RTP: one question, few
// answers, and opcode 0.
bool is_dns(const char* octets) {
  return (load_u16(octets + 2) & 0x7840) == 0 && load_u16(octets + 4) == 1 &&
         load_u8(octets + 6) == 0 && load_u8(octets + 8) == 0 &&
         load_u8(octets + 10) == 0;
}

// Packet types as RFC 5761 4 keeps them apart from RTP payload types.
bool is_rtcp_type(std::uint8_t type) { return type >= 192 && type <= 213; }

// RFC 3550 6.4: the length is in words, less one.
bool is_rtcp(std::string_view octets) {
  if (octets.size() < 4 || !is_rtcp_type(load_u8(octets.data() + 1))) {
    return false;
  }
  return (load_u16(octets.data() + 2) + std::size_t{1}) * 4 <= octets.size();
}

// RFC 3551 6: 0 to 34 are assigned or reserved for it, 96 to 127 dynamic.
bool is_rtp(std::string_view octets) {
  if (octets.size() < kRtpOctets) return false;
  const std::uint8_t type = load_u8(octets.data() + 1) & 0x7f;
  if (type > 34 && type < 96) return false;
  std::size_t header =
      kRtpOctets + std::size_t{4} * (load_u8(octets.data()) & 0x0fU);
  const bool has_extension = (load_u8(octets.data()) & 0x10) != 0;
  if (has_extension) header += 4;
  return octets.size() >= header && !is_dns(octets.data());
}

// A STUN Binding request (RFC 8489 5) that names no user, as ICE checks do.
bool is_stun_keep_alive(std::string_view octets) {
  constexpr std::size_t kHeaderOctets = 20;
  constexpr std::uint16_t kBindingRequest = 0x0001;
  constexpr std::uint32_t kMagicCookie = 0x2112a442;
  constexpr std::uint16_t kUserName = 0x0006;
  if (octets.size() < kHeaderOctets ||
      load_u16(octets.data()) != kBindingRequest ||
      load_u32(octets.data() + 4) != kMagicCookie) {
    return false;
  }
  ByteReader attributes(octets.substr(kHeaderOctets));
  std::uint16_t type = 0;
  std::uint16_t length = 0;
  while (attributes.read_u16(type) && attributes.read_u16(length)) {
    const std::size_t padded = (std::size_t{length} + 3) / 4 * 4;
    if (type == kUserName) return false;
    if (!attributes.skip(padded)) break;
  }
  return true;
}

// RFC 6347 4.1; 01 00 is what OpenSSL sent before DTLS 1.0 was finished, and
// 63 is a content type some sessions of it use.
bool is_dtls(std::string_view octets) {
  if (octets.size() < kDtlsRecordOctets) return false;
  const std::uint8_t type = load_u8(octets.data());
  if ((type < 20 || type > 25) && type != 63) return false;
  const std::uint16_t version = load_u16(octets.data() + 1);
  if (version != 0xfefd && version != 0xfeff && version != 0x0100) return false;
  const std::size_t length = load_u16(octets.data() + 11);
  return length > 0 && length <= kMaxRecordOctets;
}

bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxServerNameOctets) return false;
  for (const char c : name) {
    if (!is_alpha(c) && !is_digit(c) && c != '.' && c != '-' && c != '_') {
      return false;
    }
  }
  return true;
}

// A vector with its length in front (RFC 8446 3.4).
bool read_vector8(ByteReader& reader, std::string_view& out) {
  ByteReader ahead = reader;
  std::uint8_t length = 0;
  if (!ahead.read_u8(length) || !ahead.read_octets(length, out)) return false;
  reader = ahead;
  return true;
}
bool read_vector16(ByteReader& reader, std::string_view& out) {
  ByteReader ahead = reader;
  std::uint16_t length = 0;
  if (!ahead.read_u16(length) || !ahead.read_octets(length, out)) return false;
  reader = ahead;
  return true;
}

// RFC 6066 3: a list of names, each with its type; 0 is a host name.
std::string_view host_name_of(std::string_view extension) {
  ByteReader reader(extension);
  std::uint16_t list_length = 0;
  std::uint8_t type = 0;
  std::string_view name;
  if (!reader.read_u16(list_length) || !reader.read_u8(type) || type != 0 ||
      !read_vector16(reader, name) || !is_host_name(name)) {
    return {};
  }
  return name;
}

}  // namespace

ForeignKind detail::classify_by_all_rules(std::string_view octets) {
  if (octets.empty()) return ForeignKind::Other;
  // RFC 7983 7: the first octet keeps STUN, DTLS and RTP apart.
  if (load_u8(octets.data()) >> 6 == 2) {
    return is_rtcp(octets) || is_rtp(octets) ? ForeignKind::Rtp
                                             : ForeignKind::Other;
  }
  if (is_blank_keep_alive(octets) || is_stun_keep_alive(octets)) {
    return ForeignKind::KeepAlive;
  }
  return is_dtls(octets) ? ForeignKind::Dtls : ForeignKind::Other;
}

bool detail::is_blank_keep_alive(std::string_view octets) {
  constexpr std::size_t kMostOctets = 4;
  constexpr std::string_view kBlanks("\r\n \t\0", 5);
  return !octets.empty() && octets.size() <= kMostOctets &&
         octets.find_first_not_of(kBlanks) == std::string_view::npos;
}

ForeignKind classify_foreign_stream(std::string_view octets) {
  if (octets.size() < kTlsRecordOctets) return ForeignKind::Other;
  const std::uint8_t type = load_u8(octets.data());
  const std::uint16_t version = load_u16(octets.data() + 1);
  const std::size_t length = load_u16(octets.data() + 3);
  const bool tls = type >= 20 && type <= 23 && version >= 0x0300 &&
                   version <= 0x0304 && length > 0 &&
                   length <= kMaxRecordOctets;
  return tls ? ForeignKind::Tls : ForeignKind::Other;
}

std::string_view find_tls_server_name(std::string_view octets) {
  constexpr std::uint8_t kHandshakeRecord = 22;
  constexpr std::uint8_t kClientHello = 1;
  constexpr std::uint16_t kServerNameExtension = 0;
  if (classify_foreign_stream(octets) != ForeignKind::Tls ||
      load_u8(octets.data()) != kHandshakeRecord) {
    return {};
  }
  // RFC 8446 4.1.2: type, length (3), version (2), random (32), session id,
  // cipher suites, compression methods, extensions.
  ByteReader reader(octets.substr(kTlsRecordOctets));
  std::uint8_t type = 0;
  std::string_view passed;
  std::uint16_t extensions_length = 0;
  if (!reader.read_u8(type) || type != kClientHello ||
      !reader.skip(3 + 2 + 32) || !read_vector8(reader, passed) ||
      !read_vector16(reader, passed) || !read_vector8(reader, passed) ||
      !reader.read_u16(extensions_length)) {
    return {};
  }
  ByteReader extensions(reader.rest().substr(0, extensions_length));
  std::uint16_t extension_type = 0;
  std::string_view extension;
  while (extensions.read_u16(extension_type) &&
         read_vector16(extensions, extension)) {
    if (extension_type == kServerNameExtension) return host_name_of(extension);
  }
  return {};
}

}  // namespace siptriage
