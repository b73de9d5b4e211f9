// siptriage report -o bundle.zip, and of a folder, as a user meets it.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"
#include "support/zip_members.h"

namespace siptriage::testing::bundle_test {
namespace {

namespace fs = std::filesystem;
using Members = std::map<std::string, std::string>;
using Names = std::vector<std::string>;

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";
const std::string kTcp =
    SIPTRIAGE_SOURCE_DIR "/samples/tcp-split/tcp-split.pcap";

ProgramResult run(Names arguments, std::string input = {},
                  const std::string& folder = {}) {
  ProgramInput given;
  given.arguments = std::move(arguments);
  given.input = std::move(input);
  given.folder = folder;
  given.environment = {"LC_ALL=C.UTF-8"};
  return run_siptriage(given);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Names names_in(const std::string& folder) {
  Names names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// In hexadecimal, by a program of others.
std::string sum_of(const std::string& path) {
  ProgramInput input;
  input.arguments = {path};
  return run_program("/usr/bin/sha256sum", input).output.substr(0, 64);
}

const Names& all_names() {
  static const Names names = {"calls.csv",   "capture.pcapng", "manifest.json",
                              "report.html", "report.json",    "report.md",
                              "report.txt"};
  return names;
}

// A bundle, made with a key.
class BundleOutput : public ::testing::Test {
 protected:
  BundleOutput() { write_file(key_, "0123456789abcdef"); }

  [[nodiscard]] Members members_of(Names arguments) const {
    arguments.insert(arguments.begin(), {"report", "--zip", "--key", key_});
    const ProgramResult result = run(std::move(arguments));
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return zip_members(result.output);
  }

  const TemporaryFolder folder_;
  const std::string key_ = folder_ / "key";
};

TEST_F(BundleOutput, DependsOnTheCaptureAndTheKeyAlone) {
  const std::string file = folder_ / "ticket.zip";
  const ProgramResult result =
      run({"report", kBusy, "-o", file, "--key", key_, "--sandbox", "auto"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  const std::string zip = read_file(file);
  EXPECT_EQ(zip_members(zip).size(), all_names().size());
  const auto again = [this](Names more, std::string input = {}) {
    more.insert(more.begin(), {"report", "--zip", "--key", key_});
    return run(std::move(more), std::move(input)).output;
  };
  EXPECT_EQ(again({kBusy, "--threads", "1"}), zip);
  EXPECT_EQ(again({kBusy, "--no-sandbox"}), zip);
  EXPECT_EQ(again({"-"}, read_file(kBusy)), zip);
  EXPECT_NE(run({"report", kBusy, "--zip"}).output, zip);
}

TEST_F(BundleOutput, IsWhatSiptriageSaysOfItsCapture) {
  for (const std::string& capture : {kBusy, kTcp}) {
    const Members members = members_of({capture});
    write_file(folder_ / "capture.pcapng", members.at("capture.pcapng"));
    const std::map<std::string, Names> reports = {
        {"report.txt", {"--text", "--all"}},
        {"report.md", {"--markdown", "--all"}},
        {"report.html", {"--html"}},
        {"report.json", {"--json"}},
        {"calls.csv", {"--csv"}}};
    for (const auto& [name, flags] : reports) {
      Names arguments = {"report", "capture.pcapng"};
      arguments.insert(arguments.end(), flags.begin(), flags.end());
      EXPECT_EQ(members.at(name), run(arguments, {}, folder_.path()).output)
          << name;
    }
  }
}

TEST_F(BundleOutput, HasAManifestOfItsFilesAndOfTheRun) {
  const Members members =
      members_of({kBusy, kTcp, "--where", "from_user == \"alice\"", "--filter",
                  "host 192.0.2.10", "--limit", "tcp-connections=1000"});
  for (const auto& [name, octets] : members) {
    write_file(folder_ / name, octets);
  }
  const std::string& manifest = members.at("manifest.json");
  for (const std::string part :
       {"\"made_by\":\"siptriage ", "\"captures\":\"2\"",
        "\"redacted\":\"yes\"", "\"key\":\"of a file\"", "\"where\":\"left out",
        "\"filter\":\"left out", "\"limit tcp-connections\":\"1000\""}) {
    EXPECT_TRUE(contains(manifest, part)) << part << " in " << manifest;
  }
  EXPECT_FALSE(contains(manifest, "alice")) << manifest;
  EXPECT_FALSE(contains(manifest, "192.0.2.10")) << manifest;
  for (const std::string& name : all_names()) {
    if (name == "manifest.json") continue;
    const std::string sum = sum_of(folder_ / name);
    ASSERT_EQ(sum.size(), 64U);
    EXPECT_TRUE(contains(manifest, "\"sha256\":\"" + sum + "\"")) << name;
  }
}

TEST_F(BundleOutput, HasTheNamesWhereTheyAreWanted) {
  const ProgramResult result = run({"report", kBusy, "--zip", "--no-redact",
                                    "--where", "from_user == \"alice\""});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  const Members members = zip_members(result.output);
  for (const std::string& name : all_names()) {
    EXPECT_TRUE(contains(members.at(name), "alice")) << name;
  }
  EXPECT_EQ(members.at("capture.pcapng"), run({"extract", kBusy}).output);
  EXPECT_TRUE(contains(members.at("manifest.json"), "\"redacted\":\"no\""));
  EXPECT_TRUE(
      contains(members_of({kBusy, "--keep", "domains"}).at("report.json"),
               "example.com"));
}

TEST_F(BundleOutput, IsNotMadeOfNothing) {
  const std::string file = folder_ / "ticket.zip";
  const ProgramResult none =
      run({"report", kBusy, "--where", "code == 503", "-o", file});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_TRUE(contains(none.errors, "no call matches --where")) << none.errors;
  EXPECT_FALSE(fs::exists(file));
}

// The signal that ended the reading ended that of the bundle's capture, too.
TEST_F(BundleOutput, IsMadeOfWhatWasReadUntilASignal) {
  ProgramInput input;
  input.arguments = {"report", "-", "--partial", "-o", folder_ / "ticket.zip"};
  input.input = read_file(kTcp);
  RunningProgram program(SIPTRIAGE_PROGRAM, input);
  ASSERT_TRUE(program.wait_until_input_is_read());
  program.send(SIGINT);
  const ProgramResult result = program.finish();
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  const Members members = zip_members(read_file(folder_ / "ticket.zip"));
  EXPECT_TRUE(contains(members.at("manifest.json"), "\"interrupted\":\"yes\""));
  EXPECT_TRUE(contains(members.at("report.json"), "\"outcome\""));
}

TEST_F(BundleOutput, OfAFolderAreTheSameFiles) {
  const Members members = members_of({kBusy});
  const std::string out = folder_ / "out/";
  for (int i = 0; i < 2; ++i) {  // the second one replaces the first
    const ProgramResult result =
        run({"report", kBusy, "-o", out, "--key", key_, "--sandbox", "auto"});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(names_in(out), all_names());
    for (const auto& [name, octets] : members) {
      EXPECT_EQ(read_file(out + name), octets) << name;
    }
  }
  EXPECT_EQ(run({"report", kTcp, "-o", folder_ / "out"}).exit_code, 0);
  EXPECT_NE(read_file(out + "report.txt"), members.at("report.txt"));
}

TEST_F(BundleOutput, LeavesFoldersOfOthersAlone) {
  const std::string out = folder_ / "out/";
  fs::create_directory(out);
  write_file(out + "manifest.json", "{\"name\": \"a page\"}");
  const ProgramResult result = run({"report", kBusy, "-o", out});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(contains(result.errors, "has files in it")) << result.errors;
  EXPECT_EQ(names_in(out), Names{"manifest.json"});
  EXPECT_EQ(run({"report", kBusy, "-o", folder_ / "no/such/"}).exit_code, 2);
  EXPECT_EQ(run({"report", kBusy, "-o", key_ + "/"}).exit_code, 2);
}

TEST_F(BundleOutput, IsNotWrittenOntoTheCaptureItIsMadeOf) {
  const std::string out = folder_ / "out/";
  ASSERT_EQ(run({"report", kBusy, "-o", out}).exit_code, 0);
  const std::string before = read_file(out + "capture.pcapng");
  const ProgramResult result =
      run({"report", out + "capture.pcapng", "-o", out});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(contains(result.errors, "overwrite the capture"))
      << result.errors;
  EXPECT_EQ(read_file(out + "capture.pcapng"), before);
  EXPECT_EQ(names_in(out), all_names());
}

// None of the files has its name before all are on the disk.
TEST_F(BundleOutput, IsWholeOrNotThere) {
  const std::string out = folder_ / "out";
  fs::create_directory(out);
  ProgramInput input;
  input.arguments = {"-c", "ulimit -f 1 && \"$0\" report \"$1\" -o out",
                     SIPTRIAGE_PROGRAM, kBusy};
  input.folder = folder_.path();
  const ProgramResult result = run_program("/bin/sh", input);
  EXPECT_EQ(result.exit_code, 4) << result.errors;
  EXPECT_TRUE(contains(result.errors, "File too large")) << result.errors;
  EXPECT_EQ(names_in(out), Names{});
}

TEST_F(BundleOutput, RefusesWhatMakesNoSense) {
  EXPECT_EQ(run({"report", kBusy, "--zip", "-o", folder_ / "t.json"}).exit_code,
            2);
  EXPECT_EQ(run({"report", kBusy, "--json", "-o", folder_ / "out/"}).exit_code,
            2);
  for (const Names& flags :
       {Names{"--no-redact"}, {"--key", key_}, {"--keep", "domains"}}) {
    Names arguments = {"report", kBusy, "-o", folder_ / "t.json"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_TRUE(contains(result.errors, "goes with a bundle alone"))
        << result.errors;
  }
  EXPECT_EQ(
      run({"report", kBusy, "--zip", "--no-redact", "--key", key_}).exit_code,
      2);
  write_file(key_, "short");
  EXPECT_EQ(run({"report", kBusy, "--zip", "--key", key_}).exit_code, 2);
  EXPECT_EQ(names_in(folder_.path()), Names{"key"});
}

}  // namespace
}  // namespace siptriage::testing::bundle_test
