// siptriage report -o bundle.zip as a user meets it.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing {
namespace {

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult run(std::vector<std::string> arguments, std::string input = {}) {
  ProgramInput given;
  given.arguments = std::move(arguments);
  given.input = std::move(input);
  return run_siptriage(given);
}

TEST(BundleOutput, IsAnArchiveThatDependsOnTheCaptureAlone) {
  const TemporaryFolder folder;
  const std::string file = folder / "ticket.zip";
  const ProgramResult result =
      run({"report", kBusy, "-o", file, "--sandbox", "auto"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  const std::string zip = read_file(file);
  ASSERT_TRUE(zip.starts_with("PK\x03\x04"));
  for (const char* name : {"manifest.json", "report.txt", "report.json",
                           "calls.csv", "capture.pcapng"}) {
    EXPECT_NE(zip.find(name), std::string::npos) << name;
  }
  EXPECT_EQ(run({"report", kBusy, "--zip", "--threads", "1"}).output, zip);
  EXPECT_EQ(run({"report", kBusy, "--zip", "--sandbox", "auto"}).output, zip);
  EXPECT_EQ(run({"report", "-", "--zip"}, read_file(kBusy)).output, zip);
}

TEST(BundleOutput, IsRefusedUnderANameOfAnotherForm) {
  const TemporaryFolder folder;
  EXPECT_EQ(run({"report", kBusy, "--zip", "-o", folder / "t.json"}).exit_code,
            2);
}

}  // namespace
}  // namespace siptriage::testing
