// --limit and `siptriage limits`, as a user meets them.

#include "siptriage/base/limits.h"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::limits_test {
namespace {

const std::string kSample = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult run(std::vector<std::string> arguments,
                  const std::string& standard_input = {}) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.input = standard_input;
  return run_siptriage(input);
}

TEST(LimitFlag, SetsLimitsThatTheReportThenNames) {
  for (const std::string command : {"analyze", "messages"}) {
    EXPECT_EQ(run({command, "--limit", "header-fields=64", "--limit",
                   "fragment-age=60s", kSample})
                  .exit_code,
              0);
  }
  const ProgramResult result =
      run({"--limit", "header-fields=5", "--width", "200", kSample});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.output.find("header-fields (5 header fields) was reached"),
            std::string::npos)
      << result.output;
  EXPECT_NE(result.output.find("--limit header-fields=256 raises it"),
            std::string::npos);
  const ProgramResult json =
      run({"--limit=header-fields=5", "--json", kSample});
  EXPECT_NE(json.output.find("\"limits\":[{\"name\":\"header-fields\","
                             "\"limit\":5,"),
            std::string::npos);
}

TEST(LimitFlag, RefusesWhatIsNoLimitOrOutOfRange) {
  struct Case {
    std::string setting;
    std::string says;
  };
  const Case cases[] = {
      {"tcp-connection=5", "did you mean tcp-connections?"},
      {"tcp-connections=0", "takes 1 to 16777216 (connections), not 0"},
      {"tcp-connections", "no value for tcp-connections"},
  };
  for (const Case& row : cases) {
    const ProgramResult result = run({"--limit", row.setting, kSample});
    EXPECT_EQ(result.exit_code, 2) << row.setting;
    EXPECT_EQ(result.output, "");
    EXPECT_NE(result.errors.find(row.says), std::string::npos) << result.errors;
  }
}

TEST(LimitList, NamesEachLimitInEightyColumns) {
  const ProgramResult result = run({"limits"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.errors, "");
  for (const LimitSpec& spec : limit_specs()) {
    EXPECT_NE(result.output.find("\n" + std::string(spec.name) + ": "),
              std::string::npos)
        << spec.name;
  }
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(OutputLimit, EndsTheReportWithExitStatusFour) {
  const std::string capture = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{"--json"}, std::vector<std::string>{}}) {
    std::vector<std::string> arguments = flags;
    arguments.insert(arguments.end(),
                     {"--limit", "output-octets=4k", "--width", "1000"});
    // As many captures as it takes.
    for (int i = 0; i < 8; ++i) arguments.push_back(capture);
    const ProgramResult result = run(arguments);
    if (flags.empty() && result.output.size() < 4096) continue;
    EXPECT_EQ(result.exit_code, 4) << result.output.size();
    EXPECT_NE(result.errors.find("output-octets (4096)"), std::string::npos)
        << result.errors;
  }
}

// What comes through a pipe has to be kept in memory.
TEST(KeptOctets, BoundWhatIsReadFromAPipe) {
  const std::string capture =
      read_file(SIPTRIAGE_SOURCE_DIR "/samples/cancelled/cancelled.pcap");
  const ProgramResult whole = run({"messages", "--ndjson", "-"}, capture);
  EXPECT_EQ(whole.exit_code, 0) << whole.errors;
  std::string first_output;
  for (const std::string threads : {"1", "3"}) {
    const ProgramResult result =
        run({"messages", "--ndjson", "--threads", threads, "--limit",
             "kept-octets=1k", "-"},
            capture);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_LT(result.output.size(), whole.output.size());
    EXPECT_EQ(whole.output.rfind(result.output, 0), 0U) << "the first messages";
    if (first_output.empty()) first_output = result.output;
    EXPECT_EQ(result.output, first_output);
  }
  const ProgramResult report =
      run({"--limit", "kept-octets=1k", "--width", "200", "-"}, capture);
  EXPECT_NE(report.output.find("kept-octets (1,024 octets) was reached"),
            std::string::npos)
      << report.output;
  const ProgramResult none = run({"--limit", "kept-octets=0", "-"}, capture);
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_EQ(none.output.rfind("There is SIP in this capture, but", 0), 0U)
      << none.output;
}

}  // namespace
}  // namespace siptriage::testing::limits_test
