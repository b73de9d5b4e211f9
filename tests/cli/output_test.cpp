// --output: all of the report or nothing, and never onto a capture.

#include <algorithm>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::output_test {
namespace {

namespace fs = std::filesystem;

const std::string kSample = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult run(std::vector<std::string> arguments,
                  const std::string& folder = {}) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.folder = folder;
  return run_siptriage(input);
}

// `script` for /bin/sh; $0 is the program, $1 the sample.
ProgramResult shell(const std::string& script, const std::string& folder) {
  ProgramInput input;
  input.arguments = {"-c", script, SIPTRIAGE_PROGRAM, kSample};
  input.folder = folder;
  return run_program("/bin/sh", input);
}

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

using Names = std::vector<std::string>;

TEST(Output, HoldsWhatStandardOutputWouldGet) {
  const TemporaryFolder folder;
  const std::string file = folder / "report";
  for (const Names& form : {Names{"analyze"}, Names{"analyze", "--json"},
                            Names{"messages"}, Names{"messages", "--ndjson"}}) {
    Names arguments = form;
    arguments.push_back(kSample);
    const ProgramResult expected = run(arguments);
    arguments.insert(arguments.end(), {"--output", file});
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(read_file(file), expected.output);
    EXPECT_EQ(names_in(folder.path()), Names{"report"});
  }
  EXPECT_EQ(run({kSample, "-o", "-"}).output, run({kSample}).output);
}

TEST(Output, GetsTheModeOfAnyNewFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(shell("umask 027 && \"$0\" \"$1\" -o new", folder.path()).exit_code,
            0);
  EXPECT_EQ(mode_of(folder / "new"), 0640U);
}

TEST(Output, KeepsTheModeOfTheFileThatItReplaces) {
  const TemporaryFolder folder;
  write_file(folder / "old", "old");
  ASSERT_EQ(::chmod((folder / "old").c_str(), 0604), 0);
  EXPECT_EQ(run({kSample, "-o", folder / "old"}).exit_code, 0);
  EXPECT_EQ(mode_of(folder / "old"), 0604U);
  EXPECT_NE(read_file(folder / "old"), "old");
}

TEST(Output, GoesThroughSymbolicLinks) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "there");
  fs::create_symlink("there/second", folder / "first");
  fs::create_symlink("report", folder / "there/second");
  for (int i = 0; i < 2; ++i) {  // the target is new, then old
    EXPECT_EQ(run({kSample, "-o", folder / "first"}).exit_code, 0);
    EXPECT_TRUE(fs::is_symlink(folder / "first"));
    EXPECT_EQ(names_in(folder / "there"), (Names{"report", "second"}));
    EXPECT_EQ(read_file(folder / "there/report"), run({kSample}).output);
  }
  fs::create_symlink("round", folder / "round");
  const ProgramResult round = run({kSample, "-o", folder / "round"});
  EXPECT_EQ(round.exit_code, 2);
  EXPECT_NE(round.errors.find("round: "), std::string::npos) << round.errors;
}

TEST(Output, IsWrittenAsItGoesWhereItIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(run({kSample, "-o", "/dev/null"}).exit_code, 0);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  const ProgramResult fifo = shell(
      "mkfifo fifo && { cat fifo >copy & } && \"$0\" \"$1\" -o fifo && wait",
      folder.path());
  EXPECT_EQ(fifo.exit_code, 0) << fifo.errors;
  EXPECT_EQ(read_file(folder / "copy"), run({kSample}).output);
  EXPECT_EQ(names_in(folder.path()), (Names{"copy", "fifo"}));
}

TEST(Output, IsRefusedWhereThereCanBeNone) {
  const TemporaryFolder folder;
  for (const std::string& path : {folder / "no/such/folder", folder.path(),
                                  folder / "slash/", std::string()}) {
    const ProgramResult result = run({kSample, "-o", path});
    EXPECT_EQ(result.exit_code, 2) << path;
    EXPECT_NE(result.errors.find("cannot write to " + path), std::string::npos)
        << result.errors;
    EXPECT_EQ(result.output, "");
  }
  EXPECT_EQ(names_in(folder.path()), Names{});
}

// Renaming over a file needs no permission on it.
TEST(Output, LeavesAloneWhatMayNotBeWrittenUnlessRunAsRoot) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everything";
  const TemporaryFolder folder;
  write_file(folder / "old", "old");
  ASSERT_EQ(::chmod((folder / "old").c_str(), 0444), 0);
  EXPECT_EQ(run({kSample, "-o", folder / "old"}).exit_code, 2);
  EXPECT_EQ(read_file(folder / "old"), "old");
}

TEST(Output, OntoACaptureIsRefusedUnderAnyName) {
  const TemporaryFolder folder;
  const std::string octets = read_file(kSample);
  write_file(folder / "a", octets);
  write_file(folder / "b", octets);
  fs::create_hard_link(folder / "b", folder / "hard");
  fs::create_symlink("b", folder / "soft");
  for (const std::string script :
       {"\"$0\" a b -o b", "\"$0\" a b -o ./b", "\"$0\" a b -o hard",
        "\"$0\" a b -o soft", "\"$0\" messages a soft -o hard",
        "\"$0\" a b >>b", "\"$0\" a b 1<>hard", "\"$0\" a - -o b <b"}) {
    const ProgramResult result = shell(script, folder.path());
    EXPECT_EQ(result.exit_code, 2) << script << result.errors;
    EXPECT_NE(result.errors.find("overwrite the capture"), std::string::npos)
        << script << result.errors;
    EXPECT_EQ(read_file(folder / "b"), octets) << script;
  }
  // Here the shell has emptied it already.
  const ProgramResult emptied = shell("\"$0\" a b >b", folder.path());
  EXPECT_EQ(emptied.exit_code, 2);
  EXPECT_NE(emptied.errors.find("overwrite the capture b"), std::string::npos);
  EXPECT_EQ(names_in(folder.path()), (Names{"a", "b", "hard", "soft"}));
}

TEST(FullDisk, LeavesTheOldFileAndNoOther) {
  const TemporaryFolder folder;
  write_file(folder / "old", "old");
  for (const std::string flags : {"--json", "--json --threads 4", ""}) {
    // A file may grow to 512 octets: the next one is an error, as of a full
    // disk.
    const ProgramResult result = shell(
        "ulimit -f 1 && \"$0\" " + flags + " \"$1\" -o old", folder.path());
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_EQ(result.signal, 0);
    EXPECT_NE(result.errors.find("cannot write the report to old: File too"),
              std::string::npos)
        << result.errors;
    EXPECT_EQ(read_file(folder / "old"), "old");
    EXPECT_EQ(names_in(folder.path()), Names{"old"});
  }
}

TEST(FullDisk, IsToldOfADevice) {
  const ProgramResult result = run({"--json", kSample, "-o", "/dev/full"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_NE(result.errors.find("/dev/full: No space left"), std::string::npos)
      << result.errors;
}

TEST(FullDisk, IsToldOfATemporaryDirectory) {
  const TemporaryFolder folder;
  const ProgramResult result = shell(
      "gzip -c \"$1\" >a.gz && mkdir tmp && ulimit -f 1 && "
      "TMPDIR=tmp \"$0\" a.gz",
      folder.path());
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.errors.find("into tmp: File too large"), std::string::npos)
      << result.errors;
  EXPECT_NE(result.errors.find("set TMPDIR"), std::string::npos);
  EXPECT_EQ(names_in(folder / "tmp"), Names{});
}

TEST(TemporaryDirectory, ThatIsNoneIsTold) {
  const TemporaryFolder folder;
  write_file(folder / "file", "");
  ASSERT_EQ(shell("gzip -c \"$1\" >a.gz", folder.path()).exit_code, 0);
  for (const std::string directory : {"nowhere", "file"}) {
    const ProgramResult result =
        shell("TMPDIR=" + directory + " \"$0\" a.gz", folder.path());
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_NE(result.errors.find("set TMPDIR"), std::string::npos)
        << result.errors;
    // What is not compressed needs none.
    EXPECT_EQ(shell("TMPDIR=" + directory + " \"$0\" \"$1\"", folder.path())
                  .exit_code,
              0);
  }
}

}  // namespace
}  // namespace siptriage::testing::output_test
