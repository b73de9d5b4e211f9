// The two ways of reading, walking in place and libpcap, hand out the same
// frames: over every real capture there is, where libpcap can read it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/capture/capture_octets.h"

namespace siptriage::agreement_test {
namespace {

using testing::Outcome;
using testing::read_path;

// Real captures lie beside the repository on some machines; the samples lie
// in it.
std::vector<std::string> real_captures() {
  const std::filesystem::path root = SIPTRIAGE_SOURCE_DIR;
  std::vector<std::string> paths;
  for (const auto& folder : {root / ".." / "shared" / "corpus",
                             root / "samples", root / "tests" / "golden"}) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// What libpcap gives up at although the file is good: it knows one link type,
// one snap length and one byte order a file, and one sane limit on lengths.
bool is_limit_of_libpcap(std::string_view damage) {
  constexpr std::string_view kWords[] = {
      "different from the type of the first interface",
      "different from the snapshot length of the first interface",
      "sections with different byte orders",
      "bigger than snaplen",
  };
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [damage](std::string_view words) {
                       return damage.find(words) != std::string_view::npos;
                     });
}

// Where the ways differ on purpose (capture_reader.h): libpcap cuts a frame
// that is longer than the recorded snap length, and gives a Simple Packet
// Block, which has no time, the start of its clock.
void expect_same_frame(const testing::KeptFrame& walked,
                       const testing::KeptFrame& copied,
                       std::uint64_t snap_length) {
  if (walked.octets.size() > snap_length) {
    EXPECT_EQ(walked.octets.substr(0, snap_length), copied.octets);
  } else {
    EXPECT_TRUE(walked.octets == copied.octets);
  }
  EXPECT_EQ(walked.frame.id, copied.frame.id);
  if (walked.frame.has_timestamp) {
    EXPECT_EQ(walked.frame.timestamp, copied.frame.timestamp);
  }
  EXPECT_EQ(walked.frame.original_length_octets,
            copied.frame.original_length_octets);
  EXPECT_EQ(walked.frame.link_type, copied.frame.link_type);
}

void expect_same(const Outcome& walked, const Outcome& copied) {
  ASSERT_EQ(walked.opened(), copied.opened())
      << walked.error.message << copied.error.message;
  EXPECT_EQ(walked.error.code, copied.error.code);
  if (is_limit_of_libpcap(copied.coverage.damage)) {
    ASSERT_LE(copied.frames.size(), walked.frames.size());
  } else {
    ASSERT_EQ(copied.frames.size(), walked.frames.size());
    EXPECT_EQ(copied.coverage.damage.empty(), walked.coverage.damage.empty())
        << "'" << copied.coverage.damage << "' '" << walked.coverage.damage
        << "'";
  }
  for (std::size_t i = 0; i < copied.frames.size(); ++i) {
    SCOPED_TRACE("frame " + std::to_string(i + 1));
    expect_same_frame(walked.frames[i], copied.frames[i],
                      copied.coverage.interfaces.at(0).snap_length);
  }
}

TEST(CaptureReader, NativeAndLibpcapAgree) {
  const std::vector<std::string> paths = real_captures();
  ASSERT_FALSE(paths.empty()) << "samples/ holds captures at least";
  for (const std::string& path : paths) {
    SCOPED_TRACE(path);
    expect_same(read_path(path), read_path(path, {.prefer_libpcap = true}));
  }
}

// The same for captures built here, which are there on every machine.
TEST(CaptureReader, NativeAndLibpcapAgreeOnEachFormat) {
  std::vector<std::string> captures = {testing::small_pcap(),
                                       testing::small_pcapng()};
  for (const std::uint32_t magic :
       {testing::kMicroMagic, testing::kNanoMagic, testing::kModifiedMagic}) {
    for (const ByteOrder order : {ByteOrder::Big, ByteOrder::Little}) {
      for (const std::uint16_t minor : std::array<std::uint16_t, 3>{2, 3, 4}) {
        captures.push_back(testing::pcap_file(
            {.magic = magic, .order = order, .minor = minor, .link_type = 12},
            {{1'700'000'000, 999'999, "12345678", 8},
             {1, 0, "", 8},
             {0x80000000, 5, "past 2038", 9}}));
      }
    }
  }
  for (const char resolution : {'\0', '\3', '\6', '\11', '\14', '\x8A'}) {
    testing::PcapngFile file;
    file.section(ByteOrder::Big);
    const std::string offset = file.octets().u64(1000).done();
    file.interface(228, 0,
                   file.octets()
                       .option(9, std::string_view(&resolution, 1))
                       .option(14, offset)
                       .done());
    file.enhanced(0, 1'234'567'890, "enhanced").simple(4, "1234");
    file.obsolete(0, 0, 987'654'321, "obsolete").block(99, "unknown");
    captures.push_back(file.done());
  }
  for (const std::string& capture : captures) {
    const testing::TemporaryFile file(capture);
    const Outcome walked = read_path(file.path());
    EXPECT_FALSE(walked.frames.empty());
    Outcome copied = read_path(file.path(), {.prefer_libpcap = true});
    expect_same(walked, copied);
    for (std::size_t cut = 24; cut < capture.size(); cut += 5) {
      SCOPED_TRACE(cut);
      const testing::TemporaryFile part(capture.substr(0, cut));
      copied = read_path(part.path(), {.prefer_libpcap = true});
      // It wants an interface before it opens pcapng at all.
      if (!copied.opened()) continue;
      expect_same(read_path(part.path()), copied);
    }
  }
}

}  // namespace
}  // namespace siptriage::agreement_test
