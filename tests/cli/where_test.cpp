// --where and siptriage calls as a user meets them.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::where_test {
namespace {

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";
const std::string kAnswered =
    SIPTRIAGE_SOURCE_DIR "/samples/answered-call/answered-call.pcap";

ProgramResult run(std::vector<std::string> arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Where, ChoosesMessages) {
  const ProgramResult text =
      run({"messages", "--where", "status == 486", kBusy});
  EXPECT_EQ(text.exit_code, 0) << text.errors;
  EXPECT_TRUE(contains(text.output, "486 Busy Here")) << text.output;
  EXPECT_FALSE(contains(text.output, "ACK")) << text.output;
  const ProgramResult ndjson =
      run({"messages", "--ndjson", "--where", "method == ACK", kBusy});
  EXPECT_TRUE(contains(ndjson.output, "\"method\":\"ACK\""));
  EXPECT_EQ(ndjson.output.find('\n') + 1, ndjson.output.size());
}

// Lines of JSON cannot say it.
TEST(Where, SaysOnStandardErrorThatNothingMatches) {
  for (const char* command : {"messages", "calls"}) {
    const ProgramResult result =
        run({command, "--ndjson", "--where", "status == 699", kBusy});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors, "siptriage: nothing matches --where\n");
  }
}

TEST(Where, ChoosesCalls) {
  const ProgramResult result = run({"calls", "--where", "outcome == busy",
                                    "--columns", "result", kBusy, kAnswered});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, "RESULT\nbusy 486\n\n1 of 2 exchanges matches.\n");
}

TEST(Where, ChoosesTransactionsAndRegistrations) {
  const ProgramResult result =
      run({"transactions", "--where", "status == 486", "--csv", "--columns",
           "method,status", kBusy, kAnswered});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, "method,status\r\nINVITE,486\r\n");
  const ProgramResult none = run(
      {"registrations", "--where", "outcome == succeeded", "--ndjson", kBusy});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_EQ(none.output, "");
}

TEST(Where, OfMessagesGoesWithColumnsOrderAndLimit) {
  const ProgramResult result = run(
      {"messages", "--where", "method == INVITE", "--columns", "frame,status",
       "--sort", "status", "--reverse", "--limit", "2", "--csv", kBusy});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, "frame,status\r\n3,486\r\n2,100\r\n");
  const ProgramResult plain =
      run({"messages", "--limit", "1", "--width", "120", kBusy});
  EXPECT_TRUE(contains(plain.output, "INVITE sip:bob@example.com"));
  EXPECT_FALSE(contains(plain.output, "486")) << plain.output;
  for (const char* flag : {"--columns", "--sort"}) {
    const ProgramResult wrong = run({"messages", flag, "statsu", kBusy});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_TRUE(contains(wrong.errors, "did you mean status?")) << wrong.errors;
  }
}

TEST(Where, ChoosesWhatAReportTells) {
  for (const char* command : {"analyze", "report"}) {
    const ProgramResult text = run({command, "--where", "outcome == busy",
                                    "--width", "100", kBusy, kAnswered});
    EXPECT_EQ(text.exit_code, 0) << text.errors;
    EXPECT_TRUE(text.output.starts_with(
        "Of 2 exchanges, 1 is meant by --where: outcome == busy."))
        << text.output;
    EXPECT_TRUE(contains(text.output, "2 files")) << "the coverage is of all";
    EXPECT_TRUE(contains(text.output, "Calls         1, busy"));
    EXPECT_FALSE(contains(text.output, "answered and ended"));
  }
  const ProgramResult json =
      run({"--json", "--where", "outcome == busy", kBusy, kAnswered});
  EXPECT_TRUE(contains(json.output, "\"of_calls\":2")) << json.output;
  EXPECT_TRUE(contains(json.output, "\"answered-ended\":0"));
  const ProgramResult all = run({"--json", kBusy});
  EXPECT_FALSE(contains(all.output, "\"selection\"")) << all.output;
}

TEST(Where, ChoosesWhatAPageTells) {
  const ProgramResult page =
      run({"report", "--html", "--where", "outcome == busy", kBusy, kAnswered});
  EXPECT_EQ(page.exit_code, 0) << page.errors;
  EXPECT_TRUE(contains(page.output, "Of 2 exchanges, 1 is meant by --where"));
  EXPECT_TRUE(contains(page.output, "<tr class=\"unanswered\" data-call="));
  EXPECT_FALSE(contains(page.output, "answered and ended"));
  EXPECT_FALSE(contains(page.output, "have no ladder here"));
  EXPECT_FALSE(contains(page.output, "has no ladder here"));
}

TEST(Where, ThatMeansNothingEndsAReportWithOne) {
  for (const char* form :
       {"--text", "--json", "--markdown", "--html", "--csv"}) {
    const ProgramResult result =
        run({"report", form, "--where", "status == 699", kBusy});
    EXPECT_EQ(result.exit_code, 1) << form;
    EXPECT_EQ(result.errors, "siptriage: nothing matches --where\n") << form;
    EXPECT_NE(result.output, "") << form;
  }
  const ProgramResult text = run({"--where", "status == 699", kBusy});
  EXPECT_TRUE(text.output.starts_with(
      "None of 1 exchange is meant by --where: status == 699."))
      << text.output;
}

TEST(Where, IsRefusedBeforeAnythingIsRead) {
  const ProgramResult result =
      run({"calls", "--where", "outcome == bussy", "/no/such/file"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(result.errors,
            "siptriage: --where, column 12: \"bussy\" is not an outcome; did "
            "you mean busy?\n"
            "  outcome == bussy\n"
            "             ^\n");
  EXPECT_EQ(run({"messages", "--where", "", kBusy}).exit_code, 2);
}

TEST(Where, HasLimits) {
  const ProgramResult result = run({"calls", "--limit", "filter-depth=1",
                                    "--where", "not (not (failed))", kBusy});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(contains(result.errors, "filter-depth")) << result.errors;
}

TEST(Calls, HaveFormsAndAnOrder) {
  const ProgramResult csv = run({"calls", "--csv", "--columns", "number,frame",
                                 "--reverse", kBusy, kAnswered});
  EXPECT_EQ(csv.output, "number,frame\r\n2,1:1\r\n1,2:1\r\n") << csv.errors;
  const ProgramResult first =
      run({"calls", "--ndjson", "--sort", "pdd", "--limit", "1", "--columns",
           "code", kBusy, kAnswered});
  EXPECT_EQ(first.output, "{\"code\":200}\n") << first.errors;
  EXPECT_EQ(run({"calls", "--csv", "--ndjson", kBusy}).exit_code, 2);
  EXPECT_EQ(run({"calls", "--columns", "nothing", kBusy}).exit_code, 2);
  EXPECT_EQ(run({"calls", "--sort", "code,pdd", kBusy}).exit_code, 2);
  EXPECT_EQ(run({"analyze", "--limit", "5", kBusy}).exit_code, 2);
}

TEST(Calls, AreTheSameOnAnyNumberOfThreads) {
  const ProgramResult one = run({"calls", "--threads", "1", kBusy, kAnswered});
  const ProgramResult three =
      run({"calls", "--threads", "3", kBusy, kAnswered});
  EXPECT_EQ(one.output, three.output);
  EXPECT_TRUE(contains(one.output, "busy 486")) << one.output;
}

}  // namespace
}  // namespace siptriage::testing::where_test
