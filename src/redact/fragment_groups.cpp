#include "redact/fragment_groups.h"

#include <algorithm>

namespace siptriage::detail {
namespace {

constexpr std::size_t kUnitOctets = 8;

}  // namespace

std::uint32_t FragmentGroups::add(const IpPacket& ip) {
  // RFC 791 2.3; of IPv6 the protocol does not tell packets apart.
  const std::uint8_t protocol =
      ip.source.family == IpFamily::V4 ? ip.protocol : std::uint8_t{0};
  const Key key(ip.source, ip.destination, ip.identification, protocol);
  const auto found = open_.find(key);
  if (found != open_.end() && !groups_[found->second].is_whole) {
    take(groups_[found->second], ip);
    return found->second;
  }
  const auto number = static_cast<std::uint32_t>(groups_.size());
  open_[key] = number;
  Group& group = groups_.emplace_back();
  group.first = ip;
  group.first.payload = {};
  take(group, ip);
  return number;
}

// Octets that are there already stay.
void FragmentGroups::take(Group& group, const IpPacket& ip) {
  const std::size_t begin = ip.fragment_offset_octets;
  const std::size_t end = begin + ip.payload.size();
  if (ip.is_cut() || end > kMaxIpPacketOctets) return;
  if (begin == 0) group.first.protocol = ip.protocol;
  if (end > group.octets.size()) {
    const std::size_t more = end - group.octets.size();
    if (group.knows_end || more > kMostFragmentOctets - octets_) return;
    octets_ += more;
    group.octets.resize(end);
    const std::size_t units = (end + kUnitOctets - 1) / kUnitOctets;
    group.missing_units += units - group.has_unit.size();
    group.has_unit.resize(units, false);
  }
  for (std::size_t at = begin; at < end; at += kUnitOctets) {
    const std::size_t unit = at / kUnitOctets;
    if (group.has_unit[unit]) continue;
    const std::string_view octets = ip.payload.substr(at - begin, kUnitOctets);
    std::copy(octets.begin(), octets.end(),
              group.octets.begin() + static_cast<std::ptrdiff_t>(at));
    group.has_unit[unit] = true;
    --group.missing_units;
  }
  if (!ip.more_fragments && end == group.octets.size()) group.knows_end = true;
  group.is_whole = group.knows_end && group.missing_units == 0;
}

IpPacket FragmentGroups::whole(std::uint32_t group) const {
  IpPacket packet = groups_[group].first;
  packet.is_fragment = false;
  packet.payload = groups_[group].octets;
  packet.payload_length_octets =
      static_cast<std::uint32_t>(packet.payload.size());
  return packet;
}

std::string_view FragmentGroups::part_of(std::uint32_t group,
                                         const IpPacket& ip) const {
  const std::string_view octets = groups_[group].octets;
  if (ip.fragment_offset_octets >= octets.size()) return {};
  return octets.substr(ip.fragment_offset_octets, ip.payload.size());
}

}  // namespace siptriage::detail
