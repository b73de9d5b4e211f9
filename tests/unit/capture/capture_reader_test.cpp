// Regular files: mapped or read, and what is said of inputs that are none.
#include "siptriage/capture/capture_reader.h"

#include <array>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "capture/file_descriptor.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::capture_reader_test {
namespace {

using namespace std::string_view_literals;
using testing::Outcome;
using testing::pcap_file;
using testing::read_all;
using testing::read_memory;
using testing::read_path;
using testing::small_pcap;
using testing::small_pcapng;
using testing::TemporaryFile;

TEST(CaptureReader, GivesTheSameFramesMappedAndRead) {
  for (const std::string& octets : {small_pcap(), small_pcapng()}) {
    const TemporaryFile file(octets);
    for (const bool map : {true, false}) {
      const Outcome outcome = read_path(file.path(), {.map_files = map});
      ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
      EXPECT_EQ(outcome.frames[0].octets, "first");
      EXPECT_EQ(outcome.frames[1].octets, "second one");
      EXPECT_EQ(nanoseconds_of(outcome.frames[1].frame.timestamp),
                11'000'006'000);
      EXPECT_FALSE(outcome.frames[0].frame.transient);
      EXPECT_EQ(outcome.coverage.path, file.path());
      EXPECT_EQ(outcome.coverage.octets, octets.size());
      EXPECT_EQ(outcome.coverage.damage, "");
    }
  }
}

TEST(CaptureReader, PutsTheIndexOfTheFileIntoEachFrame) {
  const TemporaryFile file(small_pcap());
  OctetStore store;
  const Outcome outcome =
      read_all(CaptureReader::open(file.path(), {}, store, 7));
  EXPECT_EQ(outcome.frames.at(1).frame.id, (FrameId{7, 2}));
}

TEST(CaptureReader, LeavesFramesValidWhileTheStoreLives) {
  for (const bool map : {true, false}) {
    OctetStore store;
    std::array<Frame, 2> frames;
    {
      const TemporaryFile file(small_pcap());
      Result<CaptureReader> reader =
          CaptureReader::open(file.path(), {.map_files = map}, store);
      ASSERT_TRUE(reader.has_value());
      CaptureReader moved(std::move(*reader));
      ASSERT_EQ(moved.next_batch(frames), 2U);
    }  // the reader and the file's name are gone
    EXPECT_EQ(frames[0].octets, "first");
    EXPECT_EQ(frames[1].octets, "second one");
  }
}

TEST(CaptureReader, NamesTheThingAndTheNextStepWhenItCannotOpen) {
  const TemporaryFile empty("");
  struct Row {
    std::string path;
    ErrorCode code;
    std::string_view words;
  };
  const Row rows[] = {
      {"/no/such/file.pcap", ErrorCode::NotFound, "no such file: /no/such"},
      {empty.path() + "/x", ErrorCode::NotFound, "no such file"},
      {empty.directory(), ErrorCode::NotAFile, "name the captures in it"},
      {empty.path(), ErrorCode::Empty, "holds no octets"},
      {std::string(5000, 'x'), ErrorCode::Io, "cannot open"},
  };
  for (const Row& row : rows) {
    for (const bool prefer_libpcap : {true, false}) {
      const Outcome outcome =
          read_path(row.path, {.prefer_libpcap = prefer_libpcap});
      EXPECT_EQ(outcome.error.code, row.code) << row.path;
      EXPECT_NE(outcome.error.message.find(row.words), std::string::npos)
          << outcome.error.message;
    }
  }
}

TEST(CaptureReader, RefusesASocket) {
  const TemporaryFile file("");
  const std::string path = file.directory() + "/socket";
  const detail::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(path.size(), sizeof(address.sun_path));
  std::memcpy(address.sun_path, path.data(), path.size());
  ASSERT_EQ(::bind(socket.number(), reinterpret_cast<sockaddr*>(&address),
                   sizeof(address)),
            0);
  EXPECT_EQ(read_path(path).error.code, ErrorCode::NotAFile);
}

TEST(CaptureReader, SaysWhenPermissionIsMissingUnlessRootMayReadAll) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const TemporaryFile file(small_pcap());
  ASSERT_EQ(::chmod(file.path().c_str(), 0), 0);
  const Outcome outcome = read_path(file.path());
  EXPECT_EQ(outcome.error.code, ErrorCode::PermissionDenied);
  EXPECT_NE(outcome.error.message.find(file.path()), std::string::npos);
}

TEST(CaptureReader, SaysWhatAnInputLooksLikeThatIsNoCapture) {
  struct Row {
    std::string_view octets;
    std::string_view words;
  };
  const Row rows[] = {
      {"GMBU\0\2", "Network Monitor 2 capture; convert it"},
      {"RTSS\1\1", "Network Monitor 1 capture; convert it"},
      {"snoop\0\0\0\0\0\0\2"sv, "a snoop capture; convert it"},
      {"TRSNIFF data    \x1A", "a Sniffer capture; convert it"},
      {"PK\x03\x04 trace.pcap", "a zip archive; unpack it first"},
      {"\xFD\x37zXZ\0"sv, "xz-compressed; unpack it first"},
      {"\x7F\x45LF\2\1\1"sv, "a program"},
      {"INVITE sip:a@b SIP/2.0\r\n", "text with SIP messages in it"},
      {"Gr\xC3\xBC\xC3\x9F"
       "e, a note\n",
       "it is text; give"},
      {"\0\0\0\0\0\0\0\0\0\0"sv, "nothing but zeros"},
      {"\x01\x02\x03\x04\x05"sv, "begins like no pcap or pcapng file"},
      {"\xA1", "begins like no pcap or pcapng file"},
  };
  for (const Row& row : rows) {
    const TemporaryFile file(row.octets);
    const Outcome of_file = read_path(file.path());
    const Outcome of_memory = read_memory(row.octets);
    for (const Outcome* outcome : {&of_file, &of_memory}) {
      EXPECT_EQ(outcome->error.code, ErrorCode::NotACapture);
      EXPECT_NE(outcome->error.message.find(row.words), std::string::npos)
          << outcome->error.message;
    }
    EXPECT_TRUE(of_file.error.message.starts_with(file.path()));
  }
}

TEST(CaptureReader, WantsCompressedOctetsInAFile) {
  EXPECT_EQ(read_memory("\x1F\x8B\x08").error.code, ErrorCode::Unsupported);
  EXPECT_EQ(read_memory("").error.code, ErrorCode::Empty);
}

std::string pcap_of(std::uint32_t frames) {
  std::vector<testing::PcapRecord> records;
  for (std::uint32_t i = 0; i < frames; ++i) {
    records.push_back({.seconds = i, .octets = std::string(100, 'x')});
  }
  return pcap_file({}, records);
}

TEST(CaptureReader, StopsWhenTheFileShrinksMeanwhile) {
  const TemporaryFile file(pcap_of(100));
  OctetStore store;
  Result<CaptureReader> reader = CaptureReader::open(file.path(), {}, store);
  ASSERT_TRUE(reader.has_value());
  std::array<Frame, 10> frames;
  ASSERT_EQ(reader->next_batch(frames), 10U);
  std::filesystem::resize_file(file.path(), 1000);
  EXPECT_EQ(reader->next_batch(frames), 0U);
  EXPECT_EQ(reader->coverage().frames, 10U);
  EXPECT_EQ(reader->coverage().damage, "the file shrank while it was read");
  EXPECT_EQ(reader->coverage().damage_offset_octets, 1000U);
}

TEST(CaptureReader, ReadsOnlyWhatWasThereWhenItOpenedAGrowingFile) {
  const std::string whole = pcap_of(20);
  const std::size_t half = 24 + 10 * 116;
  const TemporaryFile file(whole.substr(0, half));
  OctetStore store;
  Result<CaptureReader> reader = CaptureReader::open(file.path(), {}, store);
  ASSERT_TRUE(reader.has_value());
  std::filesystem::resize_file(file.path(), whole.size());
  const Outcome outcome = read_all(std::move(reader));
  EXPECT_EQ(outcome.frames.size(), 10U);
  EXPECT_EQ(outcome.coverage.damage, "");
}

TEST(CaptureReader, GivesNothingForAnEmptyBatch) {
  Result<CaptureReader> reader =
      CaptureReader::from_memory("memory", small_pcap());
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ(reader->next_batch({}), 0U);
}

}  // namespace
}  // namespace siptriage::capture_reader_test
