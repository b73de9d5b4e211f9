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

void store_u16(char* octets, std::size_t value) {
  octets[0] = static_cast<char>(value >> 8 & 0xff);
  octets[1] = static_cast<char>(value & 0xff);
}

// Empties `buffer`, and keeps its memory unless that is much.
template <typename Buffer>
void clear_buffer(Buffer& buffer) {
  constexpr std::size_t kMostKept = 256;
  if (buffer.capacity() > kMostKept) {
    buffer = Buffer();
  } else {
    buffer.clear();
  }
}

std::uint32_t end_of(const IpPacket& packet) {
  return packet.fragment_offset_octets + packet.payload_length_octets;
}

}  // namespace

void IpReassembler::Datagram::clear() {
  frames = 0;
  held_octets = 0;
  is_whole = false;
  clear_buffer(pieces);
  clear_buffer(covered);
  clear_buffer(members);
  length.reset();
  clear_buffer(front);
}

IpReassembler::Key IpReassembler::key_of(const IpPacket& packet) {
  const bool v4 = packet.source.family == IpFamily::V4;
  return {packet.source, packet.destination, packet.identification,
          v4 ? packet.protocol : std::uint8_t{0}};
}

std::uint64_t IpReassembler::hash_of_key(const Key& key) {
  const std::uint64_t name =
      std::uint64_t{key.identification} << 8 | key.protocol;
  return fold_product(hash_of(key.source) ^ name,
                      hash_of(key.destination) ^ 0x9E3779B97F4A7C15);
}

FragmentResult IpReassembler::add(const IpPacket& packet,
                                  const FragmentPlace& place) {
  drop_aged(place.now);
  const Key key = key_of(packet);
  Slot slot = find(key);
  if (slot != kNone && datagrams_[slot].is_whole &&
      !is_aged(datagrams_[slot], place.now) &&
      take_late_copy(datagrams_[slot], packet)) {
    if (!has_late_copies(datagrams_[slot])) close(slot);
    return {};
  }
  if (slot != kNone && is_over(datagrams_[slot], packet, place.now)) {
    drop(slot, SkipReason::FragmentIncomplete);
    slot = kNone;
  }
  if (slot == kNone) slot = open(key, place.now);
  Datagram& datagram = datagrams_[slot];
  keep(datagram, packet, place);

  if (datagram.pieces.size() > limits_[LimitId::DatagramFragments]) {
    drop_at(LimitId::DatagramFragments, slot, SkipReason::FragmentLimit);
    return {};
  }
  if (datagram.length && datagram.covered.size() == 1 &&
      datagram.covered[0].begin == 0 &&
      datagram.covered[0].end == *datagram.length) {
    if (place.members != nullptr) place.members->swap(datagram.members);
    return give_out(slot);
  }
  enforce_limits();
  return {};
}

void IpReassembler::finish() {
  while (oldest_ != kNone) drop(oldest_, SkipReason::FragmentIncomplete);
}

IpReassembler::Slot IpReassembler::find(const Key& key) const {
  return by_key_.find(hash_of_key(key),
                      [&](Slot slot) { return datagrams_[slot].key == key; });
}

IpReassembler::Slot IpReassembler::open(const Key& key, Timestamp now) {
  auto slot = static_cast<Slot>(datagrams_.size());
  if (free_slots_.empty()) {
    datagrams_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Datagram& datagram = datagrams_[slot];
  datagram.key = key;
  datagram.first_seen = now;
  datagram.older = newest_;
  datagram.newer = kNone;
  (newest_ == kNone ? oldest_ : datagrams_[newest_].newer) = slot;
  newest_ = slot;
  by_key_.insert(hash_of_key(key), slot);
  return slot;
}

void IpReassembler::close(Slot slot) {
  Datagram& datagram = datagrams_[slot];
  held_octets_ -= datagram.held_octets;
  by_key_.erase(hash_of_key(datagram.key), slot);
  (datagram.older == kNone ? oldest_ : datagrams_[datagram.older].newer) =
      datagram.newer;
  (datagram.newer == kNone ? newest_ : datagrams_[datagram.newer].older) =
      datagram.older;
  datagram.clear();
  free_slots_.push_back(slot);
}

void IpReassembler::drop(Slot slot, SkipReason reason) {
  const Datagram& datagram = datagrams_[slot];
  if (!datagram.is_whole) coverage_.of(reason) += datagram.frames;
  close(slot);
}

// One that is given out already waits for late copies only: no loss.
void IpReassembler::drop_at(LimitId limit, Slot slot, SkipReason reason) {
  if (!datagrams_[slot].is_whole) coverage_.limits_reached.add(limit);
  drop(slot, reason);
}

bool IpReassembler::is_aged(const Datagram& datagram, Timestamp now) const {
  return elapsed(datagram.first_seen, now) >
         std::chrono::seconds(limits_[LimitId::FragmentAge]);
}

// Whether `packet` cannot belong to `datagram` any more.
bool IpReassembler::is_over(const Datagram& datagram, const IpPacket& packet,
                            Timestamp now) const {
  return datagram.is_whole || is_aged(datagram, now) ||
         contradicts(datagram, packet);
}

void IpReassembler::drop_aged(Timestamp now) {
  while (oldest_ != kNone && is_aged(datagrams_[oldest_], now)) {
    drop_at(LimitId::FragmentAge, oldest_, SkipReason::FragmentIncomplete);
  }
}

void IpReassembler::enforce_limits() {
  while (by_key_.size() > limits_[LimitId::FragmentedDatagrams]) {
    drop_at(LimitId::FragmentedDatagrams, oldest_, SkipReason::FragmentLimit);
  }
  while (held_octets_ > limits_[LimitId::FragmentOctets]) {
    drop_at(LimitId::FragmentOctets, oldest_, SkipReason::FragmentLimit);
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
  if (place.members != nullptr) {
    datagram.members.insert(datagram.members.end(), place.members->begin(),
                            place.members->end());
  }
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
    if (options_.fragment_overlap == OverlapPolicy::FirstWins) {
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

FragmentResult IpReassembler::give_out(Slot slot) {
  Datagram& datagram = datagrams_[slot];
  FragmentResult result;
  result.frames = datagram.frames;
  result.image = build_image(datagram);
  if (result.image.empty()) {
    result.state = FragmentResult::State::Malformed;
    close(slot);
    return result;
  }
  ++coverage_.reassembled_datagrams;
  result.state = FragmentResult::State::Whole;
  result.packet_offset_octets = datagram.packet_offset_octets;
  if (!has_late_copies(datagram)) {
    close(slot);
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

// Empty if the headers leave no room for so long a payload.
std::string_view IpReassembler::build_image(const Datagram& datagram) {
  const std::string& front = datagram.front;
  const std::size_t ip = datagram.packet_offset_octets;
  const std::size_t header = front.size() - ip;
  const std::size_t payload = *datagram.length;
  const bool v4 = datagram.key.source.family == IpFamily::V4;
  const std::size_t length = v4 ? header + payload : header - 40 + payload;
  if (length > kMaxIpPacketOctets) return {};

  const std::size_t image_octets = front.size() + payload;
  char* const image = images_.take(image_octets);
  std::copy(front.begin(), front.end(), image);
  // The checksum is left as it was: nobody looks at it.
  store_u16(image + ip + (v4 ? 2 : 4), length);
  if (v4) store_u16(image + ip + 6, 0);
  image[ip + datagram.protocol_offset_octets] =
      static_cast<char>(datagram.protocol);

  const auto paint = [&](const Piece& piece) {
    if (piece.octets.empty()) return;
    std::memcpy(image + front.size() + piece.range.begin, piece.octets.data(),
                piece.octets.size());
  };
  // What is painted last wins.
  if (options_.fragment_overlap == OverlapPolicy::FirstWins) {
    std::for_each(datagram.pieces.rbegin(), datagram.pieces.rend(), paint);
  } else {
    std::for_each(datagram.pieces.begin(), datagram.pieces.end(), paint);
  }
  return {image, image_octets};
}

}  // namespace siptriage::detail
