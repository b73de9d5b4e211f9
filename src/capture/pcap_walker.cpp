#include "capture/pcap_walker.h"

#include <algorithm>
#include <limits>
#include <string>

#include "capture/format.h"
#include "capture/frame_limit.h"
#include "capture/octet_order.h"
#include "capture/prefetcher.h"

namespace siptriage::detail {
namespace {

// File header:
//
//    0       4       6       8      12      16         20          24
//   +-------+-------+-------+-------+-------+----------+-----------+
//   | magic | major | minor | zone  | sig.  | snap len | link type |
//   +-------+-------+-------+-------+-------+----------+-----------+
constexpr std::size_t kFileHeaderOctets = 24;

// Record header; the modified format has 8 octets more (interface index,
// protocol, packet type, padding), which nothing here needs:
//
//    0         4                8              12             16
//   +---------+----------------+--------------+--------------+ - - -
//   | seconds | micro- or nano | captured len | original len |
//   +---------+----------------+--------------+--------------+ - - -
constexpr std::size_t kRecordHeaderOctets = 16;
constexpr std::size_t kModifiedRecordHeaderOctets = 24;

// The upper bits of the link type tell the length of the frame check sequence.
constexpr std::uint32_t kLinkTypeMask = 0x03FFFFFF;

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

// Files before version 2.3 have the two lengths the other way round; in 2.3
// writers differed.
enum class Lengths : std::uint8_t { CapturedFirst, OriginalFirst, Either };

struct Version {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
};

// 2.0 to 2.4; and 543.0, which is what tcpdump of DG/UX wrote.
bool is_supported(Version version) {
  return (version.major == 2 && version.minor <= 4) ||
         (version.major == 543 && version.minor == 0);
}

Lengths lengths_of(Version version) {
  if (version.major == 543 || version.minor < 3) return Lengths::OriginalFirst;
  return version.minor == 3 ? Lengths::Either : Lengths::CapturedFirst;
}

class PcapWalker final : public Walker {
 public:
  PcapWalker(std::string_view octets, PcapMagic magic, Version version,
             LinkType link_type, std::uint32_t file_index, const Limits& limits)
      : octets_(octets),
        prefetcher_(octets),
        position_(kFileHeaderOctets),
        header_octets_(magic.modified ? kModifiedRecordHeaderOctets
                                      : kRecordHeaderOctets),
        max_frame_octets_(max_frame_octets(link_type, limits)),
        fraction_nanoseconds_(magic.nanoseconds ? 1 : 1000),
        lengths_(lengths_of(version)),
        swapped_(magic.swapped) {
    prototype_.id.file = file_index;
    prototype_.link_type = link_type;
  }

  std::size_t walk(std::span<Frame> frames, FileCoverage& coverage) override {
    if (ended_) return 0;
    std::size_t count = 0;
    if (lengths_ == Lengths::CapturedFirst) {
      count = swapped_ ? walk_sound<true>(frames) : walk_sound<false>(frames);
    }
    while (count < frames.size() && read_record(frames[count], coverage)) {
      ++count;
    }
    coverage.frames += count;
    coverage.interfaces.front().frames += count;
    return count;
  }

  void extend(std::string_view octets, bool is_whole) override {
    octets_ = octets;
    is_whole_ = is_whole;
    prefetcher_.extend(octets);
  }

 private:
  template <bool kSwapped>
  [[nodiscard]] std::size_t walk_sound(std::span<Frame> frames);
  bool read_record(Frame& frame, FileCoverage& coverage);
  bool damaged(FileCoverage& coverage, std::string text);
  bool cut_short(FileCoverage& coverage, std::string_view where,
                 std::uint64_t there, std::uint64_t of);
  [[nodiscard]] std::string next_frame() const {
    return "frame " + std::to_string(prototype_.id.number + 1ULL);
  }

  std::string_view octets_;
  Prefetcher prefetcher_;
  std::size_t position_;
  std::size_t header_octets_;
  std::uint32_t max_frame_octets_;
  std::int64_t fraction_nanoseconds_;
  Lengths lengths_;
  bool swapped_;
  bool is_whole_ = true;
  bool ended_ = false;  // by damage
  Frame prototype_;     // what all frames of the file have in common
};

bool PcapWalker::damaged(FileCoverage& coverage, std::string text) {
  tell_damage(coverage, position_, std::move(text));
  ended_ = true;
  return false;
}

// No damage as long as more may come.
bool PcapWalker::cut_short(FileCoverage& coverage, std::string_view where,
                           std::uint64_t there, std::uint64_t of) {
  if (!is_whole_) return false;
  return damaged(coverage, "cut short inside " + std::string(where) +
                               next_frame() + ": " + octets_there(there, of));
}

// The inner loop: up to the first record that there is something to say about,
// which is left to read_record.
template <bool kSwapped>
std::size_t PcapWalker::walk_sound(std::span<Frame> frames) {
  const std::size_t header_octets = header_octets_;
  const std::uint32_t max_frame_octets = max_frame_octets_;
  const std::int64_t fraction_nanoseconds = fraction_nanoseconds_;
  const char* at = octets_.data() + position_;
  const char* const end = octets_.data() + octets_.size();
  std::uint32_t number = prototype_.id.number;
  const Frame prototype = prototype_;
  const std::size_t numbers_left =
      std::numeric_limits<std::uint32_t>::max() - number;
  const std::size_t most = std::min(frames.size(), numbers_left);
  std::size_t count = 0;
  for (; count < most; ++count) {
    const auto remaining = static_cast<std::size_t>(end - at);
    if (remaining < header_octets) break;
    prefetcher_.move_to(at);
    const std::uint32_t captured = load_u32(at + 8, kSwapped);
    if (captured > max_frame_octets || remaining - header_octets < captured) {
      break;
    }
    // Field by field: a copy of a frame just written would wait for it.
    Frame& frame = frames[count];
    frame.octets = {at + header_octets, captured};
    frame.timestamp = timestamp_from_nanoseconds(
        load_u32(at, kSwapped) * kNanosecondsPerSecond +
        load_u32(at + 4, kSwapped) * fraction_nanoseconds);
    frame.id = {prototype.id.file, ++number};
    frame.original_length_octets = load_u32(at + 12, kSwapped);
    frame.interface_index = prototype.interface_index;
    frame.link_type = prototype.link_type;
    frame.transient = prototype.transient;
    frame.has_timestamp = prototype.has_timestamp;
    at += header_octets + captured;
  }
  prototype_.id.number = number;
  position_ = static_cast<std::size_t>(at - octets_.data());
  return count;
}

bool PcapWalker::read_record(Frame& frame, FileCoverage& coverage) {
  const std::size_t remaining = octets_.size() - position_;
  if (remaining == 0) return false;
  if (remaining < header_octets_) {
    return cut_short(coverage, "the header of ", remaining, header_octets_);
  }
  if (prototype_.id.number == std::numeric_limits<std::uint32_t>::max()) {
    return damaged(coverage, "more frames than can be numbered");
  }
  const char* const header = octets_.data() + position_;
  std::uint32_t captured = load_u32(header + 8, swapped_);
  std::uint32_t original = load_u32(header + 12, swapped_);
  if (lengths_ == Lengths::OriginalFirst ||
      (lengths_ == Lengths::Either && captured > original)) {
    std::swap(captured, original);
  }
  if (captured > max_frame_octets_) {
    coverage.limits_reached.add(LimitId::FrameOctets);
    return damaged(coverage, next_frame() + " claims " +
                                 too_long(captured, max_frame_octets_));
  }
  if (remaining - header_octets_ < captured) {
    return cut_short(coverage, "", remaining - header_octets_, captured);
  }
  ++prototype_.id.number;
  frame = prototype_;
  frame.octets = {header + header_octets_, captured};
  frame.original_length_octets = original;
  // 32 bits of seconds and of fraction cannot overflow 63 bits.
  frame.timestamp = timestamp_from_nanoseconds(
      load_u32(header, swapped_) * kNanosecondsPerSecond +
      load_u32(header + 4, swapped_) * fraction_nanoseconds_);
  position_ += header_octets_ + captured;
  return true;
}

}  // namespace

Result<std::unique_ptr<Walker>> make_pcap_walker(std::string_view octets,
                                                 std::uint32_t file_index,
                                                 FileCoverage& coverage,
                                                 const Limits& limits) {
  const PcapMagic magic = pcap_magic(octets);
  if (octets.size() < kFileHeaderOctets) {
    return fail(ErrorCode::Damaged,
                coverage.path + " is cut short inside the pcap file header (" +
                    octets_there(octets.size(), kFileHeaderOctets) +
                    "): nothing in it can be read");
  }
  const Version version{load_u16(octets.data() + 4, magic.swapped),
                        load_u16(octets.data() + 6, magic.swapped)};
  if (!is_supported(version)) {
    return fail(ErrorCode::Unsupported,
                coverage.path + " is pcap of version " +
                    std::to_string(version.major) + "." +
                    std::to_string(version.minor) +
                    "; only 2.0 to 2.4 are known: write the capture again "
                    "with a current tool, or check that it is not damaged");
  }
  const std::uint32_t snap_length = load_u32(octets.data() + 16, magic.swapped);
  const LinkType link_type = link_type_from_number(
      load_u32(octets.data() + 20, magic.swapped) & kLinkTypeMask);
  coverage.interfaces.push_back({.name = {},
                                 .link_type = to_string(link_type),
                                 .frames = 0,
                                 .snap_length = snap_length,
                                 .recorded_drops = 0,
                                 .timestamp_digits = static_cast<std::uint8_t>(
                                     magic.nanoseconds ? 9 : 6)});
  return std::make_unique<PcapWalker>(octets, magic, version, link_type,
                                      file_index, limits);
}

}  // namespace siptriage::detail
