// siptriage.toml and --config, as a user meets them.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::config_test {
namespace {

const std::string kSample =
    SIPTRIAGE_SOURCE_DIR "/samples/unavailable-503/unavailable-503.pcapng";

constexpr const char* kSuppression =
    "[[suppress]]\n"
    "rule = \"503-without-retry-after\"\n"
    "reason = \"ticket 4711\"\n"
    "\n"
    "[[suppress]]\n"
    "rule = \"ack-not-seen\"\n"
    "reason = \"no such calls\"\n"
    "\n"
    "[[suppress]]\n"
    "rule = \"request-retransmitted\"\n"
    "reason = \"gone\"\n"
    "expires = 2020-01-31\n"
    "\n"
    "[limits]\n"
    "header-fields = 5\n";

ProgramResult run_in(const std::string& folder,
                     std::vector<std::string> arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.arguments.insert(input.arguments.end(), {"--width", "200", kSample});
  input.folder = folder;
  return run_siptriage(input);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class ConfigFlag : public ::testing::Test {
 protected:
  ConfigFlag() { write_file(folder_ / "siptriage.toml", kSuppression); }
  TemporaryFolder folder_;
};

TEST_F(ConfigFlag, IsTakenFromTheCurrentDirectory) {
  const ProgramResult result = run_in(folder_.path(), {"analyze"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(has(result.output, "SUPPRESSED")) << result.output;
  EXPECT_TRUE(has(result.output, "1 finding hidden"));
  EXPECT_TRUE(
      has(result.output, "Hidden  1 of 503-without-retry-after: ticket 4711") ||
      has(result.output, "1 of 503-without-retry-after: ticket 4711"));
  EXPECT_TRUE(has(result.output, "ack-not-seen: no such calls"));
  EXPECT_TRUE(
      has(result.output, "request-retransmitted: gone (until 2020-01-31)"));
  EXPECT_FALSE(has(result.output, "Retry-After is not present"));
  EXPECT_TRUE(has(result.output, "header-fields (5 header fields)"));
}

TEST_F(ConfigFlag, IsCountedInJson) {
  const ProgramResult result = run_in(folder_.path(), {"analyze", "--json"});
  EXPECT_TRUE(has(result.output, "\"suppressed\":{\"findings\":1,"))
      << result.output;
  EXPECT_TRUE(has(result.output, "\"state\":\"used\""));
  EXPECT_TRUE(has(result.output, "\"state\":\"unused\""));
  EXPECT_TRUE(has(result.output, "\"state\":\"expired\""));
  EXPECT_TRUE(has(result.output, "\"expires\":\"2020-01-31\""));
}

TEST_F(ConfigFlag, IsLeftAsideOnDemand) {
  const ProgramResult result =
      run_in(folder_.path(), {"analyze", "--no-config"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_FALSE(has(result.output, "SUPPRESSED"));
}

TEST_F(ConfigFlag, NamesAnotherFile) {
  write_file(folder_ / "other.toml", "# nothing\n");
  const ProgramResult result =
      run_in(folder_.path(), {"analyze", "--config", "other.toml"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_FALSE(has(result.output, "SUPPRESSED"));
}

TEST_F(ConfigFlag, LetsTheCommandLineSetLimits) {
  const ProgramResult result =
      run_in(folder_.path(), {"analyze", "--limit", "header-fields=200"});
  EXPECT_FALSE(has(result.output, "header-fields")) << result.output;
}

TEST_F(ConfigFlag, IsRefusedWhereSomethingIsWrong) {
  write_file(folder_ / "siptriage.toml", "[[supress]]\n");
  const ProgramResult wrong = run_in(folder_.path(), {"analyze"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.output, "");
  EXPECT_EQ(wrong.errors,
            "siptriage: siptriage.toml:1:3: there is no key supress here; did "
            "you mean suppress?\n");
  for (const char* command : {"analyze", "messages", "calls"}) {
    EXPECT_EQ(run_in(folder_.path(), {command}).exit_code, 2) << command;
  }
  EXPECT_EQ(
      run_in(folder_.path(), {"analyze", "--config", "none.toml"}).exit_code,
      2);
  EXPECT_EQ(run_in(folder_.path(), {"analyze", "--config", "."}).exit_code, 2);
  EXPECT_EQ(run_in(folder_.path(),
                   {"analyze", "--no-config", "--config", "siptriage.toml"})
                .exit_code,
            2);
}

}  // namespace
}  // namespace siptriage::testing::config_test
