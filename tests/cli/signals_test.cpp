// SIGINT, SIGTERM and SIGHUP while a capture is read that never ends, and
// while a report is written that nobody reads.

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::signals_test {
namespace {

// 35 frames, and the front of another. More than what is read to see what it
// is: once the pipe is empty frames are being read, and those are not left out.
std::string endless_capture() {
  constexpr std::size_t kFileHeaderOctets = 24;
  const std::string sample =
      read_file(SIPTRIAGE_SOURCE_DIR "/samples/cancelled/cancelled.pcap");
  const std::string frames = sample.substr(kFileHeaderOctets);
  std::string capture = sample;
  for (int i = 0; i < 4; ++i) capture += frames;
  EXPECT_GT(capture.size(), 2 * 4096U);
  return capture + frames.substr(0, 20);
}

bool is_empty(const TemporaryFolder& folder) {
  return std::filesystem::is_empty(folder.path());
}

class StopSignal : public ::testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(All, StopSignal,
                         ::testing::Values(SIGINT, SIGTERM, SIGHUP));

TEST_P(StopSignal, EndsTheProgramAsSuchAndLeavesNothing) {
  for (const char* threads : {"1", "3"}) {
    const TemporaryFolder folder;
    ProgramInput input;
    input.arguments = {"-", "--threads", threads, "-o", folder / "report"};
    input.input = endless_capture();
    RunningProgram program(SIPTRIAGE_PROGRAM, input);
    ASSERT_TRUE(program.wait_until_input_is_read());
    EXPECT_FALSE(is_empty(folder)) << "the hidden file is there meanwhile";
    program.send(GetParam());
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.signal, GetParam());
    EXPECT_EQ(result.output, "");
    EXPECT_NE(result.errors.find("interrupted"), std::string::npos);
    EXPECT_NE(result.errors.find("--partial"), std::string::npos);
    EXPECT_TRUE(is_empty(folder));
  }
}

TEST_P(StopSignal, GivesAPartialReportWhereThatIsWanted) {
  const TemporaryFolder folder;
  ProgramInput input;
  input.arguments = {"-", "--partial", "--json", "-o", folder / "report"};
  input.input = endless_capture();
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(GetParam());
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.errors.find("interrupted after 35 frames"),
            std::string::npos)
      << result.errors;
  const std::string report = read_file(folder / "report");
  EXPECT_NE(report.find("\"interrupted\":true,\"frames\":35,"),
            std::string::npos);
  EXPECT_NE(report.find("\"cancelled\":1"), std::string::npos);
}

TEST(StopSignal, IsMarkedInTheFirstLinesOfThePartialReport) {
  ProgramInput input;
  input.arguments = {"-", "--partial"};
  input.input = endless_capture();
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(SIGINT);
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.exit_code, 0);
  const std::size_t coverage = result.output.find("COVERAGE\n");
  ASSERT_NE(coverage, std::string::npos);
  EXPECT_EQ(result.output.find("  Partial       reading was interrupted after"),
            coverage + 9)
      << result.output;
}

TEST(StopSignal, BeforeAnythingWasReadGivesNothing) {
  ProgramInput input;
  input.arguments = {"-", "--partial"};
  input.input = "\xd4\xc3";
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(SIGTERM);
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.signal, SIGTERM);
  EXPECT_EQ(result.output, "");
}

TEST(StopSignal, StaysIgnoredWhereItWas) {
  ProgramInput input;
  input.arguments = {"-c", "trap '' HUP; exec \"$0\" -", SIPTRIAGE_PROGRAM};
  input.input =
      read_file(SIPTRIAGE_SOURCE_DIR "/samples/cancelled/cancelled.pcap");
  RunningProgram program("/bin/sh", input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(SIGHUP);
  program.end_input();
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.output.find("COVERAGE"), std::string::npos);
}

}  // namespace
}  // namespace siptriage::testing::signals_test
