// IP addresses and ports as a flow script writes them.
//
//   parse_socket_address("192.0.2.10:5060")
//   parse_socket_address("[2001:db8::10]:5060")
//
// Names are not looked up, zones (%eth0) not understood.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace siptriage::testing {

struct IpAddress {
  bool is_ipv6 = false;
  std::array<std::uint8_t, 16> octets{};  // IPv4: the first four

  std::size_t size() const { return is_ipv6 ? 16 : 4; }
  std::string_view view() const& {
    return {reinterpret_cast<const char*>(octets.data()), size()};
  }
  std::string_view view() && = delete;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 mistakes <=>
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

struct SocketAddress {
  IpAddress ip;
  std::uint16_t port = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 mistakes <=>
  friend auto operator<=>(const SocketAddress&, const SocketAddress&) = default;
};

/// Nothing if `text` is not ADDRESS:PORT or [ADDRESS]:PORT with port 1-65535.
std::optional<SocketAddress> parse_socket_address(std::string_view text);

/// As it stands in a SIP URI: IPv6 in brackets.
std::string to_string(const IpAddress& ip);
std::string to_string(const SocketAddress& address);

}  // namespace siptriage::testing
