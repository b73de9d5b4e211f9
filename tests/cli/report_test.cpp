// siptriage report: the form of a report follows the name it gets.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::report_test {
namespace {

using Names = std::vector<std::string>;

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult run(Names arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Form {
  const char* name;  // of the output
  Names same_as;     // what standard output gets
};

const std::vector<Form>& forms() {
  static const std::vector<Form> all = {
      {"report.txt", {"analyze", "--text"}},
      {"report", {"analyze"}},
      {"ticket.md", {"report", "--markdown"}},
      {"ticket.Markdown", {"report", "--markdown"}},
      {"ticket.html", {"analyze", "--html"}},
      {"TICKET.HTM", {"report", "--html"}},
      {"REPORT.JSON", {"analyze", "--json"}},
      {"calls.csv", {"calls", "--csv"}},
  };
  return all;
}

TEST(Report, HasTheFormOfItsName) {
  const TemporaryFolder folder;
  for (const Form& form : forms()) {
    Names arguments = form.same_as;
    arguments.push_back(kBusy);
    const std::string expected = run(arguments).output;
    ASSERT_NE(expected, "") << form.name;
    for (const char* command : {"report", "analyze"}) {
      const std::string file = folder / form.name;
      const ProgramResult result = run({command, kBusy, "-o", file});
      EXPECT_EQ(result.exit_code, 0) << form.name << result.errors;
      EXPECT_EQ(read_file(file), expected) << form.name;
    }
  }
}

TEST(Report, IsTextOnStandardOutput) {
  const std::string text = run({kBusy}).output;
  EXPECT_EQ(run({"report", kBusy}).output, text);
  EXPECT_EQ(run({"report", kBusy, "-o", "-"}).output, text);
  EXPECT_EQ(run({"report", "--json", kBusy}).output,
            run({"--json", kBusy}).output);
}

TEST(Report, TakesAFlagForNamesThatSayNoForm) {
  const TemporaryFolder folder;
  const std::string file = folder / "report.log";
  const ProgramResult wrong = run({"report", kBusy, "-o", file});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(contains(wrong.errors,
                       ".log is the suffix of no form; there are "
                       ".txt, .md, .html, .json, .csv, .zip"))
      << wrong.errors;
  EXPECT_EQ(run({"report", kBusy, "--json", "-o", file}).exit_code, 0);
  EXPECT_EQ(read_file(file), run({"--json", kBusy}).output);
  EXPECT_EQ(run({"report", kBusy, "--text", "-o", file}).exit_code, 0);
  // As ever: any name will do.
  EXPECT_EQ(run({kBusy, "-o", file}).exit_code, 0);
  EXPECT_EQ(read_file(file), run({kBusy}).output);
}

TEST(Report, OfATableHasTheFormOfItsNameToo) {
  const TemporaryFolder folder;
  for (const char* form : {"csv", "ndjson"}) {
    const std::string file = folder / ("x." + std::string(form));
    EXPECT_EQ(run({"calls", kBusy, "-o", file}).exit_code, 0);
    EXPECT_EQ(read_file(file),
              run({"calls", "--" + std::string(form), kBusy}).output);
  }
  // A flag goes before the name, as ever.
  const std::string file = folder / "x.csv";
  EXPECT_EQ(run({"calls", kBusy, "--ndjson", "-o", file}).exit_code, 0);
  EXPECT_EQ(read_file(file), run({"calls", "--ndjson", kBusy}).output);
}

TEST(Report, DoesNotContradictItsName) {
  const TemporaryFolder folder;
  const std::string file = folder / "calls.csv";
  for (const char* command : {"report", "analyze"}) {
    const ProgramResult result = run({command, kBusy, "--json", "-o", file});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_TRUE(contains(result.errors, "--json does not go with the name"))
        << result.errors;
  }
  EXPECT_EQ(run({"report", kBusy, "--json", "--csv"}).exit_code, 2);
  EXPECT_EQ(run({"report", kBusy, "--csv", "-o", file}).exit_code, 0);
}

}  // namespace
}  // namespace siptriage::testing::report_test
