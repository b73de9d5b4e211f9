// What the program answers to good and bad input: exit codes, and which stream
// says what.

#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::exit_codes_test {
namespace {

const std::string kSample = SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng";

ProgramResult run(std::vector<std::string> arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  return run_siptriage(input);
}

TEST(ExitCode, IsZeroForACaptureWithSip) {
  const ProgramResult result = run({kSample});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.output.find("486"), std::string::npos);
  EXPECT_EQ(result.errors, "");
}

TEST(ExitCode, IsZeroForVersionAndHelp) {
  const ProgramResult version = run({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.output.rfind("siptriage ", 0), 0U);
  const ProgramResult help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_NE(help.output.find("Exit status"), std::string::npos);
  EXPECT_EQ(help.errors, "");
}

TEST(ExitCode, IsTwoForWrongUsage) {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"--no-such-flag", kSample},
                                             {"messages"},
                                             {"messages", "--raw", kSample},
                                             {"--width", "wide", kSample},
                                             {"--filter", "tpc", kSample}}) {
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.exit_code, 2) << result.output << result.errors;
    EXPECT_EQ(result.output, "");
    EXPECT_NE(result.errors, "");
  }
}

struct BadInput {
  const char* what;
  std::string octets;
  const char* says;
};

class BadFile : public ::testing::TestWithParam<BadInput> {};

TEST_P(BadFile, IsExitCodeThreeWithAReason) {
  const TemporaryFolder folder;
  write_file(folder / "input", GetParam().octets);
  const ProgramResult result = run({folder / "input"});
  EXPECT_EQ(result.exit_code, 3) << result.output;
  EXPECT_NE(result.errors.find(GetParam().says), std::string::npos)
      << result.errors;
}

const std::string kPcapHeader(
    "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\xff\xff\0\0\1\0\0\0", 24);

INSTANTIATE_TEST_SUITE_P(
    All, BadFile,
    ::testing::Values(
        BadInput{"empty", "", "no octets"},
        BadInput{"text", "INVITE sip:bob@example.com SIP/2.0\r\n", "capture"},
        BadInput{"zeros", std::string(4096, '\0'), "capture"},
        BadInput{"brokengzip", std::string("\x1f\x8b\x08\0garbage", 11),
                 "does not decompress"},
        // A record that says it is 4 GiB long.
        BadInput{"hugelength",
                 kPcapHeader + std::string(8, '\0') + std::string(8, '\xff') +
                     std::string(100, 'x'),
                 "octet 24"}),
    [](const ::testing::TestParamInfo<BadInput>& input) {
      return std::string(input.param.what);
    });

TEST(ExitCode, IsThreeForACaptureWithoutSip) {
  const TemporaryFolder folder;
  write_file(folder / "no-frames.pcap", kPcapHeader);
  const ProgramResult result = run({folder / "no-frames.pcap"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.output.find("SIP"), std::string::npos);
}

TEST(ExitCode, IsThreeForWhatIsNoFile) {
  const ProgramResult missing = run({"/no/such/file.pcap"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_NE(missing.errors.find("/no/such/file.pcap"), std::string::npos);
  const ProgramResult directory = run({"/tmp"});
  EXPECT_EQ(directory.exit_code, 3);
  EXPECT_NE(directory.errors.find("directory"), std::string::npos);
}

TEST(ExitCode, IsThreeWithoutPermissionUnlessRunAsRoot) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder folder;
  write_file(folder / "locked.pcap", read_file(kSample));
  chmod((folder / "locked.pcap").c_str(), 0);
  const ProgramResult result = run({folder / "locked.pcap"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.errors.find("ermission"), std::string::npos);
}

TEST(Streams, AreReadFromStandardInput) {
  ProgramInput input;
  input.arguments = {"messages", "--ndjson", "-"};
  input.input = read_file(kSample);
  const ProgramResult piped = run_siptriage(input);
  EXPECT_EQ(piped.exit_code, 0) << piped.errors;
  EXPECT_EQ(piped.output, run({"messages", "--ndjson", kSample}).output);
}

// --ascii was forgotten by the table of messages.
TEST(Streams, HoldNoOctetBeyondAsciiWhenAsked) {
  for (const char* command : {"analyze", "messages"}) {
    const ProgramResult result = run({command, "--ascii", kSample});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    for (const char octet : result.output) {
      ASSERT_GE(octet, 0) << command << ": " << result.output;
    }
  }
}

TEST(Streams, MayBeClosedEarlyByTheReader) {
  ProgramInput input;
  input.arguments = {"--json", SIPTRIAGE_SOURCE_DIR
                     "/samples/wrong-password/wrong-password.pcap"};
  input.close_output_after = 1;
  const ProgramResult result = run_siptriage(input);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.signal, 0);
}

TEST(Streams, AnswerToAFullDiskWithAMessage) {
  ProgramInput input;
  input.arguments = {"-c", std::string(SIPTRIAGE_PROGRAM) + " --json " +
                               kSample + " >/dev/full"};
  const ProgramResult result = run_program("/bin/sh", input);
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_NE(result.errors.find("cannot write"), std::string::npos);
}

TEST(Filter, LeavesOutWhatDoesNotMatch) {
  EXPECT_EQ(run({"--filter", "tcp", kSample}).exit_code, 3);
  // The sample is VLAN-tagged, which pcap-filter(7) wants said.
  EXPECT_EQ(run({"--filter", "vlan and udp port 5060", kSample}).exit_code, 0);
}

TEST(Mapping, AndReadingGiveTheSame) {
  EXPECT_EQ(run({"--json", kSample}).output,
            run({"--json", "--no-mmap", kSample}).output);
}

TEST(Damage, InTheMiddleOfASampleIsNoCrash) {
  const std::string octets = read_file(kSample);
  const TemporaryFolder folder;
  for (std::size_t size = 0; size < octets.size(); size += 101) {
    write_file(folder / "cut.pcap", octets.substr(0, size));
    const ProgramResult result = run({folder / "cut.pcap"});
    ASSERT_EQ(result.signal, 0) << "cut at " << size;
    ASSERT_TRUE(result.exit_code == 0 || result.exit_code == 3)
        << "cut at " << size << ": " << result.errors;
  }
}

}  // namespace
}  // namespace siptriage::testing::exit_codes_test
