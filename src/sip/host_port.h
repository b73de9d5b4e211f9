#pragma once
// HostPort: "host[:port]" as it stands in URIs and in Via's sent-by (RFC 3261
// 25.1 hostport).

#include <cstdint>
#include <optional>
#include <string_view>

namespace siptriage::sip::detail {

struct HostPort {
  std::string_view host;   // an IPv6 reference with its brackets
  std::uint16_t port = 0;  // 0: none given
};

// Nothing when there is no host, the host has characters that no name or
// address has, or the port is not 1 to 65535. An IPv6 address without brackets
// is no host: its last group could be a port (RFC 5118 4.2).
[[nodiscard]] std::optional<HostPort> parse_host_port(std::string_view text);

}  // namespace siptriage::sip::detail
