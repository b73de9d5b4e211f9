// siptriage check --baseline as a user meets it.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::baseline_test {
namespace {

const std::string kSamples = SIPTRIAGE_SOURCE_DIR "/samples";
const std::string kBusy = kSamples + "/busy/busy.pcapng";
const std::string kAnswered = kSamples + "/answered-call/answered-call.pcap";

ProgramResult run(std::vector<std::string> arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

class Baseline : public ::testing::Test {
 protected:
  Baseline() {
    EXPECT_EQ(run({"snapshot", kAnswered, "-o", base_}).exit_code, 0);
  }
  ProgramResult check(const std::string& capture,
                      std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"check", capture, "--baseline", base_});
    return run(std::move(more));
  }

  TemporaryFolder folder_;
  std::string base_ = folder_ / "base.json";
};

TEST_F(Baseline, PassesWhatIsAsItWas) {
  const ProgramResult same = check(kAnswered, {"--fail-on", "notice"});
  EXPECT_EQ(same.exit_code, 0) << same.output << same.errors;
  EXPECT_EQ(same.output, "PASS          1 assertion of 1 capture: 1 held\n");
}

TEST_F(Baseline, FailsWhatIsWorse) {
  const ProgramResult worse = check(kBusy);
  EXPECT_EQ(worse.exit_code, 1) << worse.errors;
  EXPECT_TRUE(contains(worse.output,
                       "outcome       ends busy (486); in the baseline "
                       "answered-ended (200)\n"))
      << worse.output;
  EXPECT_TRUE(contains(worse.output, "Frames        1\n")) << worse.output;
}

// Both ways are told, and neither fails.
TEST_F(Baseline, TellsWhatIsBetter) {
  ASSERT_EQ(run({"snapshot", kBusy, "-o", base_}).exit_code, 0);
  const ProgramResult better = check(kAnswered);
  EXPECT_EQ(better.exit_code, 0) << better.output;
  EXPECT_TRUE(contains(better.output,
                       "better        ends answered-ended (200); in the "
                       "baseline busy (486)\n"))
      << better.output;
}

TEST_F(Baseline, FailsByTheSeverityAskedFor) {
  std::string text = read_file(base_);
  const std::string names = "\"Via Max-Forwards";
  text.replace(text.find(names), names.size(), "\"X-Gone Via Max-Forwards");
  write_file(base_, text);
  EXPECT_EQ(check(kAnswered).exit_code, 0);
  EXPECT_EQ(check(kAnswered, {"--fail-on", "warning"}).exit_code, 0);
  const ProgramResult strict = check(kAnswered, {"--fail-on", "notice"});
  EXPECT_EQ(strict.exit_code, 1);
  EXPECT_TRUE(contains(strict.output, "INVITE has no X-Gone")) << strict.output;
}

TEST_F(Baseline, IsWrittenAnewWhereThatIsAskedFor) {
  const ProgramResult updated = check(kBusy, {"--update"});
  EXPECT_EQ(updated.exit_code, 0) << updated.output << updated.errors;
  EXPECT_TRUE(contains(updated.output, "worse         ends busy (486)"))
      << updated.output;
  EXPECT_EQ(read_file(base_), run({"snapshot", kBusy}).output);
  EXPECT_EQ(check(kBusy, {"--fail-on", "notice"}).exit_code, 0);
}

TEST_F(Baseline, IsMadeByTheFirstUpdate) {
  std::filesystem::remove(base_);
  const ProgramResult missing = check(kBusy);
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_TRUE(contains(missing.errors, base_)) << missing.errors;
  EXPECT_EQ(check(kBusy, {"--update"}).exit_code, 0);
  EXPECT_EQ(check(kBusy).exit_code, 0);
}

TEST_F(Baseline, KeepsItsTolerance) {
  ASSERT_EQ(
      run({"snapshot", kBusy, "--tolerance", "70%", "-o", base_}).exit_code, 0);
  EXPECT_EQ(check(kBusy, {"--update"}).exit_code, 0);
  EXPECT_TRUE(contains(read_file(base_), "\"relative_percent\":70"));
}

// Not by accident, and not by what is no baseline.
TEST_F(Baseline, ThatIsCorruptNeverPasses) {
  const std::string text = read_file(base_);
  for (const std::string& corrupt :
       {text.substr(0, text.size() / 2), std::string("{}"), std::string()}) {
    write_file(base_, corrupt);
    for (const char* update : {"--all", "--update"}) {
      const ProgramResult result = check(kAnswered, {update});
      EXPECT_EQ(result.exit_code, 2) << corrupt;
      EXPECT_TRUE(contains(result.errors, base_ + ":")) << result.errors;
      EXPECT_EQ(read_file(base_), corrupt);
    }
  }
}

TEST_F(Baseline, IsNotReplacedByNothing) {
  const std::string before = read_file(base_);
  const std::string empty = folder_ / "empty.pcap";
  write_file(empty, read_file(kAnswered).substr(0, 24));
  for (const char* update : {"--all", "--update"}) {
    EXPECT_EQ(check(empty, {update}).exit_code, 1) << update;
    EXPECT_EQ(read_file(base_), before);
  }
}

TEST_F(Baseline, GoesWithExpectations) {
  write_file(folder_ / "e.toml", "[[expect]]\nname = 'none'\nfailed = '0'\n");
  const ProgramResult both =
      check(kAnswered, {"--expect", folder_ / "e.toml", "--all"});
  EXPECT_EQ(both.exit_code, 0) << both.output << both.errors;
  EXPECT_TRUE(contains(both.output, "2 held")) << both.output;
}

TEST_F(Baseline, IsInEveryFormOfTheVerdict) {
  const ProgramResult json =
      check(kBusy, {"--json", "--junit", folder_ / "j.xml", "--sarif",
                    folder_ / "s.sarif", "--tap", folder_ / "t.tap"});
  EXPECT_EQ(json.exit_code, 1);
  EXPECT_TRUE(contains(json.output, "\"change\":\"worse\"")) << json.output;
  for (const char* file : {"j.xml", "s.sarif", "t.tap"}) {
    EXPECT_TRUE(contains(read_file(folder_ / file), "ends busy (486)")) << file;
  }
}

TEST_F(Baseline, RefusesWhatDoesNotGoTogether) {
  EXPECT_EQ(check(kSamples).exit_code, 2);
  EXPECT_EQ(check(kBusy, {"--init"}).exit_code, 2);
  EXPECT_EQ(check(kBusy, {"-o", base_}).exit_code, 2);
  EXPECT_EQ(run({"check", kBusy, "--update"}).exit_code, 2);
}

}  // namespace
}  // namespace siptriage::testing::baseline_test
