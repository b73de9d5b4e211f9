// Any octets as a capture file. What is held:
//  - frames view the octets and are numbered from 1, however many are asked
//    for at once, and the coverage counts them;
//  - what a file that was cut still has are the first frames of the whole;
//  - what is written of the frames is read as the same frames again;
//  - libpcap reads the same frames, as far as it can (capture_reader.h says
//    where it knows less).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "siptriage/capture/capture_reader.h"
#include "siptriage/capture/capture_writer.h"

#include "capture/format.h"
#include "capture/timestamp_range.h"
#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

struct KeptFrame {
  std::string octets;
  Frame frame;  // its view of the octets is not looked at
};

struct Outcome {
  bool opened = false;
  ErrorCode error = ErrorCode::Io;
  std::vector<KeptFrame> frames;
  FileCoverage coverage;
};

Outcome read(Result<CaptureReader> reader, std::size_t batch,
             std::string_view whole) {
  Outcome outcome;
  if (!reader) {
    outcome.error = reader.error().code;
    require(!reader.error().message.empty(), "an error has words");
    return outcome;
  }
  outcome.opened = true;
  std::array<Frame, kFrameBatch> frames;
  while (const std::size_t count =
             reader->next_batch(std::span(frames).first(batch))) {
    require(count <= batch, "no more frames than were asked for");
    for (const Frame& frame : std::span(frames).first(count)) {
      require(frame.transient || lies_in(frame.octets, whole),
              "a frame that stays lies in the file");
      require(frame.id.number == outcome.frames.size() + 1,
              "frames are numbered from 1");
      outcome.frames.push_back({std::string(frame.octets), frame});
    }
  }
  require(reader->next_batch(frames) == 0, "the end stays the end");
  outcome.coverage = reader->coverage();
  require(outcome.coverage.frames == outcome.frames.size(),
          "the coverage counts the frames");
  require(outcome.coverage.damage_offset_octets <= whole.size(),
          "damage lies in the file");
  std::uint64_t of_interfaces = 0;
  for (const InterfaceCoverage& each : outcome.coverage.interfaces) {
    of_interfaces += each.frames;
  }
  require(of_interfaces == outcome.frames.size(),
          "each frame is counted for one interface");
  return outcome;
}

Outcome walk(std::string_view octets, std::size_t batch = kFrameBatch) {
  return read(CaptureReader::from_memory("memory", octets), batch, octets);
}

bool same_place(const Frame& a, const Frame& b) {
  return a.id == b.id && a.link_type == b.link_type &&
         a.original_length_octets == b.original_length_octets;
}

bool same(const KeptFrame& a, const KeptFrame& b) {
  return a.octets == b.octets && same_place(a.frame, b.frame) &&
         a.frame.timestamp == b.frame.timestamp &&
         a.frame.has_timestamp == b.frame.has_timestamp &&
         a.frame.interface_index == b.frame.interface_index;
}

// A file in memory, for those who want a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view octets)
      : file_(memfd_create("siptriage-fuzz", MFD_CLOEXEC)) {
    require(file_ >= 0 && write(file_, octets.data(), octets.size()) ==
                              static_cast<ssize_t>(octets.size()),
            "there is room for a file in memory");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }
  [[nodiscard]] std::string path() const {
    return "/proc/self/fd/" + std::to_string(file_);
  }

 private:
  int file_;
};

// libpcap takes the fraction of a second for signed, in nano- or microseconds.
bool same_time(Timestamp ours, Timestamp theirs) {
  constexpr Duration kWrap(std::int64_t{1} << 32);
  const Duration lag = elapsed(theirs, ours);
  return lag == Duration(0) || lag == kWrap || lag == kWrap * 1000;
}

// Of these libpcap turns numbers into this machine's byte order, and works
// lengths out again.
bool is_rewritten_by_libpcap(LinkType type) {
  switch (static_cast<unsigned>(type)) {
    case 113:  // LINKTYPE_LINUX_SLL, as far as it carries CAN
    case 276:  // LINKTYPE_LINUX_SLL2
    case 117:  // LINKTYPE_PFLOG
    case 189:  // LINKTYPE_USB_LINUX
    case 220:  // LINKTYPE_USB_LINUX_MMAPPED
    case 239:  // LINKTYPE_NFLOG
      return true;
    default:
      return false;
  }
}

// What libpcap read, and we did, must be the same frame; it does not look at
// all that can be damaged, cuts a frame that is longer than the snap length,
// and gives one without a time the start of its clock.
void check_against_libpcap(std::string_view octets, const Outcome& walked) {
  // From a path, but not from memory, it would be unpacked.
  if (detail::is_compressed(detail::recognise(octets))) return;
  const MemoryFile file(octets);
  OctetStore store;
  const Outcome copied =
      read(CaptureReader::open(file.path(), {.prefer_libpcap = true}, store),
           kFrameBatch, octets);
  if (!copied.opened) return;
  require(walked.opened || walked.error == ErrorCode::Damaged,
          "what libpcap can open, we can, or say what is damaged");
  const std::uint64_t snap_length = copied.coverage.interfaces[0].snap_length;
  for (std::size_t i = 0; i < copied.frames.size(); ++i) {
    if (i == walked.frames.size()) {
      require(!walked.opened || !walked.coverage.damage.empty(),
              "where libpcap reads on, we say what is damaged");
      return;
    }
    const KeptFrame& ours = walked.frames[i];
    const KeptFrame& theirs = copied.frames[i];
    const std::string cut = ours.octets.substr(0, snap_length);
    require(is_rewritten_by_libpcap(ours.frame.link_type)
                ? theirs.octets.size() == cut.size()
                : theirs.octets == cut,
            "libpcap reads the same octets");
    require(same_place(ours.frame, theirs.frame),
            "libpcap reads the same lengths and link type");
    require(!ours.frame.has_timestamp ||
                same_time(ours.frame.timestamp, theirs.frame.timestamp),
            "libpcap reads the same time");
  }
}

std::string write_again(const Outcome& read) {
  CaptureWriter writer("fuzz");
  std::vector<LinkType> types(read.coverage.interfaces.size());
  for (const KeptFrame& kept : read.frames) {
    types[kept.frame.interface_index] = kept.frame.link_type;
  }
  for (std::size_t i = 0; i < types.size(); ++i) {
    require(writer.add_interface(
                captured_interface(read.coverage.interfaces[i], types[i])) == i,
            "interfaces are numbered in their order");
  }
  std::string octets;
  const std::vector<std::string> comments = {"a comment"};
  for (const KeptFrame& kept : read.frames) {
    Frame frame = kept.frame;
    frame.octets = kept.octets;
    writer.write(frame, frame.interface_index, comments, octets);
  }
  writer.finish(octets);
  return octets;
}

// What is further was taken for it, and is no longer a whole number of ticks.
bool is_end_of_time(Timestamp time) {
  return time == detail::kEarliestTimestamp || time == detail::kLatestTimestamp;
}

void check_written(const Outcome& read) {
  const Outcome again = walk(write_again(read));
  require(again.opened && again.coverage.damage.empty(),
          "what is written is a capture without damage");
  require(std::equal(read.frames.begin(), read.frames.end(),
                     again.frames.begin(), again.frames.end(),
                     [](const KeptFrame& a, const KeptFrame& b) {
                       return a.octets == b.octets &&
                              same_place(a.frame, b.frame) &&
                              (a.frame.timestamp == b.frame.timestamp ||
                               is_end_of_time(a.frame.timestamp)) &&
                              a.frame.has_timestamp == b.frame.has_timestamp;
                     }),
          "what is written is read as the same frames");
}

}  // namespace

void run(std::string_view input) {
  const Outcome whole = walk(input);
  const Outcome single = walk(input, 1);
  require(single.opened == whole.opened &&
              std::equal(whole.frames.begin(), whole.frames.end(),
                         single.frames.begin(), single.frames.end(), same),
          "frames do not depend on how many are asked for");
  const Outcome front = walk(input.substr(0, input.size() / 2));
  require(front.frames.size() <= whole.frames.size() &&
              std::equal(front.frames.begin(), front.frames.end(),
                         whole.frames.begin(), same),
          "the front of a file has the first frames of it");
  if (whole.opened) check_written(whole);
  check_against_libpcap(input, whole);
}

}  // namespace siptriage::fuzz
