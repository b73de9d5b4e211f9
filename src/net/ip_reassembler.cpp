#include "net/ip_reassembler.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace siptriage::detail {
namespace {

template <typename Range>
void cover(std::vector<Range>& covered, Range range) {
  const auto first =
      std::find_if(covered.begin(), covered.end(),
                   [&](const Range& r) { return r.end >= range.begin; });
  auto last = first;
  for (; last != covered.end() && last->begin <= range.end; ++last) {
    range.begin = std::min(range.begin, last->begin);
    range.end = std::max(range.end, last->end);
  }
  covered.insert(covered.erase(first, last), range);
}

template <typename Range>
bool is_covered(const std::vector<Range>& covered, const Range& range) {
  return std::any_of(covered.begin(), covered.end(), [&](const Range& r) {
    return r.begin <= range.begin && range.end <= r.end;
  });
}

void store_u16(std::string& octets, std::size_t offset, std::size_t value) {
  octets[offset] = static_cast<char>(value >> 8 & 0xff);
  octets[offset + 1] = static_cast<char>(value & 0xff);
}

std::uint32_t end_of(const IpPacket& packet) {
  return packet.fragment_offset_octets + packet.payload_length_octets;
}

}  // namespace

std::size_t IpReassembler::KeyHash::operator()(const Key& key) const {
  const std::uint64_t mixed =
      (hash_of(key.source) * 31 + hash_of(key.destination)) * 31 +
      (std::uint64_t{key.identification} << 8 | key.protocol);
  return static_cast<std::size_t>(mixed * 0x9e3779b97f4a7c15 >> 16);
}

IpReassembler::Key IpReassembler::key_of(const IpPacket& packet) {
  const bool v4 = packet.source.family == IpFamily::V4;
  return {packet.source, packet.destination, packet.identification,
          v4 ? packet.protocol : std::uint8_t{0}};
}

FragmentResult IpReassembler::add(const IpPacket& packet,
                                  const FragmentPlace& place) {
  drop_aged(place.now);
  const Key key = key_of(packet);
  Position position = find(key);
  if (position != datagrams_.end() && position->is_whole) {
    if (!is_aged(*position, place.now) && take_late_copy(*position, packet)) {
      if (!has_late_copies(*position)) close(position);
      return {};
    }
    close(position);
    position = datagrams_.end();
  }
  if (position != datagrams_.end() &&
      (is_aged(*position, place.now) || contradicts(*position, packet))) {
    drop(position, SkipReason::FragmentIncomplete);
    position = datagrams_.end();
  }
  if (position == datagrams_.end()) position = open(key, place.now);
  keep(*position, packet, place);

  const Datagram& datagram = *position;
  if (datagram.length && datagram.covered.size() == 1 &&
      datagram.covered[0].begin == 0 &&
      datagram.covered[0].end == *datagram.length) {
    return give_out(position);
  }
  if (datagram.pieces.size() > kMaxFragmentsPerDatagram) {
    drop(position, SkipReason::FragmentLimit);
  }
  enforce_limits();
  return {};
}

void IpReassembler::finish() {
  while (!datagrams_.empty()) {
    drop(datagrams_.begin(), SkipReason::FragmentIncomplete);
  }
}

IpReassembler::Position IpReassembler::find(const Key& key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? datagrams_.end() : found->second;
}

IpReassembler::Position IpReassembler::open(const Key& key, Timestamp now) {
  const Position position = datagrams_.emplace(datagrams_.end());
  position->key = key;
  position->first_seen = now;
  by_key_.emplace(key, position);
  return position;
}

void IpReassembler::close(Position position) {
  held_octets_ -= position->held_octets;
  by_key_.erase(position->key);
  datagrams_.erase(position);
}

void IpReassembler::drop(Position position, SkipReason reason) {
  if (!position->is_whole) coverage_.of(reason) += position->frames;
  close(position);
}

bool IpReassembler::is_aged(const Datagram& datagram, Timestamp now) const {
  return elapsed(datagram.first_seen, now) > limits_.max_fragment_age;
}

void IpReassembler::drop_aged(Timestamp now) {
  while (!datagrams_.empty() && is_aged(datagrams_.front(), now)) {
    drop(datagrams_.begin(), SkipReason::FragmentIncomplete);
  }
}

void IpReassembler::enforce_limits() {
  while (!datagrams_.empty() &&
         (datagrams_.size() > limits_.max_open_datagrams ||
          held_octets_ > limits_.max_fragment_octets)) {
    drop(datagrams_.begin(), SkipReason::FragmentLimit);
  }
}

// A packet reuses the identification of one that never became whole, or is
// made up: lengths that cannot belong to one datagram (RFC 8200 4.5).
bool IpReassembler::contradicts(const Datagram& datagram,
                                const IpPacket& packet) {
  const std::uint32_t end = end_of(packet);
  if (datagram.length && end > *datagram.length) return true;
  if (packet.more_fragments) return false;
  return (datagram.length && end != *datagram.length) ||
         (!datagram.covered.empty() && datagram.covered.back().end > end);
}

// A mirror port shows each fragment more than once, and the last copies come
// when the datagram is whole already: they begin no new one.
bool IpReassembler::take_late_copy(Datagram& datagram, const IpPacket& packet) {
  std::uint32_t most_copies = 0;
  Piece* same = nullptr;
  for (Piece& piece : datagram.pieces) {
    most_copies = std::max(most_copies, piece.copies);
    if (piece.range.begin == packet.fragment_offset_octets &&
        piece.range.end == end_of(packet)) {
      same = &piece;
    }
  }
  if (same == nullptr || same->copies == most_copies) return false;
  ++same->copies;
  return true;
}

bool IpReassembler::has_late_copies(const Datagram& datagram) {
  return std::any_of(datagram.pieces.begin(), datagram.pieces.end(),
                     [&](const Piece& piece) {
                       return piece.copies != datagram.pieces.front().copies;
                     });
}

void IpReassembler::keep(Datagram& datagram, const IpPacket& packet,
                         const FragmentPlace& place) {
  datagram.frames += place.frames;
  const Range range{packet.fragment_offset_octets, end_of(packet)};
  if (!packet.more_fragments) datagram.length = range.end;
  std::size_t added = 0;
  if (range.begin == 0 && datagram.front.empty()) {
    datagram.front = place.image.substr(
        0, place.packet_offset_octets + packet.header_octets);
    datagram.packet_offset_octets = place.packet_offset_octets;
    datagram.protocol = packet.protocol;
    datagram.protocol_offset_octets = packet.protocol_offset_octets;
    added += datagram.front.size();
  }

  std::uint32_t copies = 1;
  if (is_covered(datagram.covered, range)) {
    const auto same = std::find_if(
        datagram.pieces.begin(), datagram.pieces.end(), [&](const Piece& p) {
          return p.range.begin == range.begin && p.range.end == range.end;
        });
    if (same != datagram.pieces.end()) copies = ++same->copies;
    if (limits_.fragment_overlap == OverlapPolicy::FirstWins) {
      datagram.held_octets += added;
      held_octets_ += added;
      return;
    }
    if (same != datagram.pieces.end()) datagram.pieces.erase(same);
  }

  Piece piece{range, copies, nullptr, packet.payload};
  if (place.transient && !packet.payload.empty()) {
    piece.copy = std::make_unique<char[]>(packet.payload.size());
    std::memcpy(piece.copy.get(), packet.payload.data(), packet.payload.size());
    piece.octets = {piece.copy.get(), packet.payload.size()};
  }
  added += sizeof(Piece) + packet.payload.size();
  datagram.pieces.push_back(std::move(piece));
  cover(datagram.covered, range);
  datagram.held_octets += added;
  held_octets_ += added;
}

FragmentResult IpReassembler::give_out(Position position) {
  Datagram& datagram = *position;
  FragmentResult result;
  result.frames = datagram.frames;
  if (!build_image(datagram)) {
    result.state = FragmentResult::State::Malformed;
    close(position);
    return result;
  }
  ++coverage_.reassembled_datagrams;
  result.state = FragmentResult::State::Whole;
  result.image = image_;
  result.packet_offset_octets = datagram.packet_offset_octets;
  if (!has_late_copies(datagram)) {
    close(position);
    return result;
  }
  datagram.is_whole = true;
  datagram.front.clear();
  for (Piece& piece : datagram.pieces) {
    piece.copy.reset();
    piece.octets = {};
  }
  const std::size_t now_held = datagram.pieces.size() * sizeof(Piece);
  held_octets_ -= datagram.held_octets - now_held;
  datagram.held_octets = now_held;
  return result;
}

// False if the headers leave no room for so long a payload.
bool IpReassembler::build_image(const Datagram& datagram) {
  std::string image = datagram.front;
  const std::size_t ip = datagram.packet_offset_octets;
  const std::size_t header = image.size() - ip;
  const std::size_t payload = *datagram.length;
  const bool v4 = datagram.key.source.family == IpFamily::V4;
  const std::size_t length = v4 ? header + payload : header - 40 + payload;
  if (length > kMaxIpPacketOctets) return false;
  // The checksum is left as it was: nobody looks at it.
  store_u16(image, ip + (v4 ? 2 : 4), length);
  if (v4) store_u16(image, ip + 6, 0);
  image[ip + datagram.protocol_offset_octets] =
      static_cast<char>(datagram.protocol);

  const std::size_t start = image.size();
  image.resize(start + payload);
  const auto paint = [&](const Piece& piece) {
    std::copy(
        piece.octets.begin(), piece.octets.end(),
        image.begin() + static_cast<std::ptrdiff_t>(start + piece.range.begin));
  };
  // What is painted last wins.
  if (limits_.fragment_overlap == OverlapPolicy::FirstWins) {
    std::for_each(datagram.pieces.rbegin(), datagram.pieces.rend(), paint);
  } else {
    std::for_each(datagram.pieces.begin(), datagram.pieces.end(), paint);
  }
  image_ = std::move(image);
  return true;
}

}  // namespace siptriage::detail
