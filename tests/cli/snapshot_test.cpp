// siptriage snapshot and siptriage diff as a user meets them.

#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::snapshot_test {
namespace {

const std::string kSamples = SIPTRIAGE_SOURCE_DIR "/samples";
const std::string kBusy = kSamples + "/busy/busy.pcapng";
const std::string kAnswered = kSamples + "/answered-call/answered-call.pcap";
const std::string kBare405 =
    kSamples + "/method-405-without-allow/method-405-without-allow.pcap";

ProgramResult run(std::vector<std::string> arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// A capture of no frame.
std::string empty_pcap() {
  return std::string("\xd4\xc3\xb2\xa1\x02\x00\x04\x00", 8) +
         std::string(8, '\0') +
         std::string("\x00\x00\x04\x00\x01\x00\x00\x00", 8);
}

TEST(SnapshotCommand, WritesABaseline) {
  const TemporaryFolder folder;
  const ProgramResult written =
      run({"snapshot", kBusy, "-o", folder / "base.json"});
  EXPECT_EQ(written.exit_code, 0) << written.errors;
  EXPECT_EQ(written.output + written.errors, "");
  const std::string text = read_file(folder / "base.json");
  EXPECT_TRUE(contains(text, "\"kind\":\"siptriage-snapshot\"")) << text;
  EXPECT_TRUE(contains(text, "\"outcome\":\"busy\",\"code\":486")) << text;
  EXPECT_EQ(run({"snapshot", kBusy}).output, text);
}

TEST(SnapshotCommand, IsTheSameForAnyNumberOfThreads) {
  const std::string one =
      run({"snapshot", "--threads", "1", kBusy, kAnswered}).output;
  EXPECT_TRUE(contains(one, "\"calls\":2"));
  for (const char* threads : {"2", "8"}) {
    EXPECT_EQ(run({"snapshot", "--threads", threads, kBusy, kAnswered}).output,
              one);
    EXPECT_EQ(run({"diff", "--threads", threads, kBusy, kAnswered}).output,
              run({"diff", "--threads", "1", kBusy, kAnswered}).output);
  }
}

TEST(SnapshotCommand, MakesNoBaselineOfNothing) {
  const TemporaryFolder folder;
  write_file(folder / "empty.pcap", empty_pcap());
  write_file(folder / "base.json", "as it was");
  const ProgramResult result =
      run({"snapshot", folder / "empty.pcap", "-o", folder / "base.json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_TRUE(contains(result.errors, "holds no SIP; no baseline is written"))
      << result.errors;
  EXPECT_EQ(read_file(folder / "base.json"), "as it was");
}

TEST(SnapshotCommand, HasAToleranceThatCanBeSet) {
  const ProgramResult result =
      run({"snapshot", "--tolerance", "10%, 20 ms", kBusy});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(contains(result.output,
                       "\"tolerance\":{\"absolute_ms\":20,"
                       "\"relative_percent\":10}"));
  const ProgramResult wrong = run({"snapshot", "--tolerance", "much", kBusy});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(contains(wrong.errors,
                       "--tolerance: a tolerance is 1 to 1000 "
                       "percent"))
      << wrong.errors;
}

TEST(DiffCommand, FindsNoChangeInTheSameCapture) {
  const ProgramResult same = run({"diff", "--exit-code", kBusy, kBusy});
  EXPECT_EQ(same.exit_code, 0) << same.errors;
  EXPECT_TRUE(contains(same.output, "no change.\n")) << same.output;
}

TEST(DiffCommand, TellsWhatChanged) {
  const ProgramResult result = run({"diff", kAnswered, kBusy});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(contains(result.output,
                       "error         ends busy (486); in the baseline "
                       "answered-ended (200)\n"))
      << result.output;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  EXPECT_EQ(run({"diff", "--exit-code", kAnswered, kBusy}).exit_code, 1);
}

TEST(DiffCommand, HasJson) {
  const ProgramResult result = run({"diff", "--json", kAnswered, kBare405});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(contains(result.output, "\"kind\":\"siptriage-diff\""));
  EXPECT_TRUE(contains(result.output, "\"change\":\"worse\""));
}

TEST(DiffCommand, WantsTwoCapturesWithSipInThem) {
  EXPECT_EQ(run({"diff", kBusy}).exit_code, 2);
  EXPECT_EQ(run({"diff", kBusy, kBusy, kBusy}).exit_code, 2);
  EXPECT_EQ(run({"diff", kBusy, "/no/such/file.pcap"}).exit_code, 3);
  const TemporaryFolder folder;
  write_file(folder / "empty.pcap", empty_pcap());
  for (const auto& [before, after] :
       {std::pair(kBusy, folder / "empty.pcap"),
        std::pair(folder / "empty.pcap", kBusy)}) {
    const ProgramResult result = run({"diff", before, after});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.output, "");
    EXPECT_TRUE(contains(result.errors, "empty.pcap holds no SIP to compare"))
        << result.errors;
  }
}

TEST(DiffCommand, DoesNotWriteOntoACapture) {
  const TemporaryFolder folder;
  for (const char* name : {"before.pcap", "after.pcap"}) {
    std::filesystem::copy_file(kAnswered, folder / name);
  }
  const ProgramResult result =
      run({"diff", folder / "before.pcap", folder / "after.pcap", "-o",
           folder / "after.pcap"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(read_file(folder / "after.pcap"), read_file(kAnswered));
}

}  // namespace
}  // namespace siptriage::testing::snapshot_test
