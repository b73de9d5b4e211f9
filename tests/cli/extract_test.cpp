// siptriage extract as a user meets it.

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/compress.h"
#include "support/program.h"

namespace siptriage::testing::extract_test {
namespace {

const std::string kBusy = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";
const std::string kAnswered =
    SIPTRIAGE_SOURCE_DIR "/samples/answered-call/answered-call.pcapng";
const std::string kTcp =
    SIPTRIAGE_SOURCE_DIR "/samples/tcp-split/tcp-split.pcap";

ProgramResult run(std::vector<std::string> arguments, std::string input = {}) {
  ProgramInput given;
  given.arguments = std::move(arguments);
  given.input = std::move(input);
  return run_siptriage(given);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ExtractCommand, WritesWhatFailedOfSeveralCaptures) {
  const TemporaryFolder folder;
  const std::string out = folder.path() + "/out.pcapng";
  const ProgramResult result = run({"extract", kBusy, kTcp, "-o", out});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, "");
  EXPECT_TRUE(contains(result.errors, "of 1 call of 2")) << result.errors;
  const ProgramResult calls =
      run({"calls", out, "--csv", "--columns", "result"});
  EXPECT_EQ(calls.output, "result\r\nbusy 486\r\n") << calls.errors;
}

TEST(ExtractCommand, TakesWhatFlowTakesAsAChoice) {
  const TemporaryFolder folder;
  const std::string out = folder.path() + "/out.pcapng";
  for (const std::vector<std::string>& choice :
       {std::vector<std::string>{"--call", "1"},
        {"--call-id", "32ec39bde7f7a9@192.0.2.10"},
        {"--where", "kind == call"}}) {
    std::vector<std::string> arguments = {"extract", kTcp, "-o", out};
    arguments.insert(arguments.end(), choice.begin(), choice.end());
    EXPECT_EQ(run(arguments).exit_code, 0) << choice.back();
    const ProgramResult flow = run({"flow", out, "--ascii"});
    EXPECT_TRUE(contains(flow.output, "BYE")) << flow.output;
    std::filesystem::remove(out);
  }
  const ProgramResult none = run({"extract", kTcp, "--call", "7", "-o", out});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_TRUE(contains(none.errors, "there is no call 7")) << none.errors;
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(ExtractCommand, WritesNothingWhereNothingIsChosen) {
  const TemporaryFolder folder;
  const std::string out = folder.path() + "/out.pcapng";
  const ProgramResult healthy = run({"extract", kTcp, "-o", out});
  EXPECT_EQ(healthy.exit_code, 1);
  EXPECT_TRUE(contains(healthy.errors, "nothing failed")) << healthy.errors;
  const ProgramResult none =
      run({"extract", kBusy, "--where", "code == 503", "-o", out});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_TRUE(contains(none.errors, "no call matches --where")) << none.errors;
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(ExtractCommand, ReadsPipesAndCompressedCapturesAndWritesToAPipe) {
  const std::string plain = run({"extract", kBusy}).output;
  ASSERT_TRUE(plain.starts_with("\n\r\r\n"));
  const std::string octets = read_file(kBusy);
  EXPECT_EQ(run({"extract", "-", "-o", "-"}, octets).output, plain);
  EXPECT_EQ(run({"extract", "-"}, gzip(octets)).output, plain);
  EXPECT_EQ(run({"extract", kBusy, "--no-mmap"}).output, plain);
  EXPECT_EQ(run({"extract", kBusy, "--threads", "1"}).output, plain);
}

TEST(ExtractCommand, RefusesToOverwriteTheCapture) {
  const TemporaryFolder folder;
  const std::string capture = folder.path() + "/it.pcapng";
  write_file(capture, read_file(kBusy));
  const ProgramResult result = run({"extract", capture, "-o", capture});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(contains(result.errors, "would overwrite")) << result.errors;
  EXPECT_EQ(read_file(capture), read_file(kBusy));
}

TEST(ExtractCommand, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(run({"extract", kBusy, "--with", "coffee"}).exit_code, 2);
  EXPECT_EQ(
      run({"extract", kBusy, "--call", "1", "--where", "failed"}).exit_code, 2);
}

TEST(ExtractCommand, TakesHandshakesWhenAskedTo) {
  const auto frames_of = [](const std::vector<std::string>& more) {
    const TemporaryFolder folder;
    const std::string out = folder.path() + "/out.pcapng";
    std::vector<std::string> arguments = {"extract", kTcp, "--call",
                                          "1",       "-o", out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments).errors;
  };
  EXPECT_TRUE(contains(frames_of({}), " 12 frames of 24")) << frames_of({});
  const std::string all = frames_of({"--with", "tcp,media"});
  EXPECT_TRUE(contains(all, " 24 frames of 24")) << all;
}

}  // namespace
}  // namespace siptriage::testing::extract_test
