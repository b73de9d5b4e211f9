// What happens while the report is written: its reader does not read, and the
// capture that it is written from is cut.

#include <csignal>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "cli/big_capture.h"
#include "support/program.h"

namespace siptriage::testing::report_faults_test {
namespace {

namespace fs = std::filesystem;

// A program that waits for the reader of its report.
class Writing : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    write_file(capture_, big_capture(2000));
    ProgramInput input;
    input.arguments = {"--json", "--threads", GetParam(), "--partial",
                       capture_};
    program_ = std::make_unique<RunningProgram>(SIPTRIAGE_PROGRAM, input);
    ASSERT_TRUE(program_->wait_for_output(1));
  }

  TemporaryFolder folder_;
  std::string capture_ = folder_ / "trace.pcap";
  std::unique_ptr<RunningProgram> program_;
};

INSTANTIATE_TEST_SUITE_P(Threads, Writing, ::testing::Values("1", "2"));

TEST_P(Writing, EndsAtOnceWithASignal) {
  program_->send(SIGINT);
  const ProgramResult result = program_->finish();
  EXPECT_EQ(result.signal, SIGINT);
  EXPECT_NE(result.errors.find("interrupted"), std::string::npos);
}

TEST_P(Writing, TellsThatTheCaptureWasCut) {
  fs::resize_file(capture_, 4096);
  const ProgramResult result = program_->finish();
  EXPECT_EQ(result.signal, 0);
  EXPECT_EQ(result.exit_code, 3) << result.errors;
  EXPECT_NE(result.errors.find("cut short while the report was written"),
            std::string::npos)
      << result.errors;
}

TEST_P(Writing, TakesNoNoticeOfACaptureThatGrows) {
  fs::resize_file(capture_, fs::file_size(capture_) + 100'000);
  const ProgramResult result = program_->finish();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.errors, "");
}

}  // namespace
}  // namespace siptriage::testing::report_faults_test
