// The whole pipeline over samples: every cut, and the same result whichever
// way the octets come in.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

namespace siptriage::pipeline_test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> sample_captures() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(SIPTRIAGE_SOURCE_DIR "/samples")) {
    const std::string extension = entry.path().extension();
    if (extension == ".pcap" || extension == ".pcapng") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

class Sample : public ::testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(
    All, Sample, ::testing::ValuesIn(sample_captures()),
    [](const ::testing::TestParamInfo<std::string>& sample) {
      std::string name = fs::path(sample.param).stem();
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST_P(Sample, CutAnywhereGivesWhatCanBeRead) {
  const std::string octets = read_all(GetParam());
  std::uint64_t messages = 0;
  // At so many places: at each octet it would take minutes.
  constexpr std::size_t kCuts = 400;
  const std::size_t step = 1 + octets.size() / kCuts;
  for (std::size_t size = 0; size <= octets.size(); size += step) {
    // An allocation of exactly that size, so that over-reads are seen.
    const std::vector<char> cut(
        octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size));
    const Result<Analysis> analysis =
        analyze_memory(std::string_view(cut.data(), cut.size()));
    if (!analysis) continue;
    const std::uint64_t seen = analysis->coverage.sip_messages;
    // A stream's last message may come to light early, marked as cut.
    EXPECT_GE(seen + 1, messages) << "cut at " << size;
    messages = std::max(messages, seen);
  }
  EXPECT_GT(messages, 0U);
}

TEST_P(Sample, CountsEachMessageInOneTransactionAndOneCall) {
  const Result<Analysis> analysis = analyze({GetParam()});
  ASSERT_TRUE(analysis) << analysis.error().message;
  const Trace& trace = analysis->trace;
  EXPECT_EQ(trace.messages().size(), analysis->coverage.sip_messages);
  std::size_t listed = 0;
  for (const Transaction& transaction : trace.transactions()) {
    for (MessageId id = transaction.first_message; id.valid();
         id = trace.message(id).next_in_transaction) {
      ++listed;
    }
  }
  EXPECT_EQ(listed, trace.messages().size());
  std::size_t in_calls = 0;
  for (const Call& call : trace.calls()) in_calls += call.message_count;
  EXPECT_EQ(in_calls, trace.messages().size());
}

TEST(Pipeline, MergesSeveralFilesIntoOneTimeline) {
  const std::string folder = SIPTRIAGE_SOURCE_DIR "/samples/";
  const std::string busy = folder + "busy/busy.pcapng";
  const std::string cancelled = folder + "cancelled/cancelled.pcap";
  const Result<Analysis> both = analyze({cancelled, busy});
  const Result<Analysis> first = analyze({cancelled});
  const Result<Analysis> second = analyze({busy});
  ASSERT_TRUE(both && first && second);
  EXPECT_EQ(both->coverage.files.size(), 2U);
  EXPECT_EQ(both->coverage.frames,
            first->coverage.frames + second->coverage.frames);
  EXPECT_EQ(both->coverage.sip_messages,
            first->coverage.sip_messages + second->coverage.sip_messages);
  EXPECT_TRUE(std::is_sorted(
      both->trace.messages().begin(), both->trace.messages().end(),
      [](const MessageRecord& a, const MessageRecord& b) {
        return a.timestamp < b.timestamp;
      }));
}

// More frames than lie between two calls; of two ways, both tell.
TEST(Pipeline, TellsHowFarItIs) {
  constexpr std::size_t kFileHeaderOctets = 24;
  const std::string sample =
      read_all(SIPTRIAGE_SOURCE_DIR "/samples/cancelled/cancelled.pcap");
  // A record of 14 octets, all zero: a frame that is not IP.
  std::string record(16 + 14, '\0');
  record[8] = record[12] = 14;
  std::string many = sample.substr(0, kFileHeaderOctets);
  for (int i = 0; i < 100'000; ++i) many += record;
  std::uint64_t told = 0;
  AnalyzeOptions options;
  options.progress = [&told](std::uint64_t frames) { told = frames; };
  Workers workers(2);
  const Result<Triage> done = triage_memory(many, workers, options);
  ASSERT_TRUE(done);
  EXPECT_GE(told, 65536U);
  EXPECT_LE(told, done->coverage.frames);
  told = 0;
  const Result<Analysis> analysis = analyze_memory(many, options);
  ASSERT_TRUE(analysis);
  EXPECT_GE(told, 65536U);
  EXPECT_LE(told, analysis->coverage.frames);
}

TEST(Pipeline, RefusesAFilterThatDoesNotCompile) {
  AnalyzeOptions options;
  options.filter = "udp port sip or or";
  const Result<Analysis> analysis =
      analyze({SIPTRIAGE_SOURCE_DIR "/samples/busy/busy.pcapng"}, options);
  ASSERT_FALSE(analysis);
  EXPECT_EQ(analysis.error().code, ErrorCode::BadFilter);
}

}  // namespace
}  // namespace siptriage::pipeline_test
