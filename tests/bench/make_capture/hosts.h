#pragma once
// Hosts: some hundreds of clients and a few servers, with what their messages
// say of them. Addresses are those that RFC 2544 sets aside for benchmarks.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::bench {

inline constexpr std::uint32_t kClients = 400;
inline constexpr std::uint32_t kServers = 4;

struct Host {
  std::uint32_t address = 0;
  std::uint16_t sip_port = 5060;
  // Of the next IP packet: counts up, as most stacks do.
  std::uint16_t identification = 0;
  std::string address_text;  // "198.18.0.1"
  std::string sent_by;       // "198.18.0.1:5060"
  std::string product;       // its User-Agent or Server
};

// Clients come first, then servers.
using Hosts = std::vector<Host>;
using HostIndex = std::uint32_t;

[[nodiscard]] Hosts make_hosts();

// A client is registered at one server.
[[nodiscard]] inline HostIndex server_of(HostIndex client) {
  return kClients + client % kServers;
}
[[nodiscard]] inline bool is_server(HostIndex host) { return host >= kClients; }

}  // namespace siptriage::bench
