#include "siptriage/capture/capture_writer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "capture/pcapng_block.h"
#include "capture/pcapng_records.h"
#include "capture/timestamp_range.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::capture_writer_test {
namespace {

using testing::Outcome;
using testing::PcapngFile;
using testing::read_memory;
using testing::read_path;
using testing::TemporaryFile;

Frame frame_of(std::string_view octets, std::int64_t nanoseconds) {
  Frame frame;
  frame.octets = octets;
  frame.timestamp = timestamp_from_nanoseconds(nanoseconds);
  frame.original_length_octets = static_cast<std::uint32_t>(octets.size());
  return frame;
}

// What an outcome holds, written again: all interfaces, in their order.
std::string write_again(const Outcome& outcome) {
  CaptureWriter writer("test");
  std::vector<LinkType> link_types(outcome.coverage.interfaces.size());
  for (const testing::KeptFrame& kept : outcome.frames) {
    link_types.at(kept.frame.interface_index) = kept.frame.link_type;
  }
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < link_types.size(); ++i) {
    numbers.push_back(writer.add_interface(
        captured_interface(outcome.coverage.interfaces[i], link_types[i])));
  }
  std::string octets;
  for (const testing::KeptFrame& kept : outcome.frames) {
    Frame frame = kept.frame;
    frame.octets = kept.octets;
    writer.write(frame, numbers[frame.interface_index], {}, octets);
  }
  writer.finish(octets);
  return octets;
}

void expect_same_frames(const Outcome& read, const Outcome& original) {
  ASSERT_TRUE(read.opened()) << read.error.message;
  EXPECT_EQ(read.coverage.damage, "");
  ASSERT_EQ(read.frames.size(), original.frames.size());
  for (std::size_t i = 0; i < read.frames.size(); ++i) {
    const Frame& frame = read.frames[i].frame;
    const Frame& wanted = original.frames[i].frame;
    EXPECT_EQ(read.frames[i].octets, original.frames[i].octets) << i;
    EXPECT_EQ(frame.timestamp, wanted.timestamp) << i;
    EXPECT_EQ(frame.has_timestamp, wanted.has_timestamp) << i;
    EXPECT_EQ(frame.original_length_octets, wanted.original_length_octets) << i;
    EXPECT_EQ(frame.link_type, wanted.link_type) << i;
    const InterfaceCoverage& interface =
        read.coverage.interfaces.at(frame.interface_index);
    const InterfaceCoverage& other =
        original.coverage.interfaces.at(wanted.interface_index);
    EXPECT_EQ(interface.name, other.name) << i;
    EXPECT_EQ(interface.snap_length, other.snap_length) << i;
    EXPECT_EQ(interface.timestamp_digits, other.timestamp_digits) << i;
  }
}

// All that a capture can say of frames: link types, clocks, names, cut frames.
std::string capture_of_many_kinds() {
  PcapngFile file;
  file.section(ByteOrder::Big);
  file.interface(1, 96, file.octets().option(2, "eth0").done());
  file.interface(113, 0, file.octets().option(9, "\x09").done());
  file.interface(228, 65535, file.octets().option(9, "\x03").done());
  file.interface(1, 65535, file.octets().option(9, "\x83").done());
  file.interface(
      1, 65535,
      file.octets()
          .option(14, std::string_view("\xff\xff\xff\xff\0\0\0\0", 8))
          .done());
  file.enhanced(0, 0x0005'0000'0001, std::string(96, 'x'));
  file.enhanced(1, 1'234'567'890'123'456'789, "one octet more");
  file.enhanced(2, 1'700'000'000'123, "abc");
  file.enhanced(3, 13'600'000'001, "eighths");
  file.enhanced(4, 7'000'001, "long before 1970");
  file.enhanced(0, 0x0005'0000'0000, "");
  return file.done();
}

TEST(CaptureWriter, WritesWhatTheWalkerReads) {
  const Outcome original = read_memory(capture_of_many_kinds());
  ASSERT_EQ(original.frames.size(), 6U) << original.coverage.damage;
  ASSERT_LT(nanoseconds_of(original.frames[4].frame.timestamp), 0);
  expect_same_frames(read_memory(write_again(original)), original);
}

TEST(CaptureWriter, WritesWhatLibpcapReads) {
  const Outcome original = read_memory(testing::small_pcapng());
  const TemporaryFile written(write_again(original));
  expect_same_frames(read_path(written.path(), {.prefer_libpcap = true}),
                     read_path(TemporaryFile(testing::small_pcapng()).path(),
                               {.prefer_libpcap = true}));
}

TEST(CaptureWriter, KeepsTimestampsAtBothEndsOfTheirRange) {
  CaptureWriter writer("test");
  const std::uint32_t interface = writer.add_interface({});
  const std::int64_t times[] = {nanoseconds_of(detail::kEarliestTimestamp), -1,
                                0, 1, nanoseconds_of(detail::kLatestTimestamp)};
  std::string octets;
  for (const std::int64_t time : times) {
    writer.write(frame_of("frame", time), interface, {}, octets);
  }
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.frames.size(), std::size(times)) << read.coverage.damage;
  for (std::size_t i = 0; i < std::size(times); ++i) {
    EXPECT_EQ(nanoseconds_of(read.frames[i].frame.timestamp), times[i]);
  }
  // One description since 1970, one before.
  EXPECT_EQ(read.coverage.interfaces.size(), 2U);
}

TEST(CaptureWriter, KeepsWhatWasCutByTheSnapLength) {
  CaptureWriter writer("test");
  const std::uint32_t interface = writer.add_interface({.snap_length = 5});
  Frame frame = frame_of("frame", 1);
  frame.original_length_octets = 1500;
  std::string octets;
  writer.write(frame, interface, {}, octets);
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.frames[0].octets, "frame");
  EXPECT_EQ(read.frames[0].frame.original_length_octets, 1500U);
}

TEST(CaptureWriter, DescribesOnlyInterfacesWithFrames) {
  CaptureWriter writer("test");
  static_cast<void>(writer.add_interface({.name = "idle"}));
  const std::uint32_t busy = writer.add_interface({.name = "busy"});
  std::string octets;
  writer.write(frame_of("frame", 1), busy, {}, octets);
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.coverage.interfaces.size(), 1U);
  EXPECT_EQ(read.coverage.interfaces[0].name, "busy");
}

TEST(CaptureWriter, KeepsFramesWithoutATimestampSo) {
  CaptureWriter writer("test");
  const std::uint32_t first = writer.add_interface({.name = "first"});
  const std::uint32_t second =
      writer.add_interface({.name = "second", .snap_length = 3});
  Frame untimed = frame_of("untimed", 0);
  untimed.has_timestamp = false;
  Frame cut = frame_of("cut", 0);
  cut.original_length_octets = 99;
  cut.has_timestamp = false;
  std::string octets;
  writer.write(frame_of("timed", 5), second, {}, octets);
  writer.write(untimed, first, {}, octets);
  writer.write(frame_of("timed", 6), second, {}, octets);
  writer.write(cut, second, {}, octets);
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.frames.size(), 4U) << read.coverage.damage;
  for (std::size_t i = 0; i < 4; ++i) {
    const Frame& frame = read.frames[i].frame;
    EXPECT_EQ(frame.has_timestamp, i % 2 == 0) << i;
    EXPECT_EQ(read.coverage.interfaces.at(frame.interface_index).name,
              i == 1 ? "first" : "second")
        << i;
  }
  EXPECT_EQ(read.frames[3].octets, "cut");
  EXPECT_EQ(read.frames[3].frame.original_length_octets, 99U);
}

TEST(CaptureWriter, GivesATimeToWhatNoSimplePacketCanTell) {
  CaptureWriter writer("test");
  const std::uint32_t interface = writer.add_interface({});
  Frame cut = frame_of("cut", 0);
  cut.original_length_octets = 99;
  cut.has_timestamp = false;
  std::string octets;
  writer.write(cut, interface, {}, octets);
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.frames[0].octets, "cut");
  EXPECT_EQ(nanoseconds_of(read.frames[0].frame.timestamp), 0);
}

// Two captures without timestamps would begin a section with each frame.
TEST(CaptureWriter, BeginsNoMoreSectionsThanItMay) {
  CaptureWriter writer("test");
  const std::uint32_t interfaces[] = {writer.add_interface({}),
                                      writer.add_interface({})};
  Frame untimed = frame_of("untimed", 0);
  untimed.has_timestamp = false;
  std::string octets;
  for (std::uint32_t i = 0; i < kMaxWrittenSections + 10; ++i) {
    writer.write(untimed, interfaces[i % 2], {}, octets);
  }
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.frames.size(), kMaxWrittenSections + 10);
  EXPECT_FALSE(read.frames[kMaxWrittenSections - 2].frame.has_timestamp);
  EXPECT_TRUE(read.frames.back().frame.has_timestamp);
  EXPECT_EQ(read.coverage.interfaces.size(), kMaxWrittenSections + 1);
}

// The comments of the only frame.
std::vector<std::string> comments_in(const std::string& octets) {
  detail::BlockCursor blocks(octets);
  detail::Block block;
  std::vector<std::string> comments;
  while (blocks.next(block) == detail::BlockCursor::Step::Block) {
    if (block.type != detail::BlockType::EnhancedPacket) continue;
    const detail::PcapngPacket packet = detail::packet_of(block.body, false);
    detail::OptionCursor options(
        detail::skip_padded(packet.rest, packet.captured_octets), false);
    for (detail::Option option; options.next(option);) {
      EXPECT_EQ(option.code, detail::kOptionComment);
      comments.emplace_back(option.value);
    }
    EXPECT_FALSE(options.overran());
  }
  return comments;
}

TEST(CaptureWriter, WritesCommentsBesideTheFrame) {
  const std::vector<std::string> comments = {"siptriage: busy", "another"};
  CaptureWriter writer("test");
  const std::uint32_t interface = writer.add_interface({});
  std::string octets;
  writer.write(frame_of("frame", 1), interface, comments, octets);
  EXPECT_EQ(comments_in(octets), comments);
  const Outcome read = read_memory(octets);
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.frames[0].octets, "frame");
}

TEST(CaptureWriter, CutsACommentBetweenTwoCharacters) {
  // The last character that would fit has an octet too many.
  const std::vector<std::string> comments = {
      std::string(kMaxOptionOctets - 1, 'x') + "\xc3\xa9" + "tail"};
  CaptureWriter writer("test");
  const std::uint32_t interface = writer.add_interface({});
  std::string octets;
  writer.write(frame_of("frame", 1), interface, comments, octets);
  ASSERT_EQ(comments_in(octets).size(), 1U);
  EXPECT_EQ(comments_in(octets)[0], std::string(kMaxOptionOctets - 1, 'x'));
}

TEST(CaptureWriter, WritesWhenItRanAndWhatWasLost) {
  CaptureWriter writer("test");
  const std::uint32_t interface = writer.add_interface({});
  std::string octets;
  writer.write(frame_of("frame", 1), interface, {}, octets);
  writer.write_statistics(interface,
                          {.time = timestamp_from_nanoseconds(5'000)}, octets);
  writer.write_statistics(
      interface, {.time = timestamp_from_nanoseconds(-7), .dropped = 12},
      octets);
  const Outcome read = read_memory(octets);
  EXPECT_EQ(read.coverage.damage, "");
  EXPECT_EQ(read.coverage.running,
            (std::vector{timestamp_from_nanoseconds(5'000),
                         timestamp_from_nanoseconds(-7)}));
  std::uint64_t drops = 0;
  for (const InterfaceCoverage& each : read.coverage.interfaces) {
    drops += each.recorded_drops;
  }
  EXPECT_EQ(drops, 12U);
}

TEST(CaptureWriter, WritesACaptureEvenOfNoFrames) {
  CaptureWriter writer("test");
  std::string octets;
  writer.finish(octets);
  const Outcome read = read_memory(octets);
  ASSERT_TRUE(read.opened()) << read.error.message;
  EXPECT_TRUE(read.frames.empty());
  EXPECT_EQ(read.coverage.damage, "");
}

TEST(CaptureWriter, TellsWhatWasLost) {
  CaptureWriter writer("test");
  const std::uint32_t quiet = writer.add_interface({});
  const std::uint32_t lossy = writer.add_interface({});
  std::string octets;
  writer.write(frame_of("octets", 1), lossy, {}, octets);
  writer.write_statistics(lossy, {.received = 1000, .dropped = 7}, octets);
  writer.write_statistics(quiet, {.dropped = 3}, octets);
  writer.finish(octets);
  const Outcome outcome = read_memory(octets);
  ASSERT_TRUE(outcome.opened()) << outcome.error.message;
  ASSERT_EQ(outcome.coverage.interfaces.size(), 2U);
  EXPECT_EQ(outcome.coverage.interfaces[0].recorded_drops, 7U);
  EXPECT_EQ(outcome.coverage.interfaces[0].recorded_received, 1000U);
  EXPECT_EQ(outcome.coverage.interfaces[1].recorded_drops, 3U);
  EXPECT_EQ(outcome.coverage.interfaces[1].recorded_received, 0U);
  EXPECT_TRUE(outcome.coverage.running.empty());
}

}  // namespace
}  // namespace siptriage::capture_writer_test
