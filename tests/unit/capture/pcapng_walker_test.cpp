#include "capture/pcapng_walker.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/base/timestamp.h"

#include "capture/frame_limit.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::pcapng_walker_test {
namespace {

using testing::Octets;
using testing::Outcome;
using testing::PcapngFile;
using testing::read_memory;
using testing::small_pcapng;

constexpr ByteOrder kOrders[] = {ByteOrder::Big, ByteOrder::Little};

TEST(Pcapng, IsReadInBothByteOrders) {
  for (const ByteOrder order : kOrders) {
    PcapngFile file;
    file.section(order);
    file.interface(113, 96, file.octets().option(2, "eth0").done());
    file.enhanced(0, 0x0001'0000'0002, "frame");
    const Outcome outcome = read_memory(file.done());
    ASSERT_EQ(outcome.frames.size(), 1U) << outcome.error.message;
    EXPECT_EQ(outcome.coverage.format, "pcapng");
    EXPECT_EQ(outcome.coverage.damage, "");
    const InterfaceCoverage& interface = outcome.coverage.interfaces.at(0);
    EXPECT_EQ(interface.name, "eth0");
    EXPECT_EQ(interface.link_type, "Linux cooked v1");
    EXPECT_EQ(interface.snap_length, 96U);
    EXPECT_EQ(interface.frames, 1U);
    EXPECT_EQ(outcome.frames[0].octets, "frame");
    EXPECT_EQ(nanoseconds_of(outcome.frames[0].frame.timestamp),
              0x0001'0000'0002 * 1000);
    EXPECT_EQ(outcome.frames[0].frame.original_length_octets, 5U);
  }
}

TEST(Pcapng, HandsOutTheFramesBeforeACutAtEveryOctet) {
  const std::string whole = small_pcapng();
  const std::size_t second = whole.size() - (12 + 20 + 12);
  const std::size_t first = second - (12 + 20 + 8);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const Outcome outcome = read_memory(whole.substr(0, size));
    if (size < 28) {
      EXPECT_EQ(outcome.error.code,
                size < 4 ? ErrorCode::NotACapture : ErrorCode::Damaged)
          << size;
      continue;
    }
    ASSERT_TRUE(outcome.opened()) << size;
    EXPECT_EQ(outcome.frames.size(), size < second ? 0U : 1U) << size;
    const bool at_block_end = size == 28 || size == first || size == second;
    EXPECT_EQ(outcome.coverage.damage.empty(), at_block_end) << size;
    if (at_block_end) continue;
    EXPECT_NE(outcome.coverage.damage.find("cut short"), std::string::npos);
    EXPECT_EQ(outcome.coverage.damage_offset_octets,
              size < first ? 28U : (size < second ? first : second));
  }
}

TEST(Pcapng, StartsAfreshWithEachSection) {
  PcapngFile file;
  file.section(ByteOrder::Little).interface(1).interface(101);
  file.enhanced(1, 1, "raw");
  file.section(ByteOrder::Big).interface(276);
  file.enhanced(0, 2, "cooked");
  file.section(ByteOrder::Little).interface(228);
  file.enhanced(0, 3, "ipv4");
  const Outcome outcome = read_memory(file.done());
  ASSERT_EQ(outcome.frames.size(), 3U) << outcome.coverage.damage;
  ASSERT_EQ(outcome.coverage.interfaces.size(), 4U);
  struct Row {
    std::string_view octets;
    LinkType type;
    std::uint32_t interface;
  };
  const Row rows[] = {{"raw", LinkType::RawIp, 1},
                      {"cooked", LinkType::LinuxSll2, 2},
                      {"ipv4", LinkType::Ipv4, 3}};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(outcome.frames[i].octets, rows[i].octets);
    EXPECT_EQ(outcome.frames[i].frame.link_type, rows[i].type);
    EXPECT_EQ(outcome.frames[i].frame.interface_index, rows[i].interface);
    EXPECT_EQ(outcome.frames[i].frame.id.number, i + 1);
  }
  EXPECT_EQ(outcome.coverage.interfaces[0].frames, 0U);
  EXPECT_EQ(outcome.coverage.interfaces[3].frames, 1U);
}

TEST(Pcapng, DoesNotCarryInterfacesIntoTheNextSection) {
  PcapngFile file;
  file.section(ByteOrder::Little).interface().enhanced(0, 1, "good");
  file.section(ByteOrder::Little).enhanced(0, 2, "of nobody");
  const Outcome outcome = read_memory(file.done());
  EXPECT_EQ(outcome.frames.size(), 1U);
  EXPECT_EQ(outcome.coverage.damage,
            "a packet of interface 0, which the section does not describe");
}

TEST(Pcapng, ReadsTheClockOfEachInterface) {
  for (const ByteOrder order : kOrders) {
    PcapngFile file;
    file.section(order).interface();
    file.interface(1, 0, file.octets().option(9, "\x09").done());
    const std::string offset =
        file.octets().u64(static_cast<std::uint64_t>(-10)).done();
    file.interface(1, 0,
                   file.octets().option(9, "\x8A").option(14, offset).done());
    file.enhanced(0, 7, "us").enhanced(1, 7, "ns").enhanced(2, 11'264, "2");
    const Outcome outcome = read_memory(file.done());
    ASSERT_EQ(outcome.frames.size(), 3U);
    EXPECT_EQ(nanoseconds_of(outcome.frames[0].frame.timestamp), 7000);
    EXPECT_EQ(nanoseconds_of(outcome.frames[1].frame.timestamp), 7);
    EXPECT_EQ(nanoseconds_of(outcome.frames[2].frame.timestamp), 1'000'000'000);
  }
}

TEST(Pcapng, TakesTheCapturedLengthOfASimplePacketFromTheSnapLength) {
  PcapngFile file;
  file.section(ByteOrder::Little).interface(1, 4).interface(101, 0);
  file.simple(10, "1234");  // cut by the snap length
  file.simple(3, "abc");    // padded by one octet
  const Outcome outcome = read_memory(file.done());
  ASSERT_EQ(outcome.frames.size(), 2U) << outcome.coverage.damage;
  EXPECT_EQ(outcome.frames[0].octets, "1234");
  EXPECT_EQ(outcome.frames[0].frame.original_length_octets, 10U);
  EXPECT_FALSE(outcome.frames[0].frame.has_timestamp);
  EXPECT_EQ(outcome.frames[0].frame.link_type, LinkType::Ethernet);
  EXPECT_EQ(outcome.frames[1].octets, "abc");
}

TEST(Pcapng, SumsUpTheDropsThatObsoletePacketsTell) {
  for (const ByteOrder order : kOrders) {
    PcapngFile file;
    file.section(order).interface().interface();
    file.obsolete(1, 3, 9, "a").obsolete(1, 4, 9, "b");
    file.obsolete(1, 0xFFFF, 9, "nobody counted");
    const Outcome outcome = read_memory(file.done());
    ASSERT_EQ(outcome.frames.size(), 3U);
    EXPECT_EQ(outcome.frames[1].octets, "b");
    EXPECT_EQ(outcome.frames[1].frame.original_length_octets, 2U);
    EXPECT_EQ(outcome.frames[1].frame.interface_index, 1U);
    EXPECT_EQ(nanoseconds_of(outcome.frames[1].frame.timestamp), 9000);
    EXPECT_EQ(outcome.coverage.interfaces[0].recorded_drops, 0U);
    EXPECT_EQ(outcome.coverage.interfaces[1].recorded_drops, 7U);
  }
}

TEST(Pcapng, SumsUpTheDropsThatEnhancedPacketsTell) {
  PcapngFile file;
  file.section(ByteOrder::Big).interface();
  const std::string drops = file.octets().u64(5).done();
  file.enhanced(0, 1, "odd",
                file.octets().option(1, "x").option(4, drops).u32(0).done());
  file.enhanced(0, 2, "none");
  file.enhanced(0, 3, "more", file.octets().option(4, drops).done());
  const Outcome outcome = read_memory(file.done());
  ASSERT_EQ(outcome.frames.size(), 3U);
  EXPECT_EQ(outcome.coverage.interfaces[0].recorded_drops, 10U);
}

// Counters run from the start: 2 + 1 in the last block, not 3 blocks' sum.
TEST(Pcapng, TakesPacketsWithAndWithoutOptionsTheSame) {
  // What has options goes the long way.
  for (const ByteOrder order : {ByteOrder::Big, ByteOrder::Little}) {
    PcapngFile plain;
    PcapngFile with_options;
    for (PcapngFile* const file : {&plain, &with_options}) {
      file->section(order).interface(113, 65535).interface(1);
    }
    for (std::uint32_t i = 0; i < 40; ++i) {
      const std::string octets(i, 'x');
      plain.enhanced(i % 2, 1000 + i, octets);
      with_options.enhanced(
          i % 2, 1000 + i, octets,
          i % 3 == 0 ? "" : with_options.octets().option(1, "why").done());
    }
    const Outcome expected = read_memory(plain.done());
    const Outcome outcome = read_memory(with_options.done());
    ASSERT_EQ(expected.frames.size(), 40U);
    ASSERT_EQ(outcome.frames.size(), 40U);
    for (std::size_t i = 0; i < 40; ++i) {
      const Frame& a = expected.frames[i].frame;
      const Frame& b = outcome.frames[i].frame;
      EXPECT_EQ(expected.frames[i].octets, outcome.frames[i].octets);
      EXPECT_EQ(a.timestamp, b.timestamp);
      EXPECT_EQ(a.id, b.id);
      EXPECT_EQ(a.original_length_octets, b.original_length_octets);
      EXPECT_EQ(a.interface_index, b.interface_index);
      EXPECT_EQ(a.link_type, b.link_type);
      EXPECT_EQ(a.has_timestamp, b.has_timestamp);
    }
    for (const std::size_t i : {0U, 1U}) {
      EXPECT_EQ(expected.coverage.interfaces.at(i).frames, 20U);
      EXPECT_EQ(outcome.coverage.interfaces.at(i).frames, 20U);
    }
  }
}

TEST(Pcapng, TakesTheLastStatisticsOfEachInterface) {
  for (const ByteOrder order : kOrders) {
    PcapngFile file;
    file.section(order).interface().interface();
    const auto statistics = [&](std::uint64_t received, std::uint64_t dropped,
                                std::uint64_t by_system) {
      return file.octets()
          .option(4, file.octets().u64(received).done())
          .option(5, file.octets().u64(dropped).done())
          .option(7, file.octets().u64(by_system).done())
          .u32(0)
          .done();
    };
    file.statistics(0, statistics(10, 1, 0));
    file.statistics(1, statistics(7, 40, 2));
    file.statistics(0, statistics(20, 2, 1));
    const Outcome outcome = read_memory(file.done());
    EXPECT_EQ(outcome.coverage.interfaces[0].recorded_drops, 3U);
    EXPECT_EQ(outcome.coverage.interfaces[0].recorded_received, 20U);
    EXPECT_EQ(outcome.coverage.interfaces[1].recorded_drops, 42U);
    EXPECT_EQ(outcome.coverage.damage, "");
  }
}

TEST(Pcapng, TakesNothingFromOddStatistics) {
  PcapngFile file;
  file.section(ByteOrder::Little).interface();
  const std::string unknown =
      file.octets().u64(~std::uint64_t{0}).done();  // as dumpcap says it
  file.statistics(0, file.octets().option(5, unknown).done());
  file.statistics(7, file.octets().option(5, "12345678").done());  // no such
  file.statistics(0, file.octets().option(5, "123").done());  // not 64 bits
  file.block(5, "short");
  file.enhanced(0, 1, "after");
  const Outcome outcome = read_memory(file.done());
  EXPECT_EQ(outcome.frames.size(), 1U) << outcome.coverage.damage;
  EXPECT_EQ(outcome.coverage.interfaces[0].recorded_drops, 0U);
}

TEST(Pcapng, KeepsAFewCommentsOfTheSections) {
  PcapngFile file;
  const std::string lengthy(spec_of(LimitId::CommentOctets).otherwise + 1, 'x');
  const Octets none(ByteOrder::Little);
  file.section(ByteOrder::Little, Octets(none)
                                      .option(3, "a laptop")
                                      .option(1, "after the upgrade")
                                      .option(1, lengthy)
                                      .u32(0)
                                      .option(1, "past the end")
                                      .done());
  for (int i = 0; i < 20; ++i) {
    file.section(ByteOrder::Little, Octets(none).option(1, "again").done());
  }
  const Outcome outcome = read_memory(file.done());
  ASSERT_EQ(outcome.coverage.comments.size(),
            spec_of(LimitId::Comments).otherwise);
  EXPECT_EQ(outcome.coverage.comments[0], "after the upgrade");
  EXPECT_EQ(outcome.coverage.comments[1].size(),
            spec_of(LimitId::CommentOctets).otherwise);
  EXPECT_EQ(outcome.coverage.comments[2], "again");
}

TEST(Pcapng, PassesOverBlocksItDoesNotNeed) {
  PcapngFile file;
  file.section(ByteOrder::Little).block(0x0BAD, "custom").interface();
  file.block(4, "names").block(10, "secrets").block(0x80000001, "private");
  file.block(0xFFFFFFFF, "").enhanced(0, 1, "frame");
  const Outcome outcome = read_memory(file.done());
  EXPECT_EQ(outcome.frames.size(), 1U);
  EXPECT_EQ(outcome.frames[0].frame.id.number, 1U);
  EXPECT_EQ(outcome.coverage.damage, "");
}

TEST(Pcapng, UsesTheDescriptionWhereAnInterfaceHasNoName) {
  PcapngFile file;
  file.section(ByteOrder::Little);
  file.interface(1, 0, file.octets().option(3, "Wi-Fi").done());
  file.interface(1, 0,
                 file.octets().option(3, "Wi-Fi").option(2, "en0").done());
  file.interface(1, 0, file.octets().option(2, std::string(999, 'n')).done());
  const Outcome outcome = read_memory(file.done());
  ASSERT_EQ(outcome.coverage.interfaces.size(), 3U);
  EXPECT_EQ(outcome.coverage.interfaces[0].name, "Wi-Fi");
  EXPECT_EQ(outcome.coverage.interfaces[1].name, "en0");
  EXPECT_EQ(outcome.coverage.interfaces[2].name.size(),
            spec_of(LimitId::InterfaceNameOctets).otherwise);
}

TEST(Pcapng, StopsAtDamageAndSaysWhere) {
  const auto enhanced = [](std::uint32_t interface, std::uint32_t captured) {
    return Octets(ByteOrder::Little)
        .u32(interface)
        .u64(0)
        .u32(captured)
        .u32(captured)
        .text("1234")
        .done();
  };
  const auto raw = [](std::uint32_t type, std::uint32_t length,
                      std::uint32_t trailer) {
    return Octets(ByteOrder::Little)
        .u32(type)
        .u32(length)
        .text("body")
        .u32(trailer)
        .done();
  };
  const auto block = [](std::uint32_t type, std::string_view body) {
    return PcapngFile().block(type, body).done();
  };
  const auto interface = [](std::string_view options) {
    return PcapngFile().interface(1, 0, options).done();
  };
  const Octets empty(ByteOrder::Little);
  struct Row {
    std::string octets;
    std::string_view damage;
  };
  const Row rows[] = {
      {raw(6, 0, 0), "impossible length of 0 octets"},
      {raw(6, 8, 8), "impossible length of 8 octets"},
      {raw(6, 17, 17), "impossible length of 17 octets"},
      {raw(6, 0xFFFFFFFC, 0xFFFFFFFC), "cut short inside a block"},
      {raw(9, 16, 20), "two lengths differ"},
      {raw(0x0A0D0D0A, 16, 16), "without a byte-order magic"},
      {block(6, "too short"), "too short for a packet"},
      {block(2, "too short"), "too short for a packet"},
      {block(3, ""), "too short for a packet"},
      {block(1, "1234"), "interface description cut short"},
      {block(6, enhanced(1, 4)), "a packet of interface 1"},
      {block(6, enhanced(0xFFFFFFFF, 4)), "a packet of interface 4294967295"},
      {block(6, enhanced(0, 5)), "4 of 5 octets are there"},
      {block(6, enhanced(0, detail::kMaxFrameOctets)), "4 of 262144 octets"},
      {block(6, enhanced(0, detail::kMaxFrameOctets + 1)), "more than a frame"},
      {block(6, enhanced(0, 0xFFFFFFFF)), "more than a frame can have"},
      {PcapngFile().simple(9, "1234").done(), "4 of 9 octets are there"},
      {interface(Octets(empty).u16(2).u16(0xFFFF).text("eth0").done()),
       "options run past its end"},
      {interface(Octets(empty).option(9, "\x14").done()), "finer than 64 bits"},
      {interface(Octets(empty).option(9, "\xFF").done()), "finer than 64 bits"},
      {PcapngFile().section(ByteOrder::Big, {}, 2, 0).done(),
       "a section of pcapng version 2.0"},
  };
  for (const Row& row : rows) {
    const std::string before = small_pcapng();
    PcapngFile after;
    after.enhanced(0, 9, "never seen");
    const Outcome outcome = read_memory(before + row.octets + after.done());
    EXPECT_EQ(outcome.frames.size(), 2U) << row.damage;
    EXPECT_NE(outcome.coverage.damage.find(row.damage), std::string::npos)
        << outcome.coverage.damage << " is not " << row.damage;
    EXPECT_EQ(outcome.coverage.damage_offset_octets, before.size());
  }
}

TEST(Pcapng, SaysWhichVersionItCannotRead) {
  struct Row {
    std::uint16_t major;
    std::uint16_t minor;
    bool supported;
  };
  const Row rows[] = {{1, 0, true},
                      {1, 2, true},  // 1.2 has only more blocks
                      {1, 1, false},
                      {0, 1, false},
                      {2, 0, false}};
  for (const Row& row : rows) {
    PcapngFile file;
    file.section(ByteOrder::Big, {}, row.major, row.minor);
    const Outcome outcome = read_memory(file.done());
    EXPECT_EQ(outcome.opened(), row.supported) << row.major << row.minor;
    if (!row.supported) {
      EXPECT_EQ(outcome.error.code, ErrorCode::Unsupported);
    }
  }
}

TEST(Pcapng, HasALimitOnInterfaces) {
  PcapngFile file;
  file.section(ByteOrder::Little);
  for (std::size_t i = 0; i <= spec_of(LimitId::Interfaces).otherwise; ++i)
    file.interface();
  const Outcome outcome = read_memory(file.done());
  EXPECT_EQ(outcome.coverage.interfaces.size(),
            spec_of(LimitId::Interfaces).otherwise);
  EXPECT_EQ(outcome.coverage.damage, "more than 65536 interface descriptions");
}

// Any one octet changed: whatever comes of it, nothing is read past the end.
TEST(Pcapng, SurvivesAnyOneOctetChanged) {
  PcapngFile file;
  const std::string comment =
      Octets(ByteOrder::Little).option(1, "note").done();
  file.section(ByteOrder::Little, comment);
  file.interface(1, 8, file.octets().option(2, "e").option(9, "\x09").done());
  file.enhanced(0, 1, "abc", comment).simple(9, "12345678");
  file.obsolete(0, 1, 2, "xyz").statistics(0, comment);
  const std::string whole = file.done();
  ASSERT_EQ(read_memory(whole).frames.size(), 3U);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char octet : {'\0', '\x01', '\x7F', '\xFF'}) {
      std::string changed = whole;
      changed[i] = octet;
      EXPECT_LE(read_memory(changed).frames.size(), 3U);
    }
  }
}

}  // namespace
}  // namespace siptriage::pcapng_walker_test
