// What can be done no more inside the sandbox, and that the program needs none
// of it. Builds with sanitizers have no sandbox, and say so here.

#include <csignal>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/big_capture.h"
#include "support/compress.h"
#include "support/program.h"

namespace siptriage::testing::sandbox_test {
namespace {

namespace fs = std::filesystem;

const std::string kSample = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

struct Probed {
  std::map<std::string, std::string> outcomes;  // "main read" -> "EPERM"
  std::string missing;                          // why it could not be entered
  int signal = 0;
};

Probed probe(const std::string& layers, const std::string& mode) {
  const TemporaryFolder folder;
  write_file(folder / "a", "");
  fs::create_directory(folder / "outside");
  ProgramInput input;
  input.arguments = {layers, mode, folder.path()};
  const ProgramResult result = run_program(SIPTRIAGE_SANDBOX_PROBE, input);
  Probed probed;
  probed.signal = result.signal;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("missing: ", 0) == 0) probed.missing = line;
    const std::size_t space = line.rfind(' ');
    probed.outcomes[line.substr(0, space)] = line.substr(space + 1);
  }
  return probed;
}

TEST(SandboxWhereThereIsOne, OfCallsRefusesAllThatTriageDoesNotDo) {
  const Probed probed = probe("calls", "auto");
  if (!probed.missing.empty()) GTEST_SKIP() << probed.missing;
  for (const std::string thread : {"main", "worker"}) {
    for (const std::string deed :
         {"read", "create", "socket", "local-socket", "fork", "thread",
          "signal-others", "trace", "code", "program"}) {
      EXPECT_EQ(probed.outcomes.at(thread + " " + deed), "EPERM")
          << thread << " " << deed;
    }
    EXPECT_EQ(probed.outcomes.at(thread + " memory"), "done");
  }
}

TEST(SandboxWhereThereIsOne, OfFilesLeavesNothingButToNameTheReport) {
  const Probed probed = probe("files", "auto");
  if (!probed.missing.empty()) GTEST_SKIP() << probed.missing;
  for (const std::string thread : {"main", "worker"}) {
    EXPECT_EQ(probed.outcomes.at(thread + " read"), "EACCES");
    EXPECT_EQ(probed.outcomes.at(thread + " create"), "EACCES");
    EXPECT_EQ(probed.outcomes.at(thread + " program"), "EACCES");
    EXPECT_EQ(probed.outcomes.at(thread + " rename-inside"), "done");
  }
}

TEST(SandboxWhereThereIsOne, OfBothKeepsTheReportsFolderAlone) {
  const Probed probed = probe("both", "auto");
  if (!probed.missing.empty()) GTEST_SKIP() << probed.missing;
  EXPECT_EQ(probed.outcomes.at("worker rename-inside"), "done");
  EXPECT_EQ(probed.outcomes.at("worker read"), "EPERM");
}

TEST(SandboxWhereThereIsOne, EndsTheProgramAtAForbiddenCallWhereItIsRequired) {
  const Probed probed = probe("both", "require");
  if (!probed.missing.empty()) GTEST_SKIP() << probed.missing;
  EXPECT_EQ(probed.signal, SIGSYS);
}

ProgramResult run(const std::string& sandbox,
                  std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--sandbox", sandbox});
  ProgramInput input;
  input.arguments = std::move(arguments);
  return run_siptriage(input);
}

bool is_there(std::string& why_not) {
  const ProgramResult result = run("require", {kSample});
  why_not = result.errors;
  return result.exit_code != 4;
}

std::vector<std::string> all_samples() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(SIPTRIAGE_SOURCE_DIR "/samples")) {
    const std::string extension = entry.path().extension();
    if (extension == ".pcap" || extension == ".pcapng") {
      paths.push_back(entry.path());
    }
  }
  return paths;
}

// Where it is required a forbidden call would end the program.
void expect_same(const std::vector<std::string>& arguments) {
  const ProgramResult inside = run("require", arguments);
  const ProgramResult outside = run("off", arguments);
  EXPECT_EQ(inside.signal, 0) << arguments.front();
  EXPECT_EQ(inside.exit_code, outside.exit_code) << arguments.front();
  EXPECT_EQ(inside.output, outside.output) << arguments.front();
  EXPECT_EQ(inside.errors, outside.errors) << arguments.front();
}

TEST(SandboxedWhereThatIsPossible, GivesTheSameForAllSamplesInAllForms) {
  std::string why_not;
  if (!is_there(why_not)) GTEST_SKIP() << why_not;
  for (const std::string& path : all_samples()) {
    expect_same({"analyze", path});
    expect_same({"analyze", "--json", "--threads", "8", path});
    expect_same({"analyze", "--no-mmap", "--all", path});
    expect_same({"messages", path});
    expect_same({"messages", "--ndjson", path});
  }
  std::vector<std::string> together = all_samples();
  together.insert(together.begin(), {"analyze", "--threads", "4"});
  expect_same(together);
}

TEST(SandboxedWhereThatIsPossible, LooksUpTheNamesOfAFilterBefore) {
  std::string why_not;
  if (!is_there(why_not)) GTEST_SKIP() << why_not;
  // Names of protocols and hosts come from files of the system.
  expect_same(
      {"--filter", "vlan and ip proto \\udp and not host localhost", kSample});
  expect_same({"--filter", "no such name", kSample});
}

TEST(SandboxedWhereThatIsPossible, ReadsWhatIsCompressedOrPiped) {
  std::string why_not;
  if (!is_there(why_not)) GTEST_SKIP() << why_not;
  const std::string expected = run("off", {"messages", kSample}).output;
  for (const std::string feed : {"cat \"$1\"", "gzip -c \"$1\""}) {
    ProgramInput input;
    input.arguments = {"-c", feed + " | \"$0\" messages --sandbox=require -",
                       SIPTRIAGE_PROGRAM, kSample};
    const ProgramResult result = run_program("/bin/sh", input);
    EXPECT_EQ(result.exit_code, 0) << feed << result.errors;
    EXPECT_EQ(result.output, expected) << feed;
  }
  const TemporaryFolder folder;
  ProgramInput input;
  input.folder = folder.path();
  input.arguments = {"-c",
                     "gzip -c \"$1\" >a && \"$0\" messages --sandbox=require a "
                     "-o report && cat report",
                     SIPTRIAGE_PROGRAM, kSample};
  const ProgramResult result = run_program("/bin/sh", input);
  EXPECT_EQ(result.output, expected) << result.errors;
}

TEST(SandboxedWhereThatIsPossible, DecompressesEachFormat) {
  std::string why_not;
  if (!is_there(why_not)) GTEST_SKIP() << why_not;
  const std::string expected = run("off", {"messages", kSample}).output;
  const std::string octets = read_file(kSample);
  const TemporaryFolder folder;
  write_file(folder / "gzip", gzip(octets));
  write_file(folder / "zstd", zstd(octets));
  write_file(folder / "lz4", lz4(octets));
  for (const char* format : {"gzip", "zstd", "lz4"}) {
    for (const char* threads : {"1", "4"}) {
      const ProgramResult result =
          run("require", {"messages", folder / format, "--threads", threads});
      EXPECT_EQ(result.output, expected) << format << result.errors;
      EXPECT_EQ(result.exit_code, 0) << format;
    }
  }
}

TEST(SandboxedWhereThatIsPossible, TellsOfAFileThatIsCutWhileItIsRead) {
  std::string why_not;
  if (!is_there(why_not)) GTEST_SKIP() << why_not;
  const TemporaryFolder folder;
  const std::string capture = big_capture(2000);
  write_file(folder / "a", capture);
  ProgramInput input;
  input.arguments = {folder / "a", "-", "--sandbox=require", "--threads", "2"};
  input.input = capture.substr(0, 24);  // of the pcap file, its header
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  fs::resize_file(folder / "a", 100);
  program.end_input();
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.signal, 0);
  EXPECT_NE(result.output.find("shrank while it was read"), std::string::npos)
      << result.output << result.errors;
}

TEST(SandboxedWhereThatIsPossible, LeavesNoHiddenFileWhenInterrupted) {
  std::string why_not;
  if (!is_there(why_not)) GTEST_SKIP() << why_not;
  const TemporaryFolder folder;
  ProgramInput input;
  input.arguments = {"-", "--sandbox=require", "-o", folder / "report"};
  input.input = read_file(kSample);
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(SIGINT);
  EXPECT_EQ(program.finish().signal, SIGINT);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace siptriage::testing::sandbox_test
