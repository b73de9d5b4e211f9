// Captures inside gzip, zstd and lz4, in files and through libpcap.
#include "capture/decompress.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdlib.h>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "support/compress.h"
#include "unit/capture/capture_octets.h"

namespace siptriage::decompress_test {
namespace {

using testing::gzip;
using testing::lz4;
using testing::Outcome;
using testing::pcap_file;
using testing::read_all;
using testing::read_path;
using testing::small_pcap;
using testing::small_pcapng;
using testing::TemporaryFile;
using testing::zstd;

struct Method {
  std::string_view name;
  std::function<std::string(std::string_view)> compress;
};
const std::array<Method, 3>& methods() {
  static const std::array<Method, 3> all = {
      Method{"gzip", gzip}, Method{"zstd", zstd}, Method{"lz4", lz4}};
  return all;
}

// Sets a variable of the environment, and puts it back.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    if (before_.empty()) {
      ::unsetenv(name_);
    } else {
      ::setenv(name_, before_.c_str(), 1);
    }
  }

 private:
  const char* name_;
  std::string before_;
};

TEST(Decompress, OpensEachKindAsItIs) {
  for (const Method& method : methods()) {
    const std::string compressed = method.compress(small_pcap());
    const TemporaryFile file(compressed);
    for (const bool prefer_libpcap : {false, true}) {
      const Outcome outcome =
          read_path(file.path(), {.prefer_libpcap = prefer_libpcap});
      ASSERT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
      EXPECT_EQ(outcome.frames[1].octets, "second one");
      EXPECT_EQ(outcome.coverage.format, "pcap in " + std::string(method.name));
      EXPECT_EQ(outcome.coverage.damage, "");
      if (!prefer_libpcap) {
        EXPECT_EQ(outcome.coverage.octets, compressed.size());
      }
    }
  }
}

TEST(Decompress, JoinsSeveralMembersOrFrames) {
  const std::string whole = small_pcapng();
  for (const Method& method : methods()) {
    std::string compressed;
    for (std::size_t at = 0; at < whole.size(); at += 50) {
      compressed += method.compress(whole.substr(at, 50));
    }
    const TemporaryFile file(compressed);
    const Outcome outcome = read_path(file.path());
    ASSERT_EQ(outcome.frames.size(), 2U) << method.name;
    EXPECT_EQ(outcome.coverage.damage, "");
    EXPECT_EQ(outcome.coverage.format, "pcapng in " + std::string(method.name));
  }
}

// Much more than the buffers hold, and much that compresses to nothing.
TEST(Decompress, HandsOutAllOfABigCapture) {
  std::vector<testing::PcapRecord> records;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    records.push_back(
        {.seconds = i, .octets = std::string(1000, static_cast<char>(i))});
  }
  const std::string whole = pcap_file({}, records);
  for (const Method& method : methods()) {
    const TemporaryFile file(method.compress(whole));
    const Outcome outcome = read_path(file.path());
    ASSERT_EQ(outcome.frames.size(), 3000U) << method.name;
    EXPECT_EQ(outcome.frames[2999].octets, records[2999].octets);
    EXPECT_EQ(outcome.coverage.damage, "");
  }
}

TEST(Decompress, AnalysesWhatCameOutBeforeACutAtEveryOctet) {
  const std::string whole = small_pcap();
  for (const Method& method : methods()) {
    const std::string compressed = method.compress(whole);
    std::size_t most_frames = 0;
    for (std::size_t size = 8; size < compressed.size(); ++size) {
      const TemporaryFile file(compressed.substr(0, size));
      const Outcome outcome = read_path(file.path());
      if (!outcome.opened()) {
        EXPECT_TRUE(outcome.error.code == ErrorCode::BadCompression ||
                    outcome.error.code == ErrorCode::NotACapture ||
                    outcome.error.code == ErrorCode::Damaged)
            << to_string(outcome.error.code);
        continue;
      }
      EXPECT_NE(outcome.coverage.damage.find("decompressing " +
                                             std::string(method.name) +
                                             ": it is cut short"),
                std::string::npos)
          << method.name << " " << size << " " << outcome.coverage.damage;
      most_frames = std::max(most_frames, outcome.frames.size());
    }
    // gzip and lz4 end with a checksum: all can be there before it is not.
    if (method.name != "zstd") {
      EXPECT_EQ(most_frames, 2U) << method.name;
    }
  }
}

TEST(Decompress, SurvivesAnyOneOctetChanged) {
  const std::string whole = small_pcapng();
  for (const Method& method : methods()) {
    const std::string compressed = method.compress(whole);
    for (std::size_t i = 4; i < compressed.size(); ++i) {
      std::string changed = compressed;
      changed[i] = static_cast<char>(changed[i] ^ 0x55);
      const TemporaryFile file(changed);
      EXPECT_LE(read_path(file.path()).frames.size(), 2U);
    }
  }
}

TEST(Decompress, TellsOfCorruptionAfterTheGoodPart) {
  const std::string whole = small_pcap();
  for (const Method& method : methods()) {
    const std::string compressed = method.compress(whole);
    const std::size_t good = compressed.size();
    const TemporaryFile file(compressed + "\x1F garbage");
    const Outcome outcome = read_path(file.path());
    ASSERT_EQ(outcome.frames.size(), 2U) << method.name;
    EXPECT_NE(outcome.coverage.damage.find("it is corrupt ("),
              std::string::npos)
        << outcome.coverage.damage;
    EXPECT_GE(outcome.coverage.damage_offset_octets, good);
  }
}

TEST(Decompress, AcceptsZerosAfterGzipAsTapesLeaveThem) {
  const TemporaryFile file(gzip(small_pcap()) + std::string(512, '\0'));
  const Outcome outcome = read_path(file.path());
  EXPECT_EQ(outcome.frames.size(), 2U);
  EXPECT_EQ(outcome.coverage.damage, "");
}

TEST(Decompress, PassesOverSkippableFramesInFront) {
  const std::string skippable("\x50\x2A\x4D\x18\x03\0\0\0abc", 11);
  const TemporaryFile file(skippable + zstd(small_pcap()));
  const Outcome outcome = read_path(file.path());
  EXPECT_EQ(outcome.frames.size(), 2U) << outcome.error.message;
}

TEST(Decompress, StopsAtTheLimitAndSaysSo) {
  const std::string whole = small_pcap();
  for (const Method& method : methods()) {
    const TemporaryFile file(method.compress(whole));
    const Outcome outcome =
        read_path(file.path(), {},
                  Limits().set(LimitId::UnpackedOctets, whole.size() - 4));
    ASSERT_EQ(outcome.frames.size(), 1U) << outcome.error.message;
    EXPECT_NE(outcome.coverage.damage.find("past the limit of 67 octets"),
              std::string::npos)
        << outcome.coverage.damage;
    EXPECT_NE(outcome.coverage.damage.find("cut short inside frame 2"),
              std::string::npos);
    const Outcome exact = read_path(
        file.path(), {}, Limits().set(LimitId::UnpackedOctets, whole.size()));
    EXPECT_EQ(exact.frames.size(), 2U);
    EXPECT_EQ(exact.coverage.damage, "");
  }
}

TEST(Decompress, SaysWhenNothingComesOut) {
  for (const std::string_view front : {"\x1F\x8B", "\x28\xB5\x2F\xFD"}) {
    const TemporaryFile file(std::string(front) + "garbage that is no data");
    const Outcome outcome = read_path(file.path());
    EXPECT_EQ(outcome.error.code, ErrorCode::BadCompression)
        << outcome.error.message;
  }
  const TemporaryFile nothing(gzip(""));
  EXPECT_EQ(read_path(nothing.path()).error.code, ErrorCode::BadCompression);
}

TEST(Decompress, SaysWhatIsInsideWhenItIsNoCapture) {
  const TemporaryFile text(gzip("just a note"));
  Outcome outcome = read_path(text.path());
  EXPECT_EQ(outcome.error.code, ErrorCode::NotACapture);
  EXPECT_NE(outcome.error.message.find("decompresses to is not a capture"),
            std::string::npos)
      << outcome.error.message;
  const TemporaryFile twice(zstd(gzip(small_pcap())));
  outcome = read_path(twice.path());
  EXPECT_EQ(outcome.error.code, ErrorCode::NotACapture);
  EXPECT_NE(outcome.error.message.find("compressed once more"),
            std::string::npos);
}

TEST(Decompress, NamesTmpdirWhenThereIsNoRoom) {
  const TemporaryFile file(gzip(small_pcap()));
  const Environment missing("TMPDIR", file.directory() + "/none");
  const Outcome outcome = read_path(file.path());
  EXPECT_EQ(outcome.error.code, ErrorCode::Io);
  EXPECT_NE(outcome.error.message.find("TMPDIR"), std::string::npos)
      << outcome.error.message;
}

TEST(Decompress, LeavesNoFileBehind) {
  const TemporaryFile file(gzip(small_pcap()));
  const Environment here("TMPDIR", file.directory());
  OctetStore store;
  Result<CaptureReader> reader = CaptureReader::open(file.path(), {}, store);
  ASSERT_TRUE(reader.has_value());
  std::size_t entries = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(file.directory())) {
    ++entries;
  }
  EXPECT_EQ(entries, 1U);
  EXPECT_EQ(read_all(std::move(reader)).frames.size(), 2U);
}

}  // namespace
}  // namespace siptriage::decompress_test
