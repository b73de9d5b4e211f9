#include "redact/address_forms.h"

#include <algorithm>

namespace siptriage::detail {
namespace {

using Subnet = std::array<std::uint8_t, 3>;

enum class Range : std::uint8_t { Public, Ten, Link172, Home192, Carrier };

// RFC 1918 3, RFC 6598 7.
Range range_of(const Subnet& subnet) {
  if (subnet[0] == 10) return Range::Ten;
  if (subnet[0] == 172 && (subnet[1] & 0xf0) == 16) return Range::Link172;
  if (subnet[0] == 192 && subnet[1] == 168) return Range::Home192;
  if (subnet[0] == 100 && (subnet[1] & 0xc0) == 64) return Range::Carrier;
  return Range::Public;
}

OctetRange as_long_as(std::uint8_t octet) {
  if (octet < 10) return {0, 9};
  if (octet < 100) return {10, 99};
  return {100, 255};
}

OctetRange overlap(OctetRange a, OctetRange b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

bool is_unicast(const Subnet& subnet) {
  return subnet[0] != 0 && subnet[0] != 127 && subnet[0] < 224 &&
         !(subnet[0] == 169 && subnet[1] == 254);
}

}  // namespace

SubnetRanges ranges_of(const Subnet& subnet) {
  SubnetRanges ranges = {as_long_as(subnet[0]), as_long_as(subnet[1]),
                         as_long_as(subnet[2])};
  const Range range = range_of(subnet);
  if (range == Range::Public) {
    ranges[0] = overlap(ranges[0], {1, 223});
    return ranges;
  }
  ranges[0] = {subnet[0], subnet[0]};
  if (range == Range::Link172) ranges[1] = {16, 31};
  if (range == Range::Home192) ranges[1] = {168, 168};
  if (range == Range::Carrier) ranges[1] = overlap(ranges[1], {64, 127});
  return ranges;
}

bool is_same_range(const Subnet& a, const Subnet& b) {
  return range_of(a) == range_of(b) && is_unicast(a) == is_unicast(b);
}

bool names_no_host(const IpAddress& address) {
  const auto& octets = address.octets;
  if (address.family == IpFamily::V4) {
    return !is_unicast({octets[0], octets[1], octets[2]});
  }
  const bool no_more_than_one =
      std::all_of(octets.begin(), octets.end() - 1,
                  [](std::uint8_t octet) { return octet == 0; }) &&
      octets[15] <= 1;
  return address.family != IpFamily::V6 || no_more_than_one ||
         octets[0] == 0xff;
}

std::size_t v4_offset_of(const IpAddress& address) {
  if (address.family != IpFamily::V6) return 0;
  static constexpr std::array<std::uint8_t, 12> kMapped = {
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  static constexpr std::array<std::uint8_t, 12> kTranslated = {
      0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  static constexpr std::array<std::uint8_t, 12> kCompatible = {};
  for (const auto& prefix : {kMapped, kTranslated, kCompatible}) {
    if (std::equal(prefix.begin(), prefix.end(), address.octets.begin())) {
      return prefix.size();
    }
  }
  return 0;
}

std::uint16_t group_of(const IpAddress& address, std::size_t group) {
  return static_cast<std::uint16_t>(address.octets[2 * group] << 8 |
                                    address.octets[2 * group + 1]);
}

void set_group(IpAddress& address, std::size_t group, std::uint16_t value) {
  address.octets[2 * group] = static_cast<std::uint8_t>(value >> 8);
  address.octets[2 * group + 1] = static_cast<std::uint8_t>(value & 0xff);
}

GroupRange group_range_of(const IpAddress& address, std::size_t group) {
  const std::uint16_t value = group_of(address, group);
  if (group == 0) {
    // RFC 4291 2.4: link-local; RFC 4193 3.1: unique local; global unicast.
    if ((value & 0xffc0) == 0xfe80) return {value, value};
    if ((value & 0xfe00) == 0xfc00) {
      return {static_cast<std::uint16_t>(value & 0xff00),
              static_cast<std::uint16_t>(value | 0x00ff)};
    }
    if ((value & 0xe000) == 0x2000) return {0x2000, 0x3fff};
    // What is reserved on both sides of those.
    if ((value & 0xfe00) == 0xfe00) {
      return {static_cast<std::uint16_t>(value & 0xffc0),
              static_cast<std::uint16_t>(value | 0x003f)};
    }
    if (value >= 0xf000) return {0xf000, 0xfbff};
    if (value >= 0x1000) {
      return {static_cast<std::uint16_t>(value & 0xf000),
              static_cast<std::uint16_t>(value | 0x0fff)};
    }
  }
  if (value == 0) return {0, 0};
  if (value < 0x10) return {0x1, 0xf};
  if (value < 0x100) return {0x10, 0xff};
  if (value < 0x1000) return {0x100, 0xfff};
  return {0x1000, 0xffff};
}

std::string to_string(const std::array<std::uint8_t, 6>& mac) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t octet : mac) {
    if (!text.empty()) text += ':';
    text += kDigits[octet >> 4];
    text += kDigits[octet & 0xf];
  }
  return text;
}

}  // namespace siptriage::detail
