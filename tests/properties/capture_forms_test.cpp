// However a capture is stored, its analysis is the same: to the octet where
// frames keep their numbers, else with each frame under its old number.

#include <algorithm>
#include <cstddef>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "properties/inputs.h"
#include "properties/packets.h"
#include "properties/told.h"
#include "support/compress.h"
#include "support/program.h"

namespace siptriage::testing::capture_forms_test {
namespace {

using siptriage::ByteOrder;

const FileForm kForms[] = {
    {.kind = FileKind::Pcap},
    {.kind = FileKind::Pcap, .order = ByteOrder::Big},
    {.kind = FileKind::PcapNano},
    {.kind = FileKind::PcapNano, .order = ByteOrder::Big},
    {.kind = FileKind::Pcapng},
    {.kind = FileKind::Pcapng, .order = ByteOrder::Big, .nanoseconds = true},
    {.kind = FileKind::Pcapng,
     .nanoseconds = true,
     .offset_seconds = 1'000'000},
    {.kind = FileKind::Pcapng, .nanoseconds = true, .interfaces = 5},
    {.kind = FileKind::Pcapng,
     .nanoseconds = true,
     .interfaces = 2,
     .talkative = true,
     .two_sections = true},
};

TEST(CaptureForms, PcapAndPcapngInEveryVariantGiveTheSameAnalysis) {
  std::size_t compared = 0;
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell({path});
    EXPECT_NE(expected.ndjson, "") << path;
    for (const FileForm& form : kForms) {
      if (!can_hold(form, records)) continue;
      const std::string octets = write_capture(records, form);
      expect_equal(tell_memory(octets), expected, path);
      ++compared;
    }
  }
  EXPECT_GT(compared, 250U);
}

TEST(CaptureForms, CompressionChangesNothing) {
  const TemporaryFolder folder;
  for (const std::string& path : all_captures()) {
    const Told expected = tell({path});
    for (const auto compress : {gzip, zstd, lz4}) {
      write_file(folder / "compressed", compress(read_file(path)));
      expect_equal(tell({folder / "compressed"}), expected, path);
    }
  }
}

TEST(CaptureForms, ReadingInsteadOfMappingChangesNothing) {
  AnalyzeOptions options;
  options.capture.map_files = false;
  for (const std::string& path : all_captures()) {
    expect_equal(tell({path}, 1, options), tell({path}), path);
  }
}

// libpcap, which reads pipes, knows one link type a capture.
TEST(CaptureForms, APipeInsteadOfAFileChangesNothing) {
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::size_t compared = 0;
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const FileForm form{.kind = FileKind::PcapNano};
    if (!can_hold(form, records)) continue;
    std::thread writer([&] { write_file(pipe, write_capture(records, form)); });
    const Told told = tell({pipe});
    writer.join();
    expect_equal(told, tell({path}), path);
    ++compared;
  }
  EXPECT_GT(compared, 25U);
}

// Where time goes on between two frames, and nothing later is older.
std::vector<std::size_t> possible_cuts(const std::vector<Record>& records) {
  std::vector<std::size_t> cuts;
  for (std::size_t i = 1; i < records.size(); ++i) {
    if (records[i - 1].at < records[i].at) cuts.push_back(i);
  }
  return cuts;
}

bool is_in_order(const std::vector<Record>& records) {
  return std::is_sorted(
      records.begin(), records.end(),
      [](const Record& a, const Record& b) { return a.at < b.at; });
}

void expect_same_in_files(const std::vector<std::vector<Record>>& files,
                          const TemporaryFolder& folder, const Told& expected,
                          const std::string& what) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < files.size(); ++i) {
    paths.push_back(folder / ("part" + std::to_string(i)));
    write_file(paths.back(), write_capture(files[i], {.kind = FileKind::Pcapng,
                                                      .nanoseconds = true}));
  }
  expect_equal(tell(paths).renamed(Origins(files)), expected, what);
}

TEST(CaptureForms, SplitBetweenAnyFramesInAnyOrderOfFilesIsTheSameCapture) {
  const TemporaryFolder folder;
  Dice dice(20261);
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    if (!is_in_order(records)) continue;
    const Told expected = tell({path}).renamed(Origins({records}));
    std::vector<std::size_t> cuts = possible_cuts(records);
    for (int round = 0; round < rounds(6) && !cuts.empty(); ++round) {
      dice.shuffle(cuts, cuts.size());
      std::vector<std::size_t> chosen(
          cuts.begin(),
          cuts.begin() + 1 + dice.below(std::min<std::size_t>(cuts.size(), 6)));
      chosen.push_back(0);
      chosen.push_back(records.size());
      std::sort(chosen.begin(), chosen.end());
      std::vector<std::vector<Record>> files;
      for (std::size_t i = 1; i < chosen.size(); ++i) {
        const auto at = [&](std::size_t place) {
          return records.begin() + static_cast<std::ptrdiff_t>(chosen[place]);
        };
        files.emplace_back(at(i - 1), at(i));
      }
      dice.shuffle(files, files.size());
      expect_same_in_files(files, folder, expected, path);
    }
  }
}

// As rotating captures of several interfaces do.
TEST(CaptureForms, FramesDealtOutToFilesAreTheSameCapture) {
  const TemporaryFolder folder;
  Dice dice(20262);
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    if (!is_in_order(records)) continue;
    const Told expected = tell({path}).renamed(Origins({records}));
    for (int round = 0; round < rounds(3); ++round) {
      std::vector<std::vector<Record>> files(2 + dice.below(4));
      std::size_t file = 0;
      for (std::size_t i = 0; i < records.size(); ++i) {
        // Frames of one moment stay together: the earlier file goes first.
        if (i == 0 || records[i - 1].at != records[i].at) {
          file = dice.below(files.size());
        }
        files[file].push_back(records[i]);
      }
      std::erase_if(files, [](const auto& part) { return part.empty(); });
      expect_same_in_files(files, folder, expected, path);
    }
  }
}

}  // namespace
}  // namespace siptriage::testing::capture_forms_test
