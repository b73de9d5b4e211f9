// siptriage redact as a user meets it.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::redact_test {
namespace {

namespace fs = std::filesystem;

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult run(std::vector<std::string> arguments,
                  const std::string& octets = {}) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.input = octets;
  return run_siptriage(input);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Redact, DiffersEachTimeUnlessThereIsAKey) {
  const TemporaryFolder folder;
  write_file(folder / "key", "0123456789abcdef");
  const ProgramResult random = run({"redact", kBusy});
  EXPECT_EQ(random.exit_code, 0) << random.errors;
  EXPECT_TRUE(contains(random.errors, "redacted 4 SIP messages in 4 of 4"))
      << random.errors;
  EXPECT_NE(random.output, run({"redact", kBusy}).output);
  const ProgramResult keyed = run({"redact", kBusy, "--key", folder / "key"});
  EXPECT_EQ(keyed.output,
            run({"redact", kBusy, "--key", folder / "key"}).output);
  EXPECT_FALSE(contains(keyed.output, "alice"));
}

TEST(Redact, ReadsAPipe) {
  const TemporaryFolder folder;
  write_file(folder / "key", "0123456789abcdef");
  const ProgramResult piped =
      run({"redact", "-", "--key", folder / "key"}, read_file(kBusy));
  EXPECT_EQ(piped.exit_code, 0) << piped.errors;
  EXPECT_EQ(run({"analyze", "-", "--json"}, piped.output).exit_code, 0);
  EXPECT_FALSE(contains(piped.output, "example.com"));
}

TEST(Redact, TellsOfAFileThatIsCut) {
  const ProgramResult cut =
      run({"redact", "-"}, read_file(kBusy).substr(0, 1500));
  EXPECT_EQ(cut.exit_code, 0) << cut.errors;
  EXPECT_TRUE(contains(cut.errors, "cut short inside a block")) << cut.errors;
  EXPECT_FALSE(contains(run({"redact", kBusy}).errors, "cut short"));
}

TEST(Redact, WritesTheMapForItsOwnerAlone) {
  const TemporaryFolder folder;
  const ProgramResult result =
      run({"redact", kBusy, "-o", folder / "safe.pcapng", "--map",
           folder / "map.tsv", "--sandbox", "auto"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(fs::status(folder / "map.tsv").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  const std::string map = read_file(folder / "map.tsv");
  EXPECT_TRUE(map.starts_with("original\tpseudonym\n")) << map;
  for (const std::string_view original : {"\nalice\t", "\n192.0.2.10\t"}) {
    const std::size_t at = map.find(original);
    ASSERT_NE(at, std::string::npos) << original << " in\n" << map;
    const std::size_t begin = at + original.size();
    const std::string pseudonym =
        map.substr(begin, map.find('\n', begin) - begin);
    EXPECT_TRUE(contains(read_file(folder / "safe.pcapng"), pseudonym));
  }
}

TEST(Redact, KeepsWhatItIsToldTo) {
  const ProgramResult kept = run({"redact", kBusy, "--keep", "domains"});
  EXPECT_TRUE(contains(kept.output, "@example.com"));
  EXPECT_FALSE(contains(kept.output, "alice"));
  const ProgramResult wrong = run({"redact", kBusy, "--keep", "everything"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(contains(wrong.errors, "header:NAME")) << wrong.errors;
}

TEST(Redact, RefusesWhatMakesNoSense) {
  const TemporaryFolder folder;
  write_file(folder / "short", "0123456789");
  EXPECT_EQ(run({"redact", kBusy, "--key", folder / "short"}).exit_code, 2);
  EXPECT_EQ(run({"redact", kBusy, "--key", folder / "none"}).exit_code, 2);
  EXPECT_EQ(run({"redact", kBusy, "--map", "-"}).exit_code, 2);
  EXPECT_EQ(run({"redact", kBusy, "-o", folder / "a", "--map", folder / "a"})
                .exit_code,
            2);
  fs::copy_file(kBusy, folder / "copy.pcapng");
  const std::string before = read_file(folder / "copy.pcapng");
  EXPECT_EQ(
      run({"redact", folder / "copy.pcapng", "-o", folder / "copy.pcapng"})
          .exit_code,
      2);
  EXPECT_EQ(read_file(folder / "copy.pcapng"), before);
}

TEST(Redact, WritesNothingOfACaptureWithoutSip) {
  const TemporaryFolder folder;
  // Of no frames, as Wireshark saves it.
  const std::string empty(
      "\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0"
      "\0\0\x04\0\x01\0\0\0",
      24);
  write_file(folder / "empty.pcap", empty);
  const ProgramResult result =
      run({"redact", folder / "empty.pcap", "-o", folder / "safe.pcapng"});
  EXPECT_EQ(result.exit_code, 3) << result.errors;
  EXPECT_TRUE(contains(result.errors, "nothing is written")) << result.errors;
  EXPECT_FALSE(fs::exists(folder / "safe.pcapng"));
}

}  // namespace
}  // namespace siptriage::testing::redact_test
