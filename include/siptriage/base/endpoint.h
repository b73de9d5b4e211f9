#pragma once
/// IpAddress and Endpoint: who sent and who received, as the packet says.
///
///     Endpoint peer{IpAddress::v4(0xC0000201), 5060};
///     to_string(peer);   // "192.0.2.1:5060", "[2001:db8::1]:5060"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace siptriage {

enum class IpFamily : std::uint8_t { None, V4, V6 };

/// An address of either family. IPv4 lies in the first four octets.
struct IpAddress {
  std::array<std::uint8_t, 16> octets{};
  IpFamily family = IpFamily::None;

  [[nodiscard]] static IpAddress v4(std::uint32_t host_order);
  /// `octets` must hold 16 octets in network order.
  [[nodiscard]] static IpAddress v6(const std::uint8_t* octets);

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// RFC 5952 for IPv6; "-" when there is no address.
[[nodiscard]] std::string to_string(const IpAddress& address);

/// Parses a literal IPv4 or IPv6 address (no brackets, no port).
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

/// RFC 1918, RFC 4193, link-local and loopback addresses.
[[nodiscard]] bool is_private(const IpAddress& address);

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;

  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// "192.0.2.1:5060" or "[2001:db8::1]:5060".
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

/// A well-mixed hash for tables; stable within one run of the program only.
[[nodiscard]] std::uint64_t hash_of(const IpAddress& address);
[[nodiscard]] std::uint64_t hash_of(const Endpoint& endpoint);

enum class Transport : std::uint8_t { Udp, Tcp };

/// "udp", "tcp".
[[nodiscard]] std::string_view to_string(Transport transport);

}  // namespace siptriage
