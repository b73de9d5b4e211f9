#include "siptriage/base/endpoint.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstddef>
#include <cstring>
#include <netinet/in.h>

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

std::string v4_text(const std::uint8_t* octets) {
  std::string text = std::to_string(octets[0]);
  for (std::size_t i = 1; i < 4; ++i) {
    text += '.';
    text += std::to_string(octets[i]);
  }
  return text;
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

void append_hex(std::string& text, unsigned group) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  bool started = false;
  for (unsigned shift = 16; shift != 0;) {
    shift -= 4;
    const unsigned digit = group >> shift & 0xF;
    started = started || digit != 0 || shift == 0;
    if (started) text += kDigits[digit];
  }
}

std::string v6_text(const IpAddress& address) {
  if (is_v4_mapped(address)) {
    return "::ffff:" + v4_text(address.octets.data() + 12);
  }
  const ZeroRun run = longest_zero_run(address, kGroups);
  std::string text;
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (i == run.start) {
      text += "::";
      i += run.length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    append_hex(text, group_of(address, i));
  }
  return text;
}

bool is_private_v4(const std::uint8_t* octets) {
  return octets[0] == 10 || octets[0] == 127 ||
         (octets[0] == 172 && (octets[1] & 0xF0) == 16) ||
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
  switch (address.family) {
    case IpFamily::None:
      return "-";
    case IpFamily::V4:
      return v4_text(address.octets.data());
    case IpFamily::V6:
      return v6_text(address);
  }
  return "-";
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  // inet_pton wants a NUL-terminated text, and must not see one cut at a NUL.
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.empty() || text.size() >= terminated.size() ||
      text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::memcpy(terminated.data(), text.data(), text.size());
  IpAddress address;
  if (inet_pton(AF_INET, terminated.data(), address.octets.data()) == 1) {
    address.family = IpFamily::V4;
    return address;
  }
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

std::string to_string(const Endpoint& endpoint) {
  const std::string address = to_string(endpoint.address);
  const std::string port = std::to_string(endpoint.port);
  return endpoint.address.family == IpFamily::V6 ? "[" + address + "]:" + port
                                                 : address + ":" + port;
}

std::string_view to_string(Transport transport) {
  return transport == Transport::Udp ? "udp" : "tcp";
}

}  // namespace siptriage
