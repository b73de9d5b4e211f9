// Captures that are walked while they are unpacked.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/capture/timeline.h"

#include "capture/format.h"
#include "capture/source.h"
#include "support/compress.h"
#include "support/file_size_limit.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::unpacking_source_test {
namespace {

using testing::FileSizeLimit;
using testing::gzip;
using testing::lz4;
using testing::Outcome;
using testing::pcap_file;
using testing::PcapngFile;
using testing::read_memory;
using testing::read_path;
using testing::small_pcap;
using testing::small_pcapng;
using testing::TemporaryFile;
using testing::zstd;

constexpr std::size_t kFrames = 6000;
constexpr std::size_t kFrameOctets = 1000;

// Some 6 MB: several times what is unpacked at once.
std::string big_pcap() {
  std::vector<testing::PcapRecord> records(kFrames);
  for (std::uint32_t i = 0; i < kFrames; ++i) {
    records[i].seconds = i;
    records[i].octets.assign(kFrameOctets - i % 7, static_cast<char>(i));
  }
  return pcap_file({}, records);
}

// Sections in both byte orders, with blocks of most kinds.
std::string mixed_pcapng() {
  PcapngFile file;
  file.section(ByteOrder::Big).interface().enhanced(0, 1, "first");
  file.block(0x0BAD, "not known").simple(6, "second");
  file.section(ByteOrder::Little).interface(1, 4).obsolete(0, 0, 3, "3rd");
  file.statistics(0, file.octets().option(5, "12345678").done());
  return file.done();
}

void expect_same(const Outcome& outcome, const Outcome& expected) {
  ASSERT_EQ(outcome.error.message, expected.error.message);
  ASSERT_EQ(outcome.frames.size(), expected.frames.size());
  for (std::size_t i = 0; i < expected.frames.size(); ++i) {
    ASSERT_EQ(outcome.frames[i].octets, expected.frames[i].octets) << i;
    ASSERT_EQ(outcome.frames[i].frame.id, expected.frames[i].frame.id) << i;
    ASSERT_EQ(outcome.frames[i].frame.timestamp,
              expected.frames[i].frame.timestamp)
        << i;
  }
  EXPECT_EQ(outcome.coverage.frames, expected.coverage.frames);
  EXPECT_EQ(outcome.coverage.damage, expected.coverage.damage);
  EXPECT_EQ(outcome.coverage.damage_offset_octets,
            expected.coverage.damage_offset_octets);
  EXPECT_EQ(outcome.coverage.interfaces.size(),
            expected.coverage.interfaces.size());
}

// Walks through `whole`, of which `front` octets are there at the start and one
// more each time.
Outcome walk_octet_by_octet(const std::string& whole, std::size_t front) {
  Outcome outcome;
  auto walker = detail::make_walker(std::string_view(whole).substr(0, front),
                                    detail::recognise(whole), 0,
                                    outcome.coverage, Limits());
  if (!walker) return outcome;
  std::array<Frame, 2> frames;
  for (std::size_t there = front; there <= whole.size() + 1; ++there) {
    const bool is_whole = there > whole.size();
    (*walker)->extend(std::string_view(whole).substr(0, there), is_whole);
    while (const std::size_t count =
               (*walker)->walk(frames, outcome.coverage)) {
      for (std::size_t i = 0; i < count; ++i) {
        outcome.frames.push_back({std::string(frames[i].octets), frames[i]});
      }
    }
    if (!is_whole && there < whole.size() &&
        read_memory(whole).coverage.damage.empty()) {
      EXPECT_EQ(outcome.coverage.damage, "") << there;
    }
  }
  return outcome;
}

TEST(Walker, TakesTheEndOfTheOctetsForDamageOnlyWhenTheyAreWhole) {
  std::string absurd = small_pcap();
  absurd[24 + 8 + 3] = '\x7F';  // the length of the first frame
  std::string unlike = small_pcapng();
  unlike[unlike.size() - 4] = '\x01';  // the second length of the last block
  const struct {
    std::string octets;
    std::size_t front;  // the least that a walker is made for
  } captures[] = {
      {small_pcap(), 24},
      {small_pcap().substr(0, small_pcap().size() - 1), 24},
      {small_pcap() + "too short", 24},
      {absurd, 24},
      {pcap_file({.minor = 2}, {{.octets = "as of old"}}), 24},
      {small_pcapng(), 28},
      {small_pcapng().substr(0, small_pcapng().size() - 1), 28},
      {small_pcapng() + "too", 28},
      {unlike, 28},
      {mixed_pcapng(), 28},
  };
  for (const auto& capture : captures) {
    SCOPED_TRACE(&capture - captures);
    expect_same(walk_octet_by_octet(capture.octets, capture.front),
                read_memory(capture.octets));
  }
}

TEST(UnpackingSource, GivesWhatIsUnpackedFirstOtherwise) {
  const std::string big = big_pcap();
  std::string damaged = big;
  damaged[big.size() / 2 / (kFrameOctets + 16) * 16] ^= '\x40';
  for (const std::string& whole :
       {big, big.substr(0, big.size() - 5), damaged, mixed_pcapng()}) {
    for (const std::string& compressed :
         {gzip(whole), zstd(whole), lz4(whole)}) {
      for (const std::size_t size :
           {compressed.size(), compressed.size() * 9 / 10}) {
        const TemporaryFile file(compressed.substr(0, size));
        expect_same(read_path(file.path()),
                    read_path(file.path(), {.map_files = false}));
      }
    }
  }
}

TEST(UnpackingSource, SaysNoLessThanOfThePlainCapture) {
  const std::string whole = big_pcap().substr(0, 3'000'000);
  const TemporaryFile file(zstd(whole));
  const Outcome outcome = read_path(file.path());
  expect_same(outcome, read_memory(whole));
  EXPECT_NE(outcome.coverage.damage.find("cut short inside frame"),
            std::string::npos);
}

// What is not all there when the walker is made.
TEST(UnpackingSource, WaitsForAFirstBlockLongerThanAPiece) {
  PcapngFile file;
  std::string comments;
  for (int i = 0; i < 40; ++i) {
    comments += file.octets().option(1, std::string(60'000, 'c')).done();
  }
  file.section(ByteOrder::Little, comments).interface();
  file.enhanced(0, 1, "behind it");
  const TemporaryFile compressed(gzip(file.done()));
  const Outcome outcome = read_path(compressed.path());
  ASSERT_EQ(outcome.frames.size(), 1U) << outcome.error.message;
  EXPECT_EQ(outcome.frames[0].octets, "behind it");
}

TEST(UnpackingSource, GivesFullBatches) {
  const TemporaryFile file(lz4(big_pcap()));
  OctetStore store;
  Result<CaptureReader> reader = CaptureReader::open(file.path(), {}, store);
  ASSERT_TRUE(reader.has_value());
  std::vector<Frame> frames(kFrames - 1000);
  EXPECT_EQ(reader->next_batch(frames), kFrames - 1000);
  EXPECT_EQ(reader->next_batch(frames), 1000U);
  EXPECT_EQ(reader->next_batch(frames), 0U);
}

TEST(UnpackingSource, LetsOtherThreadsUnpack) {
  const std::string whole = big_pcap();
  const TemporaryFile first(zstd(whole));
  const TemporaryFile second(gzip(whole));
  OctetStore store;
  std::vector<CaptureReader> readers;
  for (const TemporaryFile* file : {&first, &second}) {
    Result<CaptureReader> reader = CaptureReader::open(
        file->path(), {}, store, static_cast<std::uint32_t>(readers.size()));
    ASSERT_TRUE(reader.has_value());
    readers.push_back(std::move(*reader));
  }
  Timeline timeline(std::move(readers));
  std::array<std::thread, 3> threads;
  for (std::thread& thread : threads) {
    thread = std::thread([&timeline] {
      for (int turn = 0; turn < 100; ++turn) {
        timeline.unpack_ahead();
        timeline.populate_ahead();
      }
    });
  }
  std::array<Frame, 100> frames;
  std::size_t total = 0;
  while (const std::size_t count = timeline.next_batch(frames)) {
    for (std::size_t i = 0; i < count; ++i) {
      const char octet = static_cast<char>(frames[i].id.number - 1);
      EXPECT_EQ(frames[i].octets.back(), octet);
    }
    total += count;
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(total, 2 * kFrames);
  EXPECT_FALSE(timeline.unpack_ahead());
  EXPECT_FALSE(timeline.failure());
}

TEST(UnpackingSource, UnpacksFirstWhereSoMuchCannotBeMapped) {
  const TemporaryFile file(zstd(big_pcap()));
  const Limits limits =
      Limits().set(LimitId::UnpackedOctets, std::uint64_t{1} << 50);
  expect_same(read_path(file.path(), {}, limits), read_memory(big_pcap()));
}

// Frames that came out before it was to stop are whole, and that there are no
// more is no damage.
TEST(UnpackingSource, StopsBetweenTwoFrames) {
  const TemporaryFile file(gzip(big_pcap()));
  StopFlag stop;
  OctetStore store;
  Result<CaptureReader> reader =
      CaptureReader::open(file.path(), {.stop = &stop}, store);
  ASSERT_TRUE(reader.has_value());
  stop.request();
  std::vector<Frame> frames(kFrames);
  const std::size_t count = reader->next_batch(frames);
  EXPECT_GT(count, 0U);
  EXPECT_LT(count, kFrames);
  EXPECT_EQ(reader->next_batch(frames), 0U);
  EXPECT_EQ(reader->coverage().frames, count);
  EXPECT_EQ(reader->coverage().damage, "");
  EXPECT_FALSE(reader->failure());
}

TEST(UnpackingSource, TellsThatThereWasNoMoreRoom) {
  const TemporaryFile file(gzip(big_pcap()));
  OctetStore store;
  const FileSizeLimit limit(rlim_t{3} << 20);
  Result<CaptureReader> reader = CaptureReader::open(file.path(), {}, store);
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  std::vector<Frame> frames(kFrames);
  EXPECT_GT(reader->next_batch(frames), 0U);
  EXPECT_EQ(reader->next_batch(frames), 0U);
  ASSERT_TRUE(reader->failure());
  EXPECT_EQ(reader->failure()->code, ErrorCode::Io);
  EXPECT_NE(reader->failure()->message.find("octets; set TMPDIR"),
            std::string::npos)
      << reader->failure()->message;
}

}  // namespace
}  // namespace siptriage::unpacking_source_test
