#include "bench/make_capture/hosts.h"

#include <array>

#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

constexpr std::uint32_t kClientNetwork = 198U << 24 | 18U << 16;
constexpr std::uint32_t kServerNetwork = 198U << 24 | 19U << 16;

constexpr std::array<std::string_view, 5> kClientProducts = {
    "Contoso Desk Phone 450/6.4.2.1136",
    "Fabrikam IP Phone/9.15.0 (build 20431)",
    "Litware Softphone 3.21.6 (Linux x86_64)",
    "Northwind ATA 2/1.12.5-0044",
    "Adatum Gateway 1000/7.40A.250.013",
};
constexpr std::array<std::string_view, 2> kServerProducts = {
    "Contoso Session Border Controller 8.4.0 (p6)",
    "Tailspin PBX 20.5.1 on Debian 12",
};

std::string to_text(std::uint32_t address) {
  return std::to_string(address >> 24) + '.' +
         std::to_string(address >> 16 & 255) + '.' +
         std::to_string(address >> 8 & 255) + '.' +
         std::to_string(address & 255);
}

Host make_host(std::uint32_t address, std::uint16_t port,
               std::string_view product) {
  Host host;
  host.address = address;
  host.sip_port = port;
  host.identification = static_cast<std::uint16_t>(mix(address));
  host.address_text = to_text(address);
  host.sent_by = host.address_text + ':' + std::to_string(port);
  host.product = product;
  return host;
}

}  // namespace

Hosts make_hosts() {
  Hosts hosts;
  for (std::uint32_t i = 0; i < kClients; ++i) {
    const std::uint32_t address =
        kClientNetwork | (i / 200) << 8 | (i % 200 + 10);
    // Two of three keep the usual port, the others sit behind a NAT.
    const auto port = static_cast<std::uint16_t>(
        i % 3 != 0 ? 5060 : 10000 + below(mix(i), 50000));
    hosts.push_back(
        make_host(address, port, kClientProducts[i % kClientProducts.size()]));
  }
  for (std::uint32_t i = 0; i < kServers; ++i) {
    hosts.push_back(make_host(kServerNetwork | (i + 1), 5060,
                              kServerProducts[i % kServerProducts.size()]));
  }
  return hosts;
}

}  // namespace siptriage::bench
