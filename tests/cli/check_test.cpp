// siptriage check as a pipeline meets it: exit codes above all.

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/big_capture.h"
#include "support/program.h"

namespace siptriage::testing::check_test {
namespace {

namespace fs = std::filesystem;

const std::string kSamples = SIPTRIAGE_SOURCE_DIR "/samples/";
const std::string kBusy = kSamples + "busy/busy.pcapng";
const std::string kAnswered = kSamples + "answered-call/answered-call.pcap";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Frames, and the front of another, through a pipe that stays open.
std::string endless_capture() {
  constexpr std::size_t kFileHeaderOctets = 24;
  const std::string capture = read_file(kAnswered);
  std::string endless = capture;
  while (endless.size() < 10'000) endless += capture.substr(kFileHeaderOctets);
  return endless.substr(0, endless.size() - 10);
}

class Check : public ::testing::Test {
 protected:
  ProgramResult check(std::vector<std::string> arguments) const {
    ProgramInput input;
    input.arguments = std::move(arguments);
    input.arguments.insert(input.arguments.begin(), "check");
    input.folder = folder_.path();
    return run_siptriage(input);
  }
  // One expectation of `capture`.
  ProgramResult expect(const std::string& capture, const std::string& body,
                       std::vector<std::string> more = {}) const {
    write_file(folder_ / "e.toml", "[[expect]]\n" + body + "\n");
    more.insert(more.begin(), {capture, "--expect", "e.toml"});
    return check(std::move(more));
  }
  void copy(const std::string& from, const std::string& to) const {
    fs::create_directories(fs::path(folder_ / to).parent_path());
    fs::copy_file(from, folder_ / to);
  }

  TemporaryFolder folder_;
};

TEST_F(Check, IsDoneWhereAllHolds) {
  const ProgramResult held = expect(kBusy, "count = 1\noutcome = 'busy'");
  EXPECT_EQ(held.exit_code, 0) << held.errors;
  EXPECT_EQ(held.output, "PASS          2 assertions of 1 capture: 2 held\n");
  EXPECT_EQ(held.errors, "");
}

TEST_F(Check, FailsWithReasonAndFramesWhereSomethingDoesNot) {
  const ProgramResult failed =
      expect(kBusy, "name = 'answered'\noutcome = 'answered-ended'");
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_TRUE(contains(failed.output, "FAILED  answered  (e.toml:1)"))
      << failed.output;
  EXPECT_TRUE(contains(failed.output, "1 of 1 call ended otherwise: 1 busy"));
  EXPECT_TRUE(contains(failed.output, "Frames        3\n"));
  EXPECT_EQ(failed.errors, "");
}

TEST_F(Check, FailsWhereNothingIsChosen) {
  EXPECT_EQ(expect(kBusy, "where = 'code == 500'\nfailed = 0").exit_code, 1);
  EXPECT_EQ(
      expect(kBusy, "where = 'code == 500'\nfailed = 0\nmay_be_empty = true")
          .exit_code,
      0);
}

TEST_F(Check, FailsByTheSeverityAskedFor) {
  const std::string warning = "severity = 'warning'\ncount = 2";
  EXPECT_EQ(expect(kBusy, warning).exit_code, 0);
  EXPECT_EQ(expect(kBusy, warning, {"--fail-on", "warning"}).exit_code, 1);
  EXPECT_EQ(expect(kBusy, warning, {"--fail-on", "notice"}).exit_code, 1);
  EXPECT_EQ(expect(kBusy, "count = 2", {"--fail-on", "error"}).exit_code, 1);
  // A threshold that is none is no reason to pass.
  EXPECT_EQ(expect(kBusy, "count = 1", {"--fail-on", "none"}).exit_code, 2);
  EXPECT_EQ(expect(kBusy, "count = 1", {"--fail-on", ""}).exit_code, 2);
}

TEST_F(Check, JudgesFindingsWithoutExpectations) {
  const std::string refused =
      kSamples + "method-405-without-allow/method-405-without-allow.pcap";
  const ProgramResult failed = check({refused});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_TRUE(contains(failed.output, "405-without-allow")) << failed.output;
  EXPECT_EQ(check({kAnswered, "--fail-on", "notice"}).exit_code, 0);
}

TEST_F(Check, RefusesExpectationsThatAreWrongWithLineColumnAndHint) {
  const ProgramResult wrong = expect(kBusy, "cuont = 1");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.output, "");
  EXPECT_EQ(wrong.errors,
            "siptriage: e.toml:2:1: there is no key \"cuont\"; did you mean "
            "count?\n");
  const ProgramResult missing = check({kBusy, "--expect", "none.toml"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_EQ(missing.errors,
            "siptriage: there is no file of expectations none.toml\n");
  EXPECT_EQ(expect(kBusy, "where = 'pdx > 1 s'\ncount = 1").exit_code, 2);
}

TEST_F(Check, CannotJudgeWhatCannotBeRead) {
  const ProgramResult missing = expect("/no/such.pcap", "count = 0");
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_TRUE(contains(missing.errors, "/no/such.pcap")) << missing.errors;
  EXPECT_TRUE(contains(missing.output, "1 capture unreadable"))
      << missing.output;
  write_file(folder_ / "x.pcap", "no capture");
  EXPECT_EQ(expect("x.pcap", "count = 0").exit_code, 3);
}

TEST_F(Check, NeverPassesACaptureWithoutSip) {
  // The header of a pcap, and no frame.
  write_file(folder_ / "empty.pcap", read_file(kAnswered).substr(0, 24));
  for (const ProgramResult& result :
       {expect("empty.pcap", "count = 0\nmay_be_empty = true"),
        check({"empty.pcap"})}) {
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_TRUE(contains(result.output, "there is no SIP in it"))
        << result.output;
  }
}

TEST_F(Check, FailsForASuppressionPastItsDay) {
  write_file(folder_ / "siptriage.toml",
             "[[suppress]]\nrule = '405-without-allow'\nreason = 'known'\n"
             "expires = 2020-01-31\n");
  const ProgramResult result = expect(kBusy, "count = 1");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(contains(result.output, "held until 2020-01-31"))
      << result.output;
  EXPECT_EQ(expect(kBusy, "count = 1", {"--no-config"}).exit_code, 0);
}

TEST_F(Check, AppliesSuppressions) {
  const std::string refused =
      kSamples + "method-405-without-allow/method-405-without-allow.pcap";
  EXPECT_EQ(expect(refused, "max_severity = 'notice'").exit_code, 1);
  write_file(folder_ / "siptriage.toml",
             "[[suppress]]\nrule = '405-without-allow'\nreason = 'known'\n");
  const ProgramResult result = expect(refused, "max_severity = 'notice'");
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST_F(Check, TakesPairsOfAFolderAndItsSubfolders) {
  copy(kBusy, "traces/busy.pcapng");
  copy(kAnswered, "traces/deep/er/answered.pcap");
  write_file(folder_ / "traces/busy.toml", "[[expect]]\noutcome = 'busy'\n");
  write_file(folder_ / "traces/deep/er/answered.toml",
             "[[expect]]\nanswered = 1\n");
  const ProgramResult all = check({"traces"});
  EXPECT_EQ(all.exit_code, 0) << all.output << all.errors;
  EXPECT_EQ(all.output, "PASS          2 assertions of 2 captures: 2 held\n");

  copy(kBusy, "traces/alone.pcapng");
  const ProgramResult alone = check({"traces"});
  EXPECT_EQ(alone.exit_code, 0) << alone.output;
  EXPECT_TRUE(contains(alone.output, "traces/alone.pcapng\n tolerated  "))
      << alone.output;
  EXPECT_EQ(check({"traces", "--fail-on", "notice"}).exit_code, 1);

  write_file(folder_ / "traces/gone.toml", "[[expect]]\ncount = 1\n");
  const ProgramResult gone = check({"traces"});
  EXPECT_EQ(gone.exit_code, 1);
  EXPECT_TRUE(contains(gone.output, "traces/gone.toml\n NOT JUDGED  "))
      << gone.output;
}

TEST_F(Check, NeverPassesAFolderWithoutPairs) {
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(check({"empty"}).exit_code, 1);
  copy(kBusy, "traces/busy.pcapng");
  const ProgramResult result = check({"traces"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(contains(result.output, "no pair")) << result.output;
}

TEST_F(Check, TellsAllThatIsWrongInAFolder) {
  copy(kBusy, "traces/a.pcapng");
  copy(kBusy, "traces/b.pcapng");
  write_file(folder_ / "traces/a.toml", "[[expect]]\ncuont = 1\n");
  write_file(folder_ / "traces/b.toml", "[[expects]]\ncount = 1\n");
  const ProgramResult result = check({"traces"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(contains(result.errors, "traces/a.toml:2:1: ")) << result.errors;
  EXPECT_TRUE(contains(result.errors, "traces/b.toml:1:3: ")) << result.errors;
}

TEST_F(Check, GoesOnWhereOneOfAFolderCannotBeRead) {
  copy(kBusy, "traces/busy.pcapng");
  write_file(folder_ / "traces/busy.toml", "[[expect]]\ncount = 2\n");
  write_file(folder_ / "traces/broken.pcap", "no capture");
  write_file(folder_ / "traces/broken.toml", "[[expect]]\ncount = 1\n");
  const ProgramResult result = check({"traces"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_TRUE(contains(result.output, "1 call; wanted: exactly 2"))
      << result.output;
}

TEST_F(Check, DoesNotMixWhatDoesNotGoTogether) {
  fs::create_directory(folder_ / "traces");
  EXPECT_EQ(check({"traces", kBusy}).exit_code, 2);
  EXPECT_EQ(check({"traces", "--init"}).exit_code, 2);
  EXPECT_EQ(expect("traces", "count = 1").exit_code, 2);
  EXPECT_EQ(expect(kBusy, "count = 1", {"--init"}).exit_code, 2);
  EXPECT_EQ(expect(kBusy, "count = 1", {"--json", "--annotations", "github"})
                .exit_code,
            2);
}

TEST_F(Check, WritesFirstExpectationsThatTheCaptureMeets) {
  copy(kAnswered, "trace.pcap");
  const ProgramResult init = check({"trace.pcap", "--init"});
  EXPECT_EQ(init.exit_code, 0) << init.errors;
  EXPECT_EQ(init.errors, "siptriage: wrote trace.toml\n");
  const std::string written = read_file(folder_ / "trace.toml");
  EXPECT_TRUE(contains(written, "answered = 1\n")) << written;
  EXPECT_TRUE(contains(
      written, "sequence = \"INVITE, 100*, 180*, 200, ACK, BYE, 200\"\n"));
  EXPECT_EQ(check({"trace.pcap", "--expect", "trace.toml"}).exit_code, 0);
  // It is never overwritten.
  const ProgramResult again = check({"trace.pcap", "--init"});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_TRUE(contains(again.errors, "trace.toml is there already"));
  EXPECT_EQ(read_file(folder_ / "trace.toml"), written);
  const ProgramResult out = check({"trace.pcap", "--init", "-o", "-"});
  EXPECT_EQ(out.exit_code, 0);
  EXPECT_EQ(out.output, written);
}

TEST_F(Check, WritesFirstExpectationsThatEachSampleMeets) {
  for (const auto& entry : fs::recursive_directory_iterator(kSamples)) {
    const std::string extension = entry.path().extension();
    if (extension != ".pcap" && extension != ".pcapng") continue;
    const std::string capture = entry.path();
    fs::remove(folder_ / "draft.toml");
    EXPECT_EQ(check({capture, "--init", "-o", "draft.toml"}).exit_code, 0);
    const ProgramResult held = check({capture, "--expect", "draft.toml"});
    EXPECT_EQ(held.exit_code, 0) << capture << held.output << held.errors;
  }
}

// The forms, each into its file, and what goes to standard output.
const std::vector<std::string> kAllForms = {"--junit", "r.xml",   "--tap",
                                            "r.tap",   "--sarif", "r.sarif"};

TEST_F(Check, HasOneVerdictWhateverTheForm) {
  const std::vector<std::vector<std::string>> forms = {
      {},
      kAllForms,
      {"--json"},
      {"--annotations", "github"},
      {"--annotations", "gitlab"},
      {"--all"},
  };
  for (const auto& form : forms) {
    EXPECT_EQ(expect(kBusy, "count = 1", form).exit_code, 0);
    EXPECT_EQ(expect(kBusy, "count = 2", form).exit_code, 1);
    EXPECT_EQ(expect("/no/such.pcap", "count = 2", form).exit_code, 3);
  }
}

TEST_F(Check, WritesEachForm) {
  const ProgramResult result =
      expect(kBusy, "name = 'two'\ncount = 2", kAllForms);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(contains(read_file(folder_ / "r.xml"), "<testcase name=\"two\""));
  EXPECT_TRUE(contains(read_file(folder_ / "r.tap"), "\nnot ok 1 - "));
  const std::string sarif = read_file(folder_ / "r.sarif");
  EXPECT_TRUE(contains(sarif, "\"version\":\"2.1.0\""));
  EXPECT_TRUE(contains(sarif, "busy.pcapng.sip.txt")) << sarif;
  EXPECT_TRUE(contains(sarif, "\"startLine\":1}")) << sarif;
  const ProgramResult github =
      expect(kBusy, "name = 'two'\ncount = 2", {"--annotations", "github"});
  EXPECT_TRUE(contains(github.output,
                       "\n::error file=e.toml,line=1,title=two%3A count::"))
      << github.output;
  const ProgramResult gitlab =
      expect(kBusy, "count = 2", {"--annotations", "gitlab", "-o", "q.json"});
  EXPECT_EQ(gitlab.output, "");
  EXPECT_TRUE(
      contains(read_file(folder_ / "q.json"), "\"check_name\":\"count\""));
}

TEST_F(Check, WritesThemAlsoWhereACaptureCannotBeRead) {
  EXPECT_EQ(expect("/no/such.pcap", "count = 1", kAllForms).exit_code, 3);
  EXPECT_TRUE(contains(read_file(folder_ / "r.xml"), "<error message="));
  EXPECT_TRUE(contains(read_file(folder_ / "r.sarif"),
                       "\"executionSuccessful\":false"));
}

TEST_F(Check, PointsAtLinesThatTheTextOfTheCaptureHas) {
  ProgramInput input;
  input.arguments = {"messages", "--full", kBusy};
  const ProgramResult text = run_siptriage(input);
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_TRUE(text.output.starts_with("== frame 1  2026-03-02T"))
      << text.output;
  std::size_t line = 1;
  for (std::size_t at = 0; at != text.output.find("== frame 3 "); ++at) {
    if (text.output[at] == '\n') ++line;
  }
  expect(kBusy, "outcome = 'succeeded'", {"--sarif", "r.sarif"});
  EXPECT_TRUE(contains(read_file(folder_ / "r.sarif"),
                       "\"startLine\":" + std::to_string(line) + "}"));
}

TEST_F(Check, OverwritesNothingThatItReads) {
  copy(kBusy, "busy.pcapng");
  EXPECT_EQ(
      expect("busy.pcapng", "count = 1", {"--junit", "busy.pcapng"}).exit_code,
      2);
  EXPECT_EQ(expect("busy.pcapng", "count = 1", {"-o", "e.toml"}).exit_code, 2);
  EXPECT_EQ(read_file(folder_ / "busy.pcapng"), read_file(kBusy));
}

TEST_F(Check, WritesIntoSeveralFoldersFromInsideTheSandbox) {
  fs::create_directories(folder_ / "a");
  fs::create_directories(folder_ / "b");
  const ProgramResult result =
      expect(kBusy, "count = 1", {"--junit", "a/r.xml", "--tap", "b/r.tap"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(fs::exists(folder_ / "a/r.xml"));
  EXPECT_TRUE(fs::exists(folder_ / "b/r.tap"));
}

TEST_F(Check, GivesTheSameOctetsForAnyNumberOfThreads) {
  write_file(folder_ / "big.pcap", big_capture(3000));
  std::vector<std::string> seen;
  for (const char* threads : {"1", "2", "8"}) {
    std::vector<std::string> arguments = kAllForms;
    arguments.insert(arguments.end(), {"--threads", threads, "--json"});
    const ProgramResult result = expect(
        "big.pcap",
        "failed = 1\nanswered = 1\noutcome = 'busy'\nmax_pdd = '1 us'\n"
        "p95_pdd = '<= 1 us'\nser = '>= 100 %'\nmax_severity = 'none'\n"
        "each = 'from_user == nobody'\nsequence = 'INVITE, 699'\n"
        "[[expect]]\nover = 'messages'\ncount = 1\n"
        "[[expect]]\nover = 'transactions'\nretransmissions = 9999\n"
        "[[expect]]\nover = 'findings'\ncount = 99999\nmay_be_empty = true",
        arguments);
    EXPECT_EQ(result.exit_code, 1) << result.errors;
    seen.push_back(result.output + read_file(folder_ / "r.xml") +
                   read_file(folder_ / "r.tap") +
                   read_file(folder_ / "r.sarif"));
  }
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_EQ(seen[0], seen[2]);
}

TEST_F(Check, HasTheVerdictOfWhatAReaderDidNotWantToSee) {
  ProgramInput input;
  write_file(folder_ / "e.toml", "[[expect]]\ncount = 2\n");
  input.arguments = {"check", kBusy, "--expect", "e.toml", "--json"};
  input.folder = folder_.path();
  input.close_output_after = 1;
  EXPECT_EQ(run_siptriage(input).exit_code, 1);
}

TEST_F(Check, LeavesNothingBehindWhenItIsStopped) {
  write_file(folder_ / "e.toml", "[[expect]]\ncount = 1\n");
  fs::create_directory(folder_ / "out");
  ProgramInput input;
  input.arguments = {"check",   "-",          "--expect", "e.toml",
                     "--junit", "out/r.xml",  "--tap",    "out/r.tap",
                     "--sarif", "out/r.sarif"};
  input.folder = folder_.path();
  input.input = endless_capture();
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  EXPECT_FALSE(fs::is_empty(folder_ / "out"));
  program.send(SIGINT);
  EXPECT_EQ(program.finish().signal, SIGINT);
  EXPECT_TRUE(fs::is_empty(folder_ / "out"));
}

TEST_F(Check, DoesNotPassWhatItDidNotReadToTheEnd) {
  write_file(folder_ / "e.toml", "[[expect]]\ncount = '>= 1'\n");
  ProgramInput input;
  input.arguments = {"check", "-", "--partial", "--expect", "e.toml"};
  input.folder = folder_.path();
  input.input = endless_capture();
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(SIGINT);
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.exit_code, 1) << result.output << result.errors;
  EXPECT_TRUE(contains(result.output, "reading was interrupted"));
}

TEST_F(Check, TakesWhatTheSamplesPromise) {
  ProgramInput input;
  input.arguments = {"check", "samples", "--fail-on", "notice"};
  input.folder = SIPTRIAGE_SOURCE_DIR;
  const ProgramResult result = run_siptriage(input);
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
}

}  // namespace
}  // namespace siptriage::testing::check_test
