#pragma once
// FragmentGroups: IP fragments of which packet, put together so that each can
// be given back its part of what became of the whole.
//
//   const std::uint32_t group = groups.add(ip);      // in the capture's order
//   if (groups.is_whole(group)) change(groups.octets(group));
//   groups.part_of(group, ip);                        // what goes into it

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "net/ip_packet.h"

namespace siptriage::detail {

// Room for what is put together; fragments beyond stay parts of nothing. One
// that is far from the front takes as much as all that would be before it.
inline constexpr std::size_t kMostFragmentOctets = std::size_t{256} << 20;

class FragmentGroups {
 public:
  // The number of the packet that `ip` is part of.
  [[nodiscard]] std::uint32_t add(const IpPacket& ip);

  // All of it was seen, from the first octet to the last.
  [[nodiscard]] bool is_whole(std::uint32_t group) const {
    return groups_[group].is_whole;
  }
  // A packet that is none of a fragment; the payload is as yet that which was
  // put together. Lifetime: until add().
  [[nodiscard]] IpPacket whole(std::uint32_t group) const;
  [[nodiscard]] std::string& octets(std::uint32_t group) {
    return groups_[group].octets;
  }
  [[nodiscard]] std::string_view part_of(std::uint32_t group,
                                         const IpPacket& ip) const;
  [[nodiscard]] std::size_t count() const { return groups_.size(); }

 private:
  using Key = std::tuple<IpAddress, IpAddress, std::uint32_t, std::uint8_t>;
  struct Group {
    IpPacket first;  // without its payload
    std::string octets;
    std::vector<bool> has_unit;  // of 8 octets each
    std::size_t missing_units = 0;
    bool knows_end = false;
    bool is_whole = false;
  };
  void take(Group& group, const IpPacket& ip);

  std::vector<Group> groups_;
  std::map<Key, std::uint32_t> open_;  // the last of its kind
  std::size_t octets_ = 0;             // of all groups
};

}  // namespace siptriage::detail
