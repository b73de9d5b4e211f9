#include "capture/pcap_walker.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/base/timestamp.h"

#include "capture/frame_limit.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::pcap_walker_test {
namespace {

using testing::kMicroMagic;
using testing::kModifiedMagic;
using testing::kNanoMagic;
using testing::Octets;
using testing::Outcome;
using testing::pcap_file;
using testing::read_all;
using testing::read_memory;
using testing::small_pcap;

TEST(Pcap, IsReadWithEachMagicInBothByteOrders) {
  struct Row {
    std::uint32_t magic;
    std::string_view format;
    std::int64_t first_nanoseconds;
  };
  const Row rows[] = {
      {kMicroMagic, "pcap", 1'600'000'000'000'123'000},
      {kNanoMagic, "pcap (ns)", 1'600'000'000'000'000'123},
      {kModifiedMagic, "pcap (modified)", 1'600'000'000'000'123'000},
  };
  for (const Row& row : rows) {
    for (const ByteOrder order : {ByteOrder::Big, ByteOrder::Little}) {
      SCOPED_TRACE(std::string(row.format) +
                   (order == ByteOrder::Big ? " big" : " little"));
      const Outcome outcome = read_memory(
          pcap_file({.magic = row.magic, .order = order, .link_type = 113},
                    {{1'600'000'000, 123, "one", 60}, {5, 6, "", 0}}));
      ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
      EXPECT_EQ(outcome.coverage.format, row.format);
      EXPECT_EQ(outcome.coverage.damage, "");
      EXPECT_EQ(outcome.coverage.interfaces.at(0).link_type, "Linux cooked v1");
      EXPECT_EQ(outcome.coverage.interfaces.at(0).frames, 2U);
      EXPECT_EQ(outcome.coverage.interfaces.at(0).snap_length, 65535U);
      const Frame& first = outcome.frames[0].frame;
      EXPECT_EQ(outcome.frames[0].octets, "one");
      EXPECT_EQ(nanoseconds_of(first.timestamp), row.first_nanoseconds);
      EXPECT_EQ(first.original_length_octets, 60U);
      EXPECT_EQ(first.id, (FrameId{0, 1}));
      EXPECT_EQ(first.link_type, LinkType::LinuxSll);
      EXPECT_TRUE(first.has_timestamp);
      EXPECT_FALSE(first.transient);
      EXPECT_EQ(outcome.frames[1].octets, "");
      EXPECT_EQ(outcome.frames[1].frame.id, (FrameId{0, 2}));
    }
  }
}

TEST(Pcap, HandsOutTheFramesBeforeACutAtEveryOctet) {
  const std::string whole = small_pcap();
  const std::size_t first_end = 24 + 16 + 5;
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const Outcome outcome = read_memory(whole.substr(0, size));
    if (size < 24) {
      EXPECT_EQ(outcome.error.code,
                size < 4 ? ErrorCode::NotACapture : ErrorCode::Damaged)
          << size;
      continue;
    }
    ASSERT_TRUE(outcome.opened()) << size;
    ASSERT_EQ(outcome.frames.size(), size < first_end ? 0U : 1U) << size;
    const bool at_record_end = size == 24 || size == first_end;
    EXPECT_EQ(outcome.coverage.damage.empty(), at_record_end) << size;
    if (at_record_end) continue;
    EXPECT_NE(outcome.coverage.damage.find("cut short"), std::string::npos);
    EXPECT_EQ(outcome.coverage.damage_offset_octets,
              size < first_end ? 24U : first_end);
  }
}

TEST(Pcap, TellsWhichFrameIsCutShortAndHowMuchIsThere) {
  const std::string whole = small_pcap();
  const Outcome outcome = read_memory(whole.substr(0, whole.size() - 3));
  EXPECT_EQ(outcome.coverage.damage,
            "cut short inside frame 2: 7 of 10 octets are there");
}

TEST(Pcap, StopsAtALengthNoFrameCanHave) {
  struct Row {
    std::uint32_t captured;
    std::uint32_t link_type;
    bool is_absurd;  // otherwise only cut short
  };
  const Row rows[] = {
      {detail::kMaxFrameOctets, 1, false},
      {detail::kMaxFrameOctets + 1, 1, true},
      {detail::kMaxFrameOctets + 1, 249, false},  // USBPcap may
      {0x7FFFFFFF, 1, true},
      {0xFFFFFFFF, 1, true},
  };
  for (const Row& row : rows) {
    std::string file =
        pcap_file({.link_type = row.link_type}, {{.octets = "whole"}});
    const std::size_t offset = file.size();
    file += Octets(ByteOrder::Little)
                .u64(0)
                .u32(row.captured)
                .u32(row.captured)
                .text("rest")
                .done();
    const Outcome outcome = read_memory(file);
    ASSERT_EQ(outcome.frames.size(), 1U) << row.captured;
    EXPECT_EQ(outcome.coverage.damage_offset_octets, offset);
    EXPECT_EQ(outcome.coverage.damage.find("more than a frame can have") !=
                  std::string::npos,
              row.is_absurd)
        << outcome.coverage.damage;
  }
}

TEST(Pcap, IsReadInTheVersionsThatLibpcapReads) {
  struct Row {
    std::uint16_t major;
    std::uint16_t minor;
    bool supported;
    std::uint32_t original;  // the record says captured 4, original 60
  };
  const Row rows[] = {
      {2, 4, true, 60},    // since 1996
      {2, 3, true, 60},    // lengths in either order, here the usual
      {1, 4, false, 0},    // archaic
      {2, 5, false, 0},    // not defined
      {3, 0, false, 0},    //
      {543, 1, false, 0},  //
      {0, 0, false, 0},    //
  };
  for (const Row& row : rows) {
    const Outcome outcome =
        read_memory(pcap_file({.major = row.major, .minor = row.minor},
                              {{.octets = "abcd", .original_octets = 60}}));
    ASSERT_EQ(outcome.opened(), row.supported) << row.major << row.minor;
    if (!row.supported) {
      EXPECT_EQ(outcome.error.code, ErrorCode::Unsupported);
      continue;
    }
    ASSERT_EQ(outcome.frames.size(), 1U);
    EXPECT_EQ(outcome.frames[0].frame.original_length_octets, row.original);
  }
}

TEST(Pcap, SwapsTheLengthsThatOldVersionsHaveTheOtherWayRound) {
  const std::vector<testing::PcapHeader> headers = {
      {.major = 2, .minor = 0},
      {.major = 2, .minor = 2},
      {.major = 2, .minor = 3},    // some writers still had them swapped
      {.major = 543, .minor = 0},  // tcpdump of DG/UX
  };
  for (const testing::PcapHeader& header : headers) {
    std::string file = pcap_file(header, {});
    file += Octets(ByteOrder::Little).u64(0).u32(60).u32(4).text("abcd").done();
    const Outcome outcome = read_memory(file);
    ASSERT_EQ(outcome.frames.size(), 1U) << header.major << header.minor;
    EXPECT_EQ(outcome.frames[0].octets, "abcd");
    EXPECT_EQ(outcome.frames[0].frame.original_length_octets, 60U);
  }
}

TEST(Pcap, TakesTheLinkTypeWithoutWhatElseIsInItsField) {
  struct Row {
    std::uint32_t field;
    LinkType type;
  };
  const Row rows[] = {
      {0x54000001, LinkType::Ethernet},  // frame check sequence of 4 octets
      {12, LinkType::RawIp},             // DLT_RAW, as some tools write it
      {14, LinkType::RawIp},             // DLT_RAW of OpenBSD
      {101, LinkType::RawIp},
      {276, LinkType::LinuxSll2},
      {0x03FFFFFF, static_cast<LinkType>(0xFFFF)},  // past what we can say
  };
  for (const Row& row : rows) {
    const Outcome outcome =
        read_memory(pcap_file({.link_type = row.field}, {{.octets = "x"}}));
    ASSERT_EQ(outcome.frames.size(), 1U);
    EXPECT_EQ(outcome.frames[0].frame.link_type, row.type) << row.field;
  }
}

// 32 bits of seconds are unsigned: 2038 is not the end.
TEST(Pcap, ReadsTimesAfter2038AndHostileFractions) {
  const Outcome outcome = read_memory(pcap_file(
      {}, {{0xFFFFFFFF, 999'999, "a", 0}, {0xFFFFFFFF, 0xFFFFFFFF, "b", 0}}));
  ASSERT_EQ(outcome.frames.size(), 2U);
  EXPECT_EQ(to_iso8601(outcome.frames[0].frame.timestamp),
            "2106-02-07T06:28:15.999999000Z");
  EXPECT_EQ(nanoseconds_of(outcome.frames[1].frame.timestamp),
            4'294'967'295'000'000'000 + 4'294'967'295'000);
}

// libpcap would cut it; what was captured is worth more than the field.
TEST(Pcap, KeepsWhatIsLongerThanTheRecordedSnapLength) {
  const Outcome outcome =
      read_memory(pcap_file({.snap_length = 3}, {{.octets = "whole"}}));
  ASSERT_EQ(outcome.frames.size(), 1U);
  EXPECT_EQ(outcome.frames[0].octets, "whole");
  EXPECT_EQ(outcome.frames[0].frame.original_length_octets, 5U);
}

TEST(Pcap, GivesTheSameFramesInBatchesOfAnySize) {
  std::vector<testing::PcapRecord> records;
  for (std::uint32_t i = 0; i < 20; ++i) records.push_back({.seconds = i});
  const std::string file = pcap_file({}, records);
  for (const std::size_t batch : {1U, 3U, 20U, 21U}) {
    const Outcome outcome =
        read_all(CaptureReader::from_memory("memory", file), batch);
    ASSERT_EQ(outcome.frames.size(), 20U);
    for (std::uint32_t i = 0; i < 20; ++i) {
      EXPECT_EQ(outcome.frames[i].frame.id.number, i + 1);
    }
  }
}

}  // namespace
}  // namespace siptriage::pcap_walker_test
