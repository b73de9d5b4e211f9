// No sample's people, hosts and secrets are left in what `siptriage redact`
// makes of it, and it is judged as before. tests/tools/check_redaction does the
// same with any captures.

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"
#include "support/survivors.h"
#include "support/zip_members.h"

namespace siptriage::testing::redacted_samples_test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> sample_captures() {
  std::vector<std::string> captures;
  for (const auto& entry :
       fs::recursive_directory_iterator(SIPTRIAGE_SOURCE_DIR "/samples")) {
    const std::string extension = entry.path().extension();
    if (extension == ".pcap" || extension == ".pcapng") {
      captures.push_back(entry.path());
    }
  }
  std::sort(captures.begin(), captures.end());
  return captures;
}

std::string analysis_of(const std::string& capture) {
  ProgramInput input;
  input.arguments = {"analyze", capture, "--json", "--no-config"};
  return run_siptriage(input).output;
}

// What the users of samples/hostile-text are called is markup, which reports
// are written in.
bool is_word_of_ours(const std::string& word) {
  static const std::set<std::string> all = {"call", "click",  "end", "img",
                                            "quot", "script", "sum", "svg",
                                            "tab",  "text",   "src"};
  return all.count(word) != 0;
}

class RedactedSamples : public ::testing::TestWithParam<std::string> {};

TEST_P(RedactedSamples, NameNobodyAndSayTheSame) {
  const TemporaryFolder folder;
  write_file(folder / "key", "a key for tests alone");
  ProgramInput input;
  input.arguments = {"redact",       GetParam(), "--key",
                     folder / "key", "-o",       folder / "safe.pcapng"};
  const ProgramResult result = run_siptriage(input);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const std::string safe = read_file(folder / "safe.pcapng");
  const Identities who = identities_of(read_file(GetParam()));
  EXPECT_GT(who.words.size(), 5U);
  EXPECT_GE(who.addresses.size(), 2U);
  for (const std::string& survivor : survivors(who, safe)) {
    ADD_FAILURE() << survivor << " survives";
  }
  EXPECT_EQ(without_names(analysis_of(folder / "safe.pcapng")),
            without_names(analysis_of(GetParam())));
}

// `siptriage extract | siptriage redact`, and a bundle, which does the same.
TEST_P(RedactedSamples, OfSomeCallsSayTheSame) {
  const TemporaryFolder folder;
  ProgramInput input;
  input.arguments = {"-c",
                     "\"$0\" extract \"$1\" --where 'messages > 0' -o - | "
                     "tee part.pcapng | \"$0\" redact - -o safe.pcapng",
                     SIPTRIAGE_PROGRAM, GetParam()};
  input.folder = folder.path();
  const ProgramResult result = run_program("/bin/sh", input);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const std::string part = read_file(folder / "part.pcapng");
  for (const std::string& survivor :
       survivors(identities_of(part), read_file(folder / "safe.pcapng"))) {
    ADD_FAILURE() << survivor << " survives";
  }
  EXPECT_EQ(without_names(analysis_of(folder / "safe.pcapng")),
            without_names(analysis_of(folder / "part.pcapng")));
}

// Every part of them: the manifest and the reports, too.
TEST_P(RedactedSamples, HaveBundlesThatNameNobody) {
  ProgramInput input;
  input.arguments = {"report", GetParam(), "--zip", "--no-config"};
  const ProgramResult result = run_siptriage(input);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const Identities who = identities_of(read_file(GetParam()));
  Identities telling = who;
  std::erase_if(telling.words, is_word_of_ours);
  EXPECT_GT(telling.words.size(), 5U);
  const auto members = zip_members(result.output);
  EXPECT_EQ(members.size(), 7U);
  for (const auto& [name, octets] : members) {
    for (const std::string& survivor :
         survivors(name == "capture.pcapng" ? who : telling, octets)) {
      ADD_FAILURE() << survivor << " survives in " << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, RedactedSamples, ::testing::ValuesIn(sample_captures()),
    [](const ::testing::TestParamInfo<std::string>& sample) {
      std::string name = fs::path(sample.param).parent_path().filename();
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(RedactedSamplesSearch, FindsThoseOfTheOriginalItself) {
  for (const std::string& capture : sample_captures()) {
    const std::string octets = read_file(capture);
    EXPECT_FALSE(survivors(identities_of(octets), octets).empty()) << capture;
  }
}

}  // namespace
}  // namespace siptriage::testing::redacted_samples_test
