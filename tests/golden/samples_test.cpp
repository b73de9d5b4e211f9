// Every sample gives the output that lies beside it. To write the outputs anew:
//
//     SIPTRIAGE_UPDATE_EXPECTED=1 scripts/test -R Samples
//
// and explain the difference in the commit.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::samples_test {
namespace {

namespace fs = std::filesystem;

struct Form {
  const char* file;
  std::vector<std::string> arguments;
  bool everywhere = true;  // else only where the file is
};

const std::vector<Form>& forms() {
  static const std::vector<Form> all = {
      {"expected.txt", {"analyze", "--width", "80"}},
      {"expected.flow.txt", {"flow", "--width", "80"}},
      {"expected.json", {"analyze", "--json"}},
      {"expected.ndjson", {"messages", "--ndjson"}},
      {"expected.md", {"report", "--markdown"}, false},
      {"expected.csv", {"calls", "--csv"}, false},
      {"expected.flow.md", {"flow", "--mermaid"}, false},
      {"expected.svg", {"flow", "--svg"}, false},
  };
  return all;
}

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const auto& entry :
       fs::directory_iterator(SIPTRIAGE_SOURCE_DIR "/samples")) {
    if (entry.is_directory()) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string capture_in(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string extension = entry.path().extension();
    if (extension == ".pcap" || extension == ".pcapng") {
      return entry.path().filename();
    }
  }
  return {};
}

class Samples : public ::testing::TestWithParam<std::string> {};

TEST_P(Samples, GiveTheExpectedOutput) {
  const fs::path folder =
      fs::path(SIPTRIAGE_SOURCE_DIR "/samples") / GetParam();
  const std::string capture = capture_in(folder);
  ASSERT_FALSE(capture.empty()) << folder;
  for (const Form& form : forms()) {
    const std::string expected = folder / form.file;
    if (!form.everywhere && !fs::exists(expected)) continue;
    ProgramInput input;
    input.arguments = form.arguments;
    input.arguments.push_back(capture);
    input.folder = folder;
    input.environment = {"LC_ALL=C.UTF-8"};
    const ProgramResult result = run_siptriage(input);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(result.errors, "");
    if (std::getenv("SIPTRIAGE_UPDATE_EXPECTED") != nullptr) {
      write_file(expected, result.output);
    }
    EXPECT_EQ(result.output, read_file(expected)) << form.file;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Samples, ::testing::ValuesIn(sample_names()),
    [](const ::testing::TestParamInfo<std::string>& sample) {
      std::string name = sample.param;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(SampleList, HasAtLeastTwelve) { EXPECT_GE(sample_names().size(), 12U); }

}  // namespace
}  // namespace siptriage::testing::samples_test
