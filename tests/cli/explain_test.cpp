// siptriage explain as a user meets it: exit codes, streams, the terminal.

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::explain_test {
namespace {

ProgramResult explain(std::vector<std::string> arguments,
                      std::vector<std::string> environment = {}) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.arguments.insert(input.arguments.begin(), "explain");
  input.environment = std::move(environment);
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Explain, AnswersOnStandardOutput) {
  const ProgramResult code = explain({"486"});
  EXPECT_EQ(code.exit_code, 0);
  EXPECT_TRUE(contains(code.output, "486 Busy Here")) << code.output;
  EXPECT_EQ(code.errors, "");
  EXPECT_EQ(explain({"busy", "here"}).output, code.output);
  EXPECT_EQ(explain({"BusyHere"}).output, code.output);
}

TEST(Explain, IsAnOverviewWithoutArguments) {
  const ProgramResult result = explain({});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(contains(result.output, "siptriage explain 486"));
}

TEST(Explain, ExitsWithThreeWhenNothingIsFound) {
  const ProgramResult result = explain({"xyzzy"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "");
  EXPECT_TRUE(contains(result.errors, "nothing found for \"xyzzy\""))
      << result.errors;
  const ProgramResult near = explain({"--header", "Min-Sex"});
  EXPECT_EQ(near.exit_code, 3);
  EXPECT_TRUE(contains(near.errors, "siptriage explain header Min-SE"))
      << near.errors;
  // What was found is told all the same.
  const ProgramResult both = explain({"486", "999"});
  EXPECT_EQ(both.exit_code, 3);
  EXPECT_TRUE(contains(both.output, "486 Busy Here"));
}

TEST(Explain, ExitsWithTwoForBadArguments) {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"--class", "9xx"},
                                             {"--side", "moon"},
                                             {"--method", "DANCE"},
                                             {"--no-such-flag"},
                                             {"486", "--json", "--markdown"},
                                             {"486", "--width", "3"}}) {
    const ProgramResult result = explain(arguments);
    EXPECT_EQ(result.exit_code, 2) << arguments[0];
    EXPECT_EQ(result.output, "");
    EXPECT_FALSE(result.errors.empty());
  }
}

TEST(Explain, EscapesWhatItRepeats) {
  const ProgramResult result = explain({"\x1b[31mxyzzy\xff"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_FALSE(contains(result.errors, "\x1b")) << result.errors;
  EXPECT_TRUE(contains(result.errors, "\\x1b[31mxyzzy\\xff")) << result.errors;
}

TEST(Explain, TakesFilters) {
  EXPECT_TRUE(contains(explain({"--header", "min-se"}).output, "422 "));
  EXPECT_TRUE(contains(explain({"--class", "5"}).output, "503 "));
  EXPECT_FALSE(contains(explain({"--class", "5XX"}).output, "\n486 "));
  EXPECT_TRUE(contains(explain({"--side", "callee"}).output, "486 "));
  EXPECT_TRUE(contains(explain({"--method", "register"}).output, "423 "));
  EXPECT_TRUE(contains(explain({"--list"}).output, "608 "));
}

TEST(Explain, HasColoursOnlyWhereAskedFor) {
  EXPECT_FALSE(contains(explain({"486"}).output, "\x1b"));
  EXPECT_TRUE(contains(explain({"486", "--color", "always"}).output, "\x1b[1"));
}

TEST(Explain, AnswersToAFullDiskWithAMessage) {
  ProgramInput input;
  input.arguments = {
      "-c", std::string(SIPTRIAGE_PROGRAM) + " explain 486 >/dev/full"};
  const ProgramResult result = run_program("/bin/sh", input);
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_TRUE(contains(result.errors, "cannot write")) << result.errors;
}

TEST(Explain, IsHintedAtWhereAFileHasTheNameOfACode) {
  for (const char* name : {"486", "BusyHere"}) {
    ProgramInput input;
    input.arguments = {name};
    input.folder = "/";
    const ProgramResult result = run_siptriage(input);
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_TRUE(contains(result.errors, "siptriage explain 486"))
        << result.errors;
  }
  ProgramInput input;
  input.arguments = {"no-such-capture.pcap"};
  EXPECT_FALSE(contains(run_siptriage(input).errors, "explain"));
}

// What the program writes to a terminal of `rows` rows.
std::string on_terminal(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment,
                        unsigned short rows) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  EXPECT_GE(terminal, 0);
  EXPECT_EQ(grantpt(terminal) + unlockpt(terminal), 0);
  const winsize size{rows, 80, 0, 0};
  const int other_end = open(ptsname(terminal), O_RDWR | O_NOCTTY);
  ioctl(other_end, TIOCSWINSZ, &size);
  const pid_t child = fork();
  if (child == 0) {
    dup2(other_end, STDOUT_FILENO);
    std::vector<std::string> words = {"/usr/bin/env", "-i", "TERM=xterm",
                                      "PATH=/usr/bin:/bin"};
    words.insert(words.end(), environment.begin(), environment.end());
    words.insert(words.end(), {SIPTRIAGE_PROGRAM, "explain"});
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(126);
  }
  close(other_end);
  std::string text;
  std::array<char, 4096> piece{};
  for (;;) {
    // Fails once the last process that has the other end is gone.
    const ssize_t got = read(terminal, piece.data(), piece.size());
    if (got <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  close(terminal);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  return text;
}

// Some containers have no pseudo-terminals.
class WhereTerminalsExist : public ::testing::Test {
 protected:
  void SetUp() override {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) GTEST_SKIP() << "no pseudo-terminals on this machine";
    close(terminal);
  }
};
class PagerWhereTerminalsExist : public WhereTerminalsExist {};
class ColoursWhereTerminalsExist : public WhereTerminalsExist {};

const std::string kMarkingPager = "PAGER=sed -e s/^/paged:/";

TEST_F(PagerWhereTerminalsExist, ShowsWhatIsLongerThanTheScreen) {
  EXPECT_TRUE(contains(on_terminal({"486"}, {kMarkingPager}, 10), "paged:"));
  EXPECT_FALSE(contains(on_terminal({"486"}, {kMarkingPager}, 500), "paged:"));
}

TEST_F(PagerWhereTerminalsExist, IsLeftOutWhereNotWanted) {
  EXPECT_FALSE(contains(on_terminal({"486", "--no-pager"}, {kMarkingPager}, 10),
                        "paged:"));
  EXPECT_FALSE(
      contains(on_terminal({"486", "--json"}, {kMarkingPager}, 10), "paged:"));
  EXPECT_FALSE(contains(explain({"486"}, {kMarkingPager}).output, "paged:"));
  EXPECT_TRUE(contains(on_terminal({"486"}, {"PAGER=cat"}, 10), "Busy Here"));
  EXPECT_TRUE(contains(on_terminal({"486"}, {"PAGER="}, 10), "Busy Here"));
}

TEST_F(PagerWhereTerminalsExist, ThatDoesNotExistIsDoneWithout) {
  EXPECT_TRUE(contains(on_terminal({"486"}, {"PAGER=/no/such/pager"}, 10),
                       "486 Busy Here"));
}

TEST_F(PagerWhereTerminalsExist, ThatStopsReadingIsNoFailure) {
  EXPECT_TRUE(contains(on_terminal({"--all"}, {"PAGER=head -n 3"}, 10), "100"));
}

TEST_F(ColoursWhereTerminalsExist, AreUsedUnlessTheUserSaysNo) {
  EXPECT_TRUE(contains(on_terminal({"486"}, {}, 500), "\x1b[1"));
  EXPECT_FALSE(contains(on_terminal({"486"}, {"NO_COLOR=1"}, 500), "\x1b"));
}

}  // namespace
}  // namespace siptriage::testing::explain_test
