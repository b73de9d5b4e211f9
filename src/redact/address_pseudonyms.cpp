#include "redact/address_pseudonyms.h"

#include <algorithm>
#include <optional>

#include "redact/address_forms.h"

namespace siptriage::detail {
namespace {

constexpr std::uint32_t kAttempts = 64;
constexpr std::size_t kNetworkGroups = 4;
constexpr std::size_t kGroups = 8;

std::string_view text_of(const std::uint8_t* octets, std::size_t count) {
  return {reinterpret_cast<const char*>(octets), count};
}

IpAddress network_of(IpAddress address) {
  std::fill(address.octets.begin() + 8, address.octets.end(), std::uint8_t{0});
  return address;
}

// The octets with as many digits as `like`, in an order that the key decides.
void shuffle_hosts(OctetRange range, KeyedOctets& octets,
                   std::array<std::uint8_t, 256>& hosts) {
  for (unsigned i = range.first; i <= range.last; ++i) {
    hosts[i] = static_cast<std::uint8_t>(i);
  }
  for (unsigned i = range.last; i > range.first; --i) {
    std::swap(hosts[i], hosts[range.first + octets.below(i - range.first + 1)]);
  }
}

// Groups `from` to `to` of `made` as an odometer would go on.
void advance(const IpAddress& address, std::size_t from, std::size_t to,
             IpAddress& made) {
  for (std::size_t i = to; i-- > from;) {
    const GroupRange range = group_range_of(address, i);
    const std::uint16_t value = group_of(made, i);
    if (value < range.last) {
      return set_group(made, i, static_cast<std::uint16_t>(value + 1));
    }
    set_group(made, i, range.first);
  }
}

}  // namespace

void AddressPseudonyms::learn(const IpAddress& address) {
  if (learned_subnets_.size() + learned_v6_.size() >= kMostAddresses) {
    is_full_ = true;
    return;
  }
  const std::uint8_t* const octets = address.octets.data();
  const std::size_t v4_at = v4_offset_of(address);
  if (address.family == IpFamily::V4 || v4_at != 0) {
    learned_subnets_.insert(
        {octets[v4_at], octets[v4_at + 1], octets[v4_at + 2]});
    return;
  }
  learned_v6_.insert(address);
  learned_v6_.insert(network_of(address));
}

IpAddress AddressPseudonyms::pseudonym_of(const IpAddress& address) {
  if (names_no_host(address)) return address;
  const auto told = told_.find(address);
  if (told != told_.end()) return told->second;
  const IpAddress made = address.family == IpFamily::V4
                             ? of_v4(address.octets.data())
                             : of_v6(address);
  if (told_.size() >= kMostAddresses) {
    is_full_ = true;
  } else {
    told_.emplace(address, made);
  }
  return made;
}

IpAddress AddressPseudonyms::of_v4(const std::uint8_t* octets) {
  const SubnetPseudonym& made = subnet_of({octets[0], octets[1], octets[2]});
  IpAddress address;
  address.family = IpFamily::V4;
  std::copy(made.octets.begin(), made.octets.end(), address.octets.begin());
  address.octets[3] = made.hosts[octets[3]];
  return address;
}

const AddressPseudonyms::SubnetPseudonym& AddressPseudonyms::subnet_of(
    const Subnet& subnet) {
  const auto found = subnets_.find(subnet);
  if (found != subnets_.end()) return found->second;
  SubnetPseudonym made;
  made.octets = choose(subnet);
  used_subnets_.insert(made.octets);
  KeyedOctets octets(hash_, "hosts", text_of(subnet.data(), subnet.size()), 0);
  for (const OctetRange range : kHostRanges) {
    shuffle_hosts(range, octets, made.hosts);
  }
  made.hosts[0] = 0;
  made.hosts[255] = 255;
  return subnets_.emplace(subnet, made).first->second;
}

// One that no address of the capture is in, while there is one; that is not
// taken, in any case.
AddressPseudonyms::Subnet AddressPseudonyms::choose(const Subnet& subnet) {
  const SubnetRanges ranges = ranges_of(subnet);
  for (std::uint32_t attempt = 0; attempt < kAttempts; ++attempt) {
    KeyedOctets octets(hash_, "subnet", text_of(subnet.data(), subnet.size()),
                       attempt);
    Subnet made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = static_cast<std::uint8_t>(
          ranges[i].first +
          octets.below(ranges[i].last - ranges[i].first + 1U));
    }
    if (is_same_range(subnet, made) && used_subnets_.count(made) == 0 &&
        learned_subnets_.count(made) == 0) {
      return made;
    }
  }
  Subnet made{};
  for (int pass = 0; pass < 2; ++pass) {
    for (unsigned a = ranges[0].first; a <= ranges[0].last; ++a) {
      for (unsigned b = ranges[1].first; b <= ranges[1].last; ++b) {
        for (unsigned c = ranges[2].first; c <= ranges[2].last; ++c) {
          made = {static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b),
                  static_cast<std::uint8_t>(c)};
          if (is_same_range(subnet, made) && used_subnets_.count(made) == 0 &&
              (pass == 1 || learned_subnets_.count(made) == 0)) {
            return made;
          }
        }
      }
    }
  }
  return made;
}

IpAddress AddressPseudonyms::of_v6(const IpAddress& address) {
  const std::size_t v4_at = v4_offset_of(address);
  if (v4_at != 0) {
    IpAddress made = address;
    IpAddress inner;
    inner.family = IpFamily::V4;
    std::copy_n(address.octets.begin() + static_cast<std::ptrdiff_t>(v4_at), 4,
                inner.octets.begin());
    if (names_no_host(inner)) return address;
    const IpAddress v4 = of_v4(inner.octets.data());
    std::copy_n(v4.octets.begin(), 4,
                made.octets.begin() + static_cast<std::ptrdiff_t>(v4_at));
    return made;
  }
  const auto found = v6_.find(address);
  if (found != v6_.end()) return found->second;
  const IpAddress network = network_of(address);
  const IpAddress base = of_network_v6(network);
  if (address == network) return base;
  const IpAddress made =
      choose_v6(address, kNetworkGroups, kGroups, base, false);
  v6_.emplace(address, made);
  return made;
}

IpAddress AddressPseudonyms::of_network_v6(const IpAddress& network) {
  const auto found = v6_.find(network);
  if (found != v6_.end()) return found->second;
  const IpAddress made = choose_v6(network, 0, kNetworkGroups, network, true);
  v6_.emplace(network, made);
  return made;
}

// Groups `from` to `to` anew, the others from `base`.
IpAddress AddressPseudonyms::choose_v6(const IpAddress& address,
                                       std::size_t from, std::size_t to,
                                       const IpAddress& base, bool is_network) {
  IpAddress made = base;
  for (std::uint32_t attempt = 0; attempt < 2 * kAttempts; ++attempt) {
    KeyedOctets octets(hash_, is_network ? "network" : "address",
                       text_of(address.octets.data(), 16), attempt);
    for (std::size_t i = from; i < to; ++i) {
      const GroupRange range = group_range_of(address, i);
      set_group(made, i,
                static_cast<std::uint16_t>(
                    range.first + octets.below(range.last - range.first + 1U)));
    }
    if (used_v6_.count(made) != 0) continue;
    if (attempt < kAttempts && learned_v6_.count(made) != 0) continue;
    used_v6_.insert(made);
    return made;
  }
  // So few are left: the next that is not taken. There are as many as
  // addresses (group_range_of()).
  for (std::size_t taken = used_v6_.size();
       !used_v6_.insert(made).second && taken != 0; --taken) {
    advance(address, from, to, made);
  }
  return made;
}

MacAddress AddressPseudonyms::pseudonym_of(const MacAddress& address) {
  constexpr unsigned kGroup = 0x01;
  constexpr unsigned kLocal = 0x02;
  if ((address[0] & kGroup) != 0 || address == MacAddress{}) return address;
  const auto found = macs_.find(address);
  if (found != macs_.end()) return found->second;
  const KeyedHash::Octets digest =
      hash_.of("mac", text_of(address.data(), address.size()), 0);
  MacAddress made{};
  std::copy_n(digest.begin(), made.size(), made.begin());
  made[0] = static_cast<std::uint8_t>((made[0] & ~3U) | kLocal);
  if (macs_.size() >= kMostAddresses) {
    is_full_ = true;
  } else {
    macs_.emplace(address, made);
  }
  return made;
}

void AddressPseudonyms::for_each(
    const std::function<void(std::string_view, std::string_view)>& tell) const {
  for (const auto& [address, made] : told_) {
    tell(to_string(address), to_string(made));
  }
  for (const auto& [address, made] : macs_) {
    tell(to_string(address), to_string(made));
  }
}

}  // namespace siptriage::detail
