// The standard streams: closed, cut in pieces, interrupted.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::streams_test {
namespace {

const std::string kSample = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult shell(const std::string& script, const std::string& folder = {}) {
  ProgramInput input;
  input.arguments = {"-c", script, SIPTRIAGE_PROGRAM, kSample};
  input.folder = folder;
  return run_program("/bin/sh", input);
}

// A file that is opened next gets the number of a stream that is closed.
TEST(ClosedStream, OfTheReportIsAnErrorAndNoOtherFileGetsIt) {
  const TemporaryFolder folder;
  const std::string octets = read_file(kSample);
  write_file(folder / "copy", octets);
  const ProgramResult result = shell("\"$0\" copy >&-", folder.path());
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_NE(result.errors.find("standard output: Bad file descriptor"),
            std::string::npos)
      << result.errors;
  EXPECT_EQ(read_file(folder / "copy"), octets);
}

TEST(ClosedStream, OfErrorsDoesNotLeadThemIntoTheReport) {
  const TemporaryFolder folder;
  write_file(folder / "cut", read_file(kSample).substr(0, 700));
  const ProgramResult result =
      shell("\"$0\" cut -o report 2>&-; cat report", folder.path());
  EXPECT_EQ(result.output.find("siptriage:"), std::string::npos)
      << result.output;
  EXPECT_EQ(shell("\"$0\" \"$1\" 2>&-").exit_code, 0);
}

TEST(ClosedStream, OfInputIsAnErrorOnlyWhereItIsRead) {
  const ProgramResult read = shell("\"$0\" - <&-");
  EXPECT_EQ(read.exit_code, 3);
  EXPECT_NE(read.errors.find("cannot read standard input: Bad file"),
            std::string::npos)
      << read.errors;
  EXPECT_EQ(shell("\"$0\" \"$1\" <&-").output, shell("\"$0\" \"$1\"").output);
}

TEST(ClosedStream, AllThreeAreNoCrash) {
  EXPECT_EQ(shell("\"$0\" \"$1\" <&- >&- 2>&-").exit_code, 4);
}

TEST(Pieces, OfOneOctetGiveTheSameReport) {
  for (const std::string form : {"", "--json", "--threads 4"}) {
    const ProgramResult pieces =
        shell("dd if=\"$1\" bs=1 2>/dev/null | \"$0\" " + form + " -");
    const ProgramResult whole = shell("cat \"$1\" | \"$0\" " + form + " -");
    EXPECT_EQ(pieces.exit_code, 0) << pieces.errors;
    EXPECT_EQ(pieces.output, whole.output);
    EXPECT_EQ(pieces.errors, "");
  }
}

TEST(BrokenPipe, IsNoFailureForAnyForm) {
  for (const std::string form :
       {"analyze", "analyze --json", "messages", "messages --ndjson"}) {
    // The status of the program, told past the pipe that `true` has closed.
    const ProgramResult result =
        shell("exec 3>&1; { \"$0\" " + form + " \"$1\"; echo $? >&3; } | true");
    EXPECT_EQ(result.output, "0\n") << form;
    EXPECT_EQ(result.errors, "") << form;
  }
}

}  // namespace
}  // namespace siptriage::testing::streams_test
