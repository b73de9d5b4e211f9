// siptriage flow as a user meets it.

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::flow_test {
namespace {

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";
const std::string kLegs =
    SIPTRIAGE_SOURCE_DIR "/samples/b2bua-relayed-503/b2bua-relayed-503.pcapng";

ProgramResult run(std::vector<std::string> arguments,
                  std::vector<std::string> environment = {"LC_ALL=C.UTF-8"}) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.environment = std::move(environment);
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Flow, DrawsTheLegsOfACallTogether) {
  const ProgramResult first = run({"flow", kLegs, "--call", "1"});
  EXPECT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_TRUE(contains(first.output, "Call 2: ")) << first.output;
  EXPECT_EQ(run({"flow", kLegs, "--call", "2"}).output, first.output);
  EXPECT_EQ(run({"flow", kLegs}).output, first.output);
}

TEST(Flow, TakesACallId) {
  const ProgramResult found =
      run({"flow", kBusy, kLegs, "--call-id", "e74215e74fdf27@192.0.2.10"});
  EXPECT_EQ(found.exit_code, 0) << found.errors;
  EXPECT_TRUE(contains(found.output, "486 Busy Here")) << found.output;
  EXPECT_FALSE(contains(found.output, "503 ")) << found.output;
  const ProgramResult none = run({"flow", kBusy, "--call-id", "a\"b\" or x"});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_EQ(none.output, "");
  EXPECT_TRUE(contains(none.errors, "has that Call-ID")) << none.errors;
}

TEST(Flow, SaysWhenThereIsNoSuchCall) {
  const ProgramResult result = run({"flow", kBusy, "--call", "7"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_TRUE(contains(result.errors, "there is no call 7")) << result.errors;
}

TEST(Flow, DrawsSoManyCallsAtMost) {
  const ProgramResult result =
      run({"flow", kBusy, kLegs, "--limit", "1", "--where", "failed"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(contains(result.output, "1 more call is not drawn"))
      << result.output;
}

TEST(Flow, IsAsciiWhereTheLocaleIs) {
  for (const ProgramResult& result :
       {run({"flow", kBusy}, {"LC_ALL=C"}), run({"flow", kBusy, "--ascii"})}) {
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    for (const char c : result.output) EXPECT_GE(c, 0);
  }
}

TEST(Flow, NamesLanesByAFile) {
  const std::string path = ::testing::TempDir() + "/siptriage-aliases";
  write_file(path, "192.0.2.1 \x1b[31mEdge\n");
  const ProgramResult named = run({"flow", kBusy, "--alias", path});
  EXPECT_EQ(named.exit_code, 0) << named.errors;
  EXPECT_TRUE(contains(named.output, "\\x1b[31mEdge")) << named.output;
  write_file(path, "Edge 192.0.2.1\n");
  const ProgramResult wrong = run({"flow", kBusy, "--alias", path});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(contains(wrong.errors, "line 1: ")) << wrong.errors;
  std::filesystem::remove(path);
  EXPECT_EQ(run({"flow", kBusy, "--alias", path}).exit_code, 2);
}

TEST(Flow, IsTheSameOnAnyNumberOfThreads) {
  for (const char* form : {"--raw", "--mermaid", "--svg"}) {
    const std::string one =
        run({"flow", kLegs, kBusy, form, "--threads", "1"}).output;
    EXPECT_FALSE(one.empty());
    for (const char* threads : {"2", "8"}) {
      EXPECT_EQ(run({"flow", kLegs, kBusy, form, "--threads", threads}).output,
                one);
    }
  }
}

TEST(Flow, RefusesFormsThatDoNotGoTogether) {
  EXPECT_EQ(run({"flow", kBusy, "--mermaid", "--svg"}).exit_code, 2);
  EXPECT_EQ(run({"flow", kBusy, "--raw", "--svg"}).exit_code, 2);
  EXPECT_EQ(run({"flow", kBusy, "--call", "1", "--call-id", "x"}).exit_code, 2);
  EXPECT_EQ(run({"flow", kBusy, "--call", "one"}).exit_code, 2);
}

}  // namespace
}  // namespace siptriage::testing::flow_test
