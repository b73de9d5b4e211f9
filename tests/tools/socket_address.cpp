#include "tools/socket_address.h"

#include <arpa/inet.h>
#include <charconv>

namespace siptriage::testing {
namespace {

std::optional<IpAddress> parse_ip(const std::string& text, bool is_ipv6) {
  IpAddress ip;
  ip.is_ipv6 = is_ipv6;
  const int family = is_ipv6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, text.c_str(), ip.octets.data()) != 1) return {};
  return ip;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || stop != end || port == 0) return {};
  return port;
}

}  // namespace

std::optional<SocketAddress> parse_socket_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  std::string_view host = text.substr(0, colon);
  const bool is_ipv6 =
      host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_ipv6) host = host.substr(1, host.size() - 2);
  const auto ip = parse_ip(std::string(host), is_ipv6);
  const auto port = parse_port(text.substr(colon + 1));
  if (!ip || !port) return {};
  return SocketAddress{*ip, *port};
}

std::string to_string(const IpAddress& ip) {
  char text[INET6_ADDRSTRLEN] = "";
  const int family = ip.is_ipv6 ? AF_INET6 : AF_INET;
  inet_ntop(family, ip.octets.data(), text, sizeof text);
  return ip.is_ipv6 ? "[" + std::string(text) + "]" : std::string(text);
}

std::string to_string(const SocketAddress& address) {
  return to_string(address.ip) + ":" + std::to_string(address.port);
}

}  // namespace siptriage::testing
