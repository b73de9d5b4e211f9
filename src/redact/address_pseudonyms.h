#pragma once
// AddressPseudonyms: for each address another one that is as much of one: in
// the same private range or public, as long in digits, and in one subnet (/24,
// /64) with the others of its own. Addresses that name no host stay:
// unspecified, loopback, multicast, broadcast, and link-local ones of IPv4.
//
//   addresses.learn(*parse_ip_address("10.0.0.5"));   // all, before any
//   addresses.pseudonym_of(*parse_ip_address("10.0.0.5"));   // 10.7.3.2

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "siptriage/base/endpoint.h"

#include "redact/keyed_hash.h"

namespace siptriage::detail {

using MacAddress = std::array<std::uint8_t, 6>;

// Subnets of IPv4, addresses of IPv6, and MAC addresses kept in memory.
inline constexpr std::size_t kMostAddresses = std::size_t{1} << 18;

class AddressPseudonyms {
 public:
  explicit AddressPseudonyms(std::string_view key) : hash_(key) {}

  void learn(const IpAddress& address);
  [[nodiscard]] IpAddress pseudonym_of(const IpAddress& address);
  // Locally administered; that of a group of stations stays.
  [[nodiscard]] MacAddress pseudonym_of(const MacAddress& address);

  [[nodiscard]] bool is_full() const { return is_full_; }
  void for_each(
      const std::function<void(std::string_view address,
                               std::string_view pseudonym)>& tell) const;

 private:
  using Subnet = std::array<std::uint8_t, 3>;
  struct SubnetPseudonym {
    Subnet octets{};
    std::array<std::uint8_t, 256> hosts{};  // of each last octet
  };

  [[nodiscard]] IpAddress of_v4(const std::uint8_t* octets);
  [[nodiscard]] IpAddress of_v6(const IpAddress& address);
  [[nodiscard]] IpAddress of_network_v6(const IpAddress& address);
  [[nodiscard]] const SubnetPseudonym& subnet_of(const Subnet& subnet);
  [[nodiscard]] Subnet choose(const Subnet& subnet);
  [[nodiscard]] IpAddress choose_v6(const IpAddress& address, std::size_t from,
                                    std::size_t to, const IpAddress& base,
                                    bool is_network);

  KeyedHash hash_;
  bool is_full_ = false;
  std::set<Subnet> learned_subnets_;
  std::set<IpAddress> learned_v6_;  // addresses, and networks (/64)
  std::map<Subnet, SubnetPseudonym> subnets_;
  std::set<Subnet> used_subnets_;
  std::map<IpAddress, IpAddress> v6_;  // addresses, and networks by themselves
  std::set<IpAddress> used_v6_;
  std::map<IpAddress, IpAddress> told_;  // all that were asked for
  std::map<MacAddress, MacAddress> macs_;
};

}  // namespace siptriage::detail
