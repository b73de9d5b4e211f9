#include "sip/host_port.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "siptriage/base/ascii.h"

#include "sip/octet_class.h"

namespace siptriage::sip::detail {
namespace {

constexpr bool is_host_character(char c) {
  // Underscores are not allowed in host names, but common.
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
}

constexpr OctetClass kHostCharacters(is_host_character);

// What may stand in brackets: an address, perhaps with a zone ("%eth0").
// Whether it is sound is not asked: RFC 5118 4.10 wants leniency.
constexpr OctetClass kIpv6Characters([](char c) {
  return is_host_character(c) || c == ':' || c == '%';
});

// Octets of the host that `text` begins with, or 0.
std::size_t host_octets(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != '[') {
    std::size_t octets = 0;
    while (octets < text.size() && kHostCharacters.has(text[octets])) ++octets;
    return octets;
  }
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos || close == 1) return 0;
  const std::string_view inside = text.substr(1, close - 1);
  const bool sound = std::all_of(inside.begin(), inside.end(),
                                 [](char c) { return kIpv6Characters.has(c); });
  return sound ? close + 1 : 0;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const std::optional<std::uint64_t> port = parse_unsigned(text);
  if (!port || *port == 0 ||
      *port > std::numeric_limits<std::uint16_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(*port);
}

}  // namespace

std::optional<HostPort> parse_host_port(std::string_view text) {
  const std::size_t host = host_octets(text);
  if (host == 0) return std::nullopt;
  HostPort result{text.substr(0, host), 0};
  // Via's grammar allows white space around the colon.
  std::string_view rest = trim(text.substr(host));
  if (rest.empty()) return result;
  if (rest.front() != ':') return std::nullopt;
  const std::optional<std::uint16_t> port = parse_port(trim(rest.substr(1)));
  if (!port) return std::nullopt;
  result.port = *port;
  return result;
}

}  // namespace siptriage::sip::detail
