#pragma once
/// IpAddress and Endpoint: who sent and who received, as the packet says.
///
///     Endpoint peer{IpAddress::v4(0xC0000201), 5060};
///     to_string(peer);   // "192.0.2.1:5060", "[2001:db8::1]:5060"

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

  // Ordered as the octets are, then by family. By hand, word by word: tables
  // ask these all the time, and the default goes octet by octet.
  friend bool operator==(const IpAddress& a, const IpAddress& b) {
    return ((a.word(0) ^ b.word(0)) | (a.word(1) ^ b.word(1))) == 0 &&
           a.family == b.family;
  }
  friend std::strong_ordering operator<=>(const IpAddress& a,
                                          const IpAddress& b) {
    if (a.word(0) != b.word(0)) return a.rank(0) <=> b.rank(0);
    if (a.word(1) != b.word(1)) return a.rank(1) <=> b.rank(1);
    return a.family <=> b.family;
  }

  /// Octets 0 to 7 (`index` 0) or 8 to 15 (1) as this machine reads them.
  [[nodiscard]] std::uint64_t word(std::size_t index) const {
    std::uint64_t value = 0;
    std::memcpy(&value, octets.data() + 8 * index, sizeof(value));
    return value;
  }

 private:
  // A word that orders as its octets do.
  [[nodiscard]] std::uint64_t rank(std::size_t index) const {
    const std::uint64_t value = word(index);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value)
                                                      : value;
  }
};

/// RFC 5952 for IPv6; "-" when there is no address.
[[nodiscard]] std::string to_string(const IpAddress& address);

/// Parses a literal IPv4 or IPv6 address (no brackets, no port).
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

/// RFC 1918, RFC 4193, RFC 6598 (carriers' own), link-local and loopback
/// addresses.
[[nodiscard]] bool is_private(const IpAddress& address);
/// An address of one host of the internet: neither private nor multicast,
/// broadcast, reserved or unspecified. Those of documentation count as public.
[[nodiscard]] bool is_public(const IpAddress& address);

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint& a, const Endpoint& b) {
    return a.port == b.port && a.address == b.address;
  }
  friend std::strong_ordering operator<=>(const Endpoint& a,
                                          const Endpoint& b) {
    const std::strong_ordering order = a.address <=> b.address;
    return order != 0 ? order : a.port <=> b.port;
  }
};

/// "192.0.2.1:5060" or "[2001:db8::1]:5060".
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

/// The longest text of an endpoint: 39 octets of address, 5 of port.
inline constexpr std::size_t kMaxEndpointOctets = 39 + 5 + 3;
/// The same text at `to`, where there must be room for kMaxEndpointOctets.
/// Gives the end of the text; what lies behind it in that room is undefined.
[[nodiscard]] char* to_chars(char* to, const Endpoint& endpoint);

namespace detail {

// Both halves of the product: every bit of either factor reaches every bit.
[[nodiscard]] inline std::uint64_t fold_product(std::uint64_t a,
                                                std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product >> 64) ^
         static_cast<std::uint64_t>(product);
}

// The constants keep zeros from meeting in the product.
[[nodiscard]] inline std::uint64_t hash_of(const IpAddress& address,
                                           std::uint64_t salt) {
  const auto family = static_cast<std::uint64_t>(address.family);
  return fold_product(address.word(0) ^ 0xA0761D6478BD642F,
                      address.word(1) ^ 0xE7037ED1A0B428DB ^
                          (salt << 8 | family) * 0x9E3779B97F4A7C15);
}

}  // namespace detail

/// A well-mixed hash for tables; stable within one run of the program only.
[[nodiscard]] inline std::uint64_t hash_of(const IpAddress& address) {
  return detail::hash_of(address, 0);
}
[[nodiscard]] inline std::uint64_t hash_of(const Endpoint& endpoint) {
  return detail::hash_of(endpoint.address, endpoint.port + std::uint64_t{1});
}

enum class Transport : std::uint8_t { Udp, Tcp };

/// "udp", "tcp".
[[nodiscard]] std::string_view to_string(Transport transport);

}  // namespace siptriage
