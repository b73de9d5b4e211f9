#include "capture/pcapng_walker.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "capture/frame_limit.h"
#include "capture/octet_order.h"
#include "capture/pcapng_block.h"
#include "capture/pcapng_records.h"

namespace siptriage::detail {
namespace {

class PcapngWalker final : public Walker {
 public:
  PcapngWalker(std::string_view octets, std::uint32_t file_index,
               const Limits& limits)
      : cursor_(octets), limits_(limits), file_index_(file_index) {}

  std::size_t walk(std::span<Frame> frames, FileCoverage& coverage) override {
    std::size_t count = walk_plain(frames, coverage);
    while (count < frames.size() && next_frame(frames[count], coverage)) {
      ++count;
      count += walk_plain(frames.subspan(count), coverage);
    }
    coverage.frames += count;
    return count;
  }

  void extend(std::string_view octets, bool is_whole) override {
    cursor_.extend(octets, is_whole);
  }

 private:
  enum class Outcome : std::uint8_t { Frame, NoFrame, Damage };

  [[nodiscard]] std::size_t walk_plain(std::span<Frame> frames,
                                       FileCoverage& coverage);
  template <bool kSwapped>
  [[nodiscard]] std::size_t walk_plain(std::span<Frame> frames,
                                       FileCoverage& coverage);
  template <bool kSwapped>
  [[nodiscard]] std::uint32_t take_plain(std::string_view rest, Frame& frame,
                                         FileCoverage& coverage);
  bool next_frame(Frame& frame, FileCoverage& coverage);
  Outcome take(const Block& block, Frame& frame, FileCoverage& coverage);
  Outcome start_section(const Block& block, FileCoverage& coverage);
  void take_comment(std::string_view text, FileCoverage& coverage);
  [[nodiscard]] std::string cut_to_limit(std::string_view text, LimitId limit,
                                         FileCoverage& coverage) const;
  Outcome add_interface(const Block& block, FileCoverage& coverage);
  Outcome take_statistics(const Block& block, FileCoverage& coverage);
  Outcome take_enhanced(const Block& block, Frame& frame,
                        FileCoverage& coverage);
  Outcome take_obsolete(const Block& block, Frame& frame,
                        FileCoverage& coverage);
  Outcome take_simple(const Block& block, Frame& frame, FileCoverage& coverage);
  Outcome take_packet(const Block& block, const PcapngPacket& packet,
                      Frame& frame, FileCoverage& coverage);
  void count_packet_drops(const PcapngPacket& packet, std::uint64_t drops,
                          FileCoverage& coverage);
  void note_running(const PcapngInterface& interface, const Block& block,
                    FileCoverage& coverage) const;
  void note_drops(const PcapngInterface& interface,
                  FileCoverage& coverage) const;
  Outcome damaged(const Block& block, FileCoverage& coverage, std::string text);
  [[nodiscard]] bool swapped() const { return cursor_.swapped(); }

  BlockCursor cursor_;
  Limits limits_;
  std::vector<PcapngInterface> interfaces_;  // of this section
  std::uint32_t file_index_;
  std::uint32_t frames_ = 0;
  bool ended_ = false;
};

std::size_t PcapngWalker::walk_plain(std::span<Frame> frames,
                                     FileCoverage& coverage) {
  if (ended_) return 0;
  return swapped() ? walk_plain<true>(frames, coverage)
                   : walk_plain<false>(frames, coverage);
}

// The inner loop: enhanced packet blocks, up to the first block that there is
// something else to say about, which is left to next_frame.
template <bool kSwapped>
std::size_t PcapngWalker::walk_plain(std::span<Frame> frames,
                                     FileCoverage& coverage) {
  std::size_t count = 0;
  while (count < frames.size()) {
    const std::uint32_t length =
        take_plain<kSwapped>(cursor_.rest(), frames[count], coverage);
    if (length == 0) break;
    cursor_.pass(length);
    ++count;
  }
  return count;
}

// The length of the block at the front of `rest`; 0 if it is not plain.
template <bool kSwapped>
std::uint32_t PcapngWalker::take_plain(std::string_view rest, Frame& frame,
                                       FileCoverage& coverage) {
  // Type, length (4 each), then as in take_enhanced, and the length again.
  constexpr std::uint32_t kFrameOffset = 28;
  constexpr std::uint32_t kTrailOctets = 4;
  if (rest.size() < kFrameOffset + kTrailOctets) return 0;
  const char* const at = rest.data();
  const std::uint32_t length = load_u32(at + 4, kSwapped);
  const std::uint32_t id = load_u32(at + 8, kSwapped);
  const std::uint32_t captured = load_u32(at + 20, kSwapped);
  if (load_u32(at, kSwapped) !=
          static_cast<std::uint32_t>(BlockType::EnhancedPacket) ||
      length % 4 != 0 || length < kFrameOffset + kTrailOctets ||
      length > rest.size() ||
      load_u32(at + (length - kTrailOctets), kSwapped) != length ||
      id >= interfaces_.size()) {
    return 0;
  }
  const PcapngInterface& interface = interfaces_[id];
  const std::uint32_t room = length - kFrameOffset - kTrailOctets;
  // More room than padding needs: options.
  if (captured > interface.max_octets || captured > room ||
      room - captured >= 4 ||
      frames_ == std::numeric_limits<std::uint32_t>::max()) {
    return 0;
  }
  frame.octets = {at + kFrameOffset, captured};
  frame.timestamp =
      interface.clock.at(std::uint64_t{load_u32(at + 12, kSwapped)} << 32 |
                         load_u32(at + 16, kSwapped));
  frame.id = {file_index_, ++frames_};
  frame.original_length_octets = load_u32(at + 24, kSwapped);
  frame.interface_index = interface.index;
  frame.link_type = interface.link_type;
  frame.transient = false;
  frame.has_timestamp = true;
  ++coverage.interfaces[interface.index].frames;
  return length;
}

bool PcapngWalker::next_frame(Frame& frame, FileCoverage& coverage) {
  Block block;
  while (!ended_) {
    switch (cursor_.next(block)) {
      case BlockCursor::Step::End:
        ended_ = true;
        break;
      case BlockCursor::Step::Damage:
        tell_damage(coverage, cursor_.position(), cursor_.damage());
        ended_ = true;
        break;
      case BlockCursor::Step::NeedMore:
        return false;
      case BlockCursor::Step::Block:
        if (take(block, frame, coverage) == Outcome::Frame) return true;
        break;
    }
  }
  return false;
}

PcapngWalker::Outcome PcapngWalker::damaged(const Block& block,
                                            FileCoverage& coverage,
                                            std::string text) {
  tell_damage(coverage, block.offset_octets, std::move(text));
  ended_ = true;
  return Outcome::Damage;
}

PcapngWalker::Outcome PcapngWalker::take(const Block& block, Frame& frame,
                                         FileCoverage& coverage) {
  switch (block.type) {
    case BlockType::EnhancedPacket:
      return take_enhanced(block, frame, coverage);
    case BlockType::SimplePacket:
      return take_simple(block, frame, coverage);
    case BlockType::Packet:
      return take_obsolete(block, frame, coverage);
    case BlockType::SectionHeader:
      return start_section(block, coverage);
    case BlockType::InterfaceDescription:
      return add_interface(block, coverage);
    case BlockType::InterfaceStatistics:
      return take_statistics(block, coverage);
  }
  return Outcome::NoFrame;  // names, secrets, custom blocks
}

// Body: magic (4), major (2), minor (2), section length (8), options. The
// length is not needed: the next section header is found block by block.
PcapngWalker::Outcome PcapngWalker::start_section(const Block& block,
                                                  FileCoverage& coverage) {
  const std::uint16_t major = load_u16(block.body.data() + 4, swapped());
  const std::uint16_t minor = load_u16(block.body.data() + 6, swapped());
  if (!is_supported_version(major, minor)) {
    return damaged(block, coverage,
                   "a section of pcapng version " + std::to_string(major) +
                       "." + std::to_string(minor) + ", which is not known");
  }
  interfaces_.clear();
  OptionCursor options(block.body.substr(16), swapped());
  Option option;
  while (options.next(option)) {
    if (option.code == kOptionComment) take_comment(option.value, coverage);
  }
  return Outcome::NoFrame;
}

void PcapngWalker::take_comment(std::string_view text, FileCoverage& coverage) {
  if (coverage.comments.size() >= limits_[LimitId::Comments]) {
    coverage.limits_reached.add(LimitId::Comments);
    return;
  }
  coverage.comments.push_back(
      cut_to_limit(text, LimitId::CommentOctets, coverage));
}

std::string PcapngWalker::cut_to_limit(std::string_view text, LimitId limit,
                                       FileCoverage& coverage) const {
  if (text.size() > limits_[limit]) coverage.limits_reached.add(limit);
  return std::string(text.substr(0, limits_[limit]));
}

// Body: link type (2), reserved (2), snap length (4), options.
PcapngWalker::Outcome PcapngWalker::add_interface(const Block& block,
                                                  FileCoverage& coverage) {
  if (block.body.size() < kInterfaceFrontOctets) {
    return damaged(block, coverage, "an interface description cut short");
  }
  const std::uint64_t max_interfaces = limits_[LimitId::Interfaces];
  if (coverage.interfaces.size() >= max_interfaces) {
    coverage.limits_reached.add(LimitId::Interfaces);
    return damaged(block, coverage,
                   "more than " + std::to_string(max_interfaces) +
                       " interface descriptions");
  }
  std::string_view name;
  std::string_view description;
  std::uint8_t resolution = 6;
  std::int64_t offset_seconds = 0;
  OptionCursor options(block.body.substr(kInterfaceFrontOctets), swapped());
  Option option;
  while (options.next(option)) {
    if (option.code == kInterfaceName) {
      name = option.value;
    } else if (option.code == kInterfaceDescription) {
      description = option.value;
    } else if (option.code == kInterfaceResolution &&
               option.value.size() == 1) {
      resolution = static_cast<std::uint8_t>(option.value.front());
    } else if (option.code == kInterfaceOffset && option.value.size() == 8) {
      offset_seconds =
          static_cast<std::int64_t>(load_u64(option.value.data(), swapped()));
    }
  }
  if (options.overran()) {
    return damaged(block, coverage,
                   "an interface description whose options run past its end");
  }
  const std::optional<TickClock> clock =
      TickClock::make(resolution, offset_seconds);
  if (!clock) {
    return damaged(block, coverage,
                   "an interface whose clock is finer than 64 bits can hold");
  }
  PcapngInterface interface;
  interface.clock = *clock;
  interface.link_type =
      link_type_from_number(load_u16(block.body.data(), swapped()));
  interface.max_octets = max_frame_octets(interface.link_type, limits_);
  interface.snap_length = load_u32(block.body.data() + 4, swapped());
  interface.index = static_cast<std::uint32_t>(coverage.interfaces.size());
  interfaces_.push_back(interface);
  const std::string_view label = name.empty() ? description : name;
  coverage.interfaces.push_back(
      {.name = cut_to_limit(label, LimitId::InterfaceNameOctets, coverage),
       .link_type = to_string(interface.link_type),
       .frames = 0,
       .snap_length = interface.snap_length,
       .recorded_drops = 0,
       .timestamp_digits = decimal_digits_of(resolution)});
  return Outcome::NoFrame;
}

// Both counts may tell of the same losses, so they are not added up.
void PcapngWalker::note_drops(const PcapngInterface& interface,
                              FileCoverage& coverage) const {
  coverage.interfaces[interface.index].recorded_drops =
      std::max(interface.packet_drops, interface.statistics_drops);
}

// The time of statistics, where they have one.
void PcapngWalker::note_running(const PcapngInterface& interface,
                                const Block& block,
                                FileCoverage& coverage) const {
  const std::uint64_t ticks =
      std::uint64_t{load_u32(block.body.data() + 4, swapped())} << 32 |
      load_u32(block.body.data() + 8, swapped());
  if (ticks == 0 || coverage.running.size() >= kMaxRunningTimes) return;
  coverage.running.push_back(interface.clock.at(ticks));
}

// Body: interface (4), timestamp (8), options. Counters run from the start of
// the capture, so the last block of an interface has the whole.
PcapngWalker::Outcome PcapngWalker::take_statistics(const Block& block,
                                                    FileCoverage& coverage) {
  if (block.body.size() < kStatisticsFrontOctets) return Outcome::NoFrame;
  const std::uint32_t id = load_u32(block.body.data(), swapped());
  if (id >= interfaces_.size()) return Outcome::NoFrame;
  PcapngInterface& interface = interfaces_[id];
  std::uint64_t drops = 0;
  OptionCursor options(block.body.substr(kStatisticsFrontOctets), swapped());
  Option option;
  while (options.next(option)) {
    if (option.code == kStatisticsInterfaceDrops ||
        option.code == kStatisticsSystemDrops) {
      drops = saturated_sum(drops, count_of(option.value, swapped()));
    } else if (option.code == kStatisticsReceived) {
      coverage.interfaces[interface.index].recorded_received =
          count_of(option.value, swapped());
    }
  }
  interface.statistics_drops = drops;
  note_drops(interface, coverage);
  note_running(interface, block, coverage);
  return Outcome::NoFrame;
}

// Body: interface (4), timestamp high (4) and low (4), captured (4) and
// original length (4), frame, padding, options.
PcapngWalker::Outcome PcapngWalker::take_enhanced(const Block& block,
                                                  Frame& frame,
                                                  FileCoverage& coverage) {
  if (block.body.size() < kEnhancedFrontOctets) {
    return damaged(block, coverage, "a packet block too short for a packet");
  }
  PcapngPacket packet = packet_of(block.body, swapped());
  packet.interface = load_u32(block.body.data(), swapped());
  const Outcome outcome = take_packet(block, packet, frame, coverage);
  if (outcome != Outcome::Frame) return outcome;

  OptionCursor options(skip_padded(packet.rest, packet.captured_octets),
                       swapped());
  Option option;
  while (options.next(option)) {
    if (option.code == kPacketDrops) {
      count_packet_drops(packet, count_of(option.value, swapped()), coverage);
    }
  }
  return outcome;
}

// As the enhanced packet block, but interface (2), drops (2) in front.
PcapngWalker::Outcome PcapngWalker::take_obsolete(const Block& block,
                                                  Frame& frame,
                                                  FileCoverage& coverage) {
  if (block.body.size() < kEnhancedFrontOctets) {
    return damaged(block, coverage, "a packet block too short for a packet");
  }
  const char* const body = block.body.data();
  PcapngPacket packet = packet_of(block.body, swapped());
  packet.interface = load_u16(body, swapped());
  const Outcome outcome = take_packet(block, packet, frame, coverage);
  const std::uint16_t drops = load_u16(body + 2, swapped());
  if (outcome == Outcome::Frame && drops != kUnknownPacketDrops) {
    count_packet_drops(packet, drops, coverage);
  }
  return outcome;
}

// Body: original length (4), frame. It belongs to the first interface, whose
// snap length tells how much of it was captured.
PcapngWalker::Outcome PcapngWalker::take_simple(const Block& block,
                                                Frame& frame,
                                                FileCoverage& coverage) {
  if (block.body.size() < kSimpleFrontOctets) {
    return damaged(block, coverage, "a packet block too short for a packet");
  }
  PcapngPacket packet;
  packet.has_timestamp = false;
  packet.original_octets = load_u32(block.body.data(), swapped());
  packet.captured_octets = packet.original_octets;
  if (!interfaces_.empty()) {
    const PcapngInterface& first = interfaces_.front();
    const std::uint32_t snap_length =
        first.snap_length == 0 ? first.max_octets : first.snap_length;
    packet.captured_octets = std::min(packet.original_octets, snap_length);
  }
  packet.rest = block.body.substr(kSimpleFrontOctets);
  return take_packet(block, packet, frame, coverage);
}

PcapngWalker::Outcome PcapngWalker::take_packet(const Block& block,
                                                const PcapngPacket& packet,
                                                Frame& frame,
                                                FileCoverage& coverage) {
  if (packet.interface >= interfaces_.size()) {
    return damaged(block, coverage,
                   "a packet of interface " + std::to_string(packet.interface) +
                       ", which the section does not describe");
  }
  const PcapngInterface& interface = interfaces_[packet.interface];
  if (packet.captured_octets > interface.max_octets) {
    coverage.limits_reached.add(LimitId::FrameOctets);
    return damaged(block, coverage,
                   "a packet claims " +
                       too_long(packet.captured_octets, interface.max_octets));
  }
  if (packet.captured_octets > packet.rest.size()) {
    return damaged(
        block, coverage,
        "a packet is longer than its block: " +
            octets_there(packet.rest.size(), packet.captured_octets));
  }
  if (frames_ == std::numeric_limits<std::uint32_t>::max()) {
    return damaged(block, coverage, "more frames than can be numbered");
  }
  frame = Frame{};
  frame.octets = packet.rest.substr(0, packet.captured_octets);
  frame.id = {file_index_, ++frames_};
  frame.original_length_octets = packet.original_octets;
  frame.interface_index = interface.index;
  frame.link_type = interface.link_type;
  frame.has_timestamp = packet.has_timestamp;
  if (packet.has_timestamp) frame.timestamp = interface.clock.at(packet.ticks);
  ++coverage.interfaces[interface.index].frames;
  return Outcome::Frame;
}

void PcapngWalker::count_packet_drops(const PcapngPacket& packet,
                                      std::uint64_t drops,
                                      FileCoverage& coverage) {
  PcapngInterface& interface = interfaces_[packet.interface];
  interface.packet_drops = saturated_sum(interface.packet_drops, drops);
  note_drops(interface, coverage);
}

}  // namespace

Result<std::unique_ptr<Walker>> make_pcapng_walker(std::string_view octets,
                                                   std::uint32_t file_index,
                                                   const FileCoverage& coverage,
                                                   const Limits& limits) {
  BlockCursor cursor(octets);
  Block block;
  if (cursor.next(block) != BlockCursor::Step::Block) {
    return fail(ErrorCode::Damaged,
                coverage.path + " is pcapng, but damaged from the start (" +
                    cursor.damage() + "): nothing in it can be read");
  }
  const std::uint16_t major = load_u16(block.body.data() + 4, cursor.swapped());
  const std::uint16_t minor = load_u16(block.body.data() + 6, cursor.swapped());
  if (!is_supported_version(major, minor)) {
    return fail(ErrorCode::Unsupported,
                coverage.path + " is pcapng of version " +
                    std::to_string(major) + "." + std::to_string(minor) +
                    "; only 1.0 and 1.2 are known: save it again with a "
                    "current tool, or check that it is not damaged");
  }
  return std::make_unique<PcapngWalker>(octets, file_index, limits);
}

}  // namespace siptriage::detail
