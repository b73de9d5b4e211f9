#pragma once
// What addresses have in common with their pseudonyms: how many digits they
// have where, and the range that they are of.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "siptriage/base/endpoint.h"

namespace siptriage::detail {

struct OctetRange {
  std::uint8_t first = 0;
  std::uint8_t last = 0;
};
struct GroupRange {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
};

// The octets of one, two and three digits that number hosts.
inline constexpr OctetRange kHostRanges[] = {{1, 9}, {10, 99}, {100, 254}};

using SubnetRanges = std::array<OctetRange, 3>;

// What the octets of a pseudonym for `subnet` may be, each by itself.
[[nodiscard]] SubnetRanges ranges_of(const std::array<std::uint8_t, 3>& subnet);
// Both are private in the same range, or both are public.
[[nodiscard]] bool is_same_range(const std::array<std::uint8_t, 3>& a,
                                 const std::array<std::uint8_t, 3>& b);

// Unspecified, loopback, multicast, broadcast, reserved, or of IPv4 and
// link-local.
[[nodiscard]] bool names_no_host(const IpAddress& address);
// Where in an IPv6 address one of IPv4 lies (RFC 4291 2.5.5, RFC 6052 2.1); 0:
// none does.
[[nodiscard]] std::size_t v4_offset_of(const IpAddress& address);

// What the group of 16 bits may be in a pseudonym of `address`.
[[nodiscard]] GroupRange group_range_of(const IpAddress& address,
                                        std::size_t group);
[[nodiscard]] std::uint16_t group_of(const IpAddress& address,
                                     std::size_t group);
void set_group(IpAddress& address, std::size_t group, std::uint16_t value);

// "02:00:5e:10:00:01".
[[nodiscard]] std::string to_string(const std::array<std::uint8_t, 6>& mac);

}  // namespace siptriage::detail
