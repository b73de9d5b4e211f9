#include "siptriage/base/endpoint.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <netinet/in.h>

#include "siptriage/base/ascii.h"

namespace siptriage {
namespace {

constexpr std::size_t kGroups = 8;

// ::ffff:0:0/96 (RFC 4291 2.5.5.2).
bool is_v4_mapped(const IpAddress& address) {
  const auto& octets = address.octets;
  return std::all_of(octets.begin(), octets.begin() + 10,
                     [](std::uint8_t octet) { return octet == 0; }) &&
         octets[10] == 0xff && octets[11] == 0xff;
}

// "0.", "1.", ... "255.": an octet and what stands behind it, as a rule.
struct OctetText {
  std::array<char, 4> text{};
  std::uint8_t octets = 0;
};

constexpr std::array<OctetText, 256> kOctetTexts = [] {
  std::array<OctetText, 256> texts;
  for (unsigned value = 0; value < texts.size(); ++value) {
    OctetText& text = texts[value];
    for (unsigned unit = 100; unit != 0; unit /= 10) {
      if (value < unit && unit != 1) continue;
      text.text[text.octets++] = static_cast<char>('0' + value / unit % 10);
    }
    text.text[text.octets++] = '.';
  }
  return texts;
}();

char* append(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

// Writes one octet more than it says: the last dot.
char* append_v4(char* to, const std::uint8_t* octets) {
  for (std::size_t i = 0; i < 4; ++i) {
    const OctetText& text = kOctetTexts[octets[i]];
    std::memcpy(to, text.text.data(), text.text.size());
    to += text.octets;
  }
  return to - 1;
}

unsigned group_of(const IpAddress& address, std::size_t group) {
  return static_cast<unsigned>(address.octets[group * 2] << 8 |
                               address.octets[group * 2 + 1]);
}

struct ZeroRun {
  std::size_t start = kGroups;
  std::size_t length = 0;
};

// The longest run of zero groups, the first on a tie; a single zero group is
// not shortened (RFC 5952 4.2.2, 4.2.3).
ZeroRun longest_zero_run(const IpAddress& address, std::size_t groups) {
  ZeroRun best;
  for (std::size_t i = 0; i < groups; ++i) {
    std::size_t end = i;
    while (end < groups && group_of(address, end) == 0) ++end;
    if (end - i > best.length) best = {i, end - i};
    i = std::max(i, end);
  }
  return best.length < 2 ? ZeroRun{} : best;
}

char* append_hex(char* to, unsigned group) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  bool started = false;
  for (unsigned shift = 16; shift != 0;) {
    shift -= 4;
    const unsigned digit = group >> shift & 0xF;
    started = started || digit != 0 || shift == 0;
    if (started) *to++ = kDigits[digit];
  }
  return to;
}

char* append_v6(char* to, const IpAddress& address) {
  if (is_v4_mapped(address)) {
    return append_v4(append(to, "::ffff:"), address.octets.data() + 12);
  }
  const ZeroRun run = longest_zero_run(address, kGroups);
  bool colon = false;  // stands before the next group
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (i == run.start) {
      to = append(to, "::");
      colon = false;
      i += run.length - 1;
      continue;
    }
    if (colon) *to++ = ':';
    to = append_hex(to, group_of(address, i));
    colon = true;
  }
  return to;
}

char* append(char* to, const IpAddress& address) {
  switch (address.family) {
    case IpFamily::None:
      break;
    case IpFamily::V4:
      return append_v4(to, address.octets.data());
    case IpFamily::V6:
      return append_v6(to, address);
  }
  return append(to, "-");
}

bool is_private_v4(const std::uint8_t* octets) {
  return octets[0] == 10 || octets[0] == 127 ||
         (octets[0] == 172 && (octets[1] & 0xF0) == 16) ||
         (octets[0] == 100 && (octets[1] & 0xC0) == 64) ||
         (octets[0] == 192 && octets[1] == 168) ||
         (octets[0] == 169 && octets[1] == 254);
}

bool is_private_v6(const IpAddress& address) {
  if (is_v4_mapped(address)) return is_private_v4(address.octets.data() + 12);
  const auto& octets = address.octets;
  const bool loopback = std::all_of(octets.begin(), octets.end() - 1,
                                    [](std::uint8_t o) { return o == 0; }) &&
                        octets[15] == 1;
  return loopback || (octets[0] & 0xFE) == 0xFC ||
         (octets[0] == 0xFE && (octets[1] & 0xC0) == 0x80);
}

}  // namespace

IpAddress IpAddress::v4(std::uint32_t host_order) {
  IpAddress address;
  address.family = IpFamily::V4;
  for (std::size_t i = 0; i < 4; ++i) {
    address.octets[i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
  }
  return address;
}

IpAddress IpAddress::v6(const std::uint8_t* octets) {
  IpAddress address;
  address.family = IpFamily::V6;
  std::memcpy(address.octets.data(), octets, address.octets.size());
  return address;
}

std::string to_string(const IpAddress& address) {
  std::array<char, kMaxEndpointOctets> text;
  return {text.data(), append(text.data(), address)};
}

namespace {

// Four numbers up to 255 without leading zeros, as inet_pton takes them. That
// is asked of every Via and Contact.
bool parse_v4(std::string_view text, std::uint8_t* octets) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto digit_at = [end](const char* place) {
    return place == end ? 10U : static_cast<unsigned>(*place) - '0';
  };
  for (std::size_t i = 0; i < 4; ++i) {
    if (i != 0 && (at == end || *at++ != '.')) return false;
    unsigned value = digit_at(at);
    if (value > 9) return false;
    ++at;
    for (unsigned digit = digit_at(at); digit <= 9; digit = digit_at(at)) {
      if (value == 0) return false;
      value = value * 10 + digit;
      if (value > 255) return false;
      ++at;
    }
    octets[i] = static_cast<std::uint8_t>(value);
  }
  return at == end;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  IpAddress address;
  if (parse_v4(text, address.octets.data())) {
    address.family = IpFamily::V4;
    return address;
  }
  if (text.find(':') == std::string_view::npos) return std::nullopt;
  // inet_pton wants a NUL-terminated text, and must not see one cut at a NUL.
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() ||
      text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::memcpy(terminated.data(), text.data(), text.size());
  address.octets.fill(0);
  if (inet_pton(AF_INET6, terminated.data(), address.octets.data()) == 1) {
    address.family = IpFamily::V6;
    return address;
  }
  return std::nullopt;
}

bool is_private(const IpAddress& address) {
  switch (address.family) {
    case IpFamily::None:
      return false;
    case IpFamily::V4:
      return is_private_v4(address.octets.data());
    case IpFamily::V6:
      return is_private_v6(address);
  }
  return false;
}

bool is_public(const IpAddress& address) {
  if (is_private(address)) return false;
  const auto& octets = address.octets;
  switch (address.family) {
    case IpFamily::None:
      return false;
    case IpFamily::V4:  // RFC 1112, RFC 6890 2.2.2
      return octets[0] != 0 && octets[0] < 224;
    case IpFamily::V6:  // RFC 4291 2.4: what global unicast is taken from
      return (octets[0] & 0xE0) == 0x20;
  }
  return false;
}

std::string to_string(const Endpoint& endpoint) {
  std::array<char, kMaxEndpointOctets> text;
  return {text.data(), to_chars(text.data(), endpoint)};
}

char* to_chars(char* to, const Endpoint& endpoint) {
  if (endpoint.address.family == IpFamily::V6) {
    *to++ = '[';
    to = append(append(to, endpoint.address), "]:");
  } else {
    to = append(append(to, endpoint.address), ":");
  }
  return std::to_chars(to, to + 5, endpoint.port).ptr;
}

std::string_view to_string(Transport transport) {
  return transport == Transport::Udp ? "udp" : "tcp";
}

}  // namespace siptriage
