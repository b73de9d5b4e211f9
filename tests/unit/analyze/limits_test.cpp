// Every limit at its edge: nothing is counted there and the result is whole;
// one past, it is counted, shown, and the same on any number of threads.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/base/limit_text.h"
#include "siptriage/report/report.h"

#include "unit/analyze/limit_edges.h"
#include "unit/analyze/limit_input.h"

namespace siptriage::limits_test {
namespace {

using testing::LimitEdge;

std::vector<LimitEdge> all_edges() {
  std::vector<LimitEdge> edges = testing::packet_limit_edges();
  for (LimitEdge& edge : testing::call_limit_edges()) {
    edges.push_back(std::move(edge));
  }
  return edges;
}

// The capture as a file, where it cannot be read from memory.
class Input {
 public:
  explicit Input(const LimitEdge& edge) : octets_(edge.capture) {
    if (!edge.is_compressed) return;
    path_ = std::filesystem::temp_directory_path() /
            ("siptriage-limit-" + std::string(to_string(edge.id)) + "-" +
             std::to_string(::getpid()));
    std::ofstream(path_, std::ios::binary) << octets_;
  }
  ~Input() {
    if (!path_.empty()) std::filesystem::remove(path_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  [[nodiscard]] Result<Analysis> analyze(const AnalyzeOptions& options) const {
    return path_.empty() ? analyze_memory(octets_, options)
                         : siptriage::analyze({path_.string()}, options);
  }
  [[nodiscard]] Result<Triage> triage(unsigned threads,
                                      const AnalyzeOptions& options) const {
    Workers workers(threads);
    return path_.empty()
               ? triage_memory(octets_, workers, options)
               : siptriage::triage({path_.string()}, workers, options);
  }

 private:
  const std::string& octets_;
  std::filesystem::path path_;
};

struct Told {
  Coverage coverage;
  std::string text;
  std::string json;
  std::string ndjson;
};

Told told_of(const Triage& triage) {
  Workers workers(1);
  StringSink text;
  StringSink json;
  StringSink ndjson;
  TextOptions wide;
  wide.columns = 1000;
  EXPECT_TRUE(write_text(triage, wide, text));
  EXPECT_TRUE(write_json(triage, workers, json));
  EXPECT_TRUE(write_messages_ndjson(triage, {}, ndjson));
  return {triage.coverage, text.text(), json.text(), ndjson.text()};
}

void expect_same(const Told& a, const Told& b, const std::string& what) {
  EXPECT_EQ(a.text, b.text) << what;
  EXPECT_EQ(a.json, b.json) << what;
  EXPECT_EQ(a.ndjson, b.ndjson) << what;
  for (const LimitSpec& spec : limit_specs()) {
    EXPECT_EQ(a.coverage.limits_reached.of(spec.id),
              b.coverage.limits_reached.of(spec.id))
        << what << ": " << spec.name;
  }
}

// What all ways of working tell, which is the same.
Told tell(const Input& input, const LimitEdge& edge, std::uint64_t value) {
  AnalyzeOptions options;
  for (const auto& [id, other] : edge.given) options.limits.set(id, other);
  options.limits.set(edge.id, value);
  const Result<Triage> one = input.triage(1, options);
  EXPECT_TRUE(one);
  if (!one) return {};
  Told told = told_of(*one);
  const Result<Triage> several = input.triage(3, options);
  EXPECT_TRUE(several);
  if (several) expect_same(told_of(*several), told, "3 threads");
  if (!edge.triage_only) {
    Result<Analysis> analysis = input.analyze(options);
    EXPECT_TRUE(analysis);
    if (analysis) {
      expect_same(told_of(summarize(std::move(*analysis))), told, "analyze()");
    }
  }
  return told;
}

// The least value at which nothing is counted, where a test cannot tell it.
std::uint64_t find_edge(const Input& input, const LimitEdge& edge) {
  std::uint64_t reached = spec_of(edge.id).least;
  std::uint64_t enough = spec_of(edge.id).otherwise;
  while (enough - reached > 1) {
    const std::uint64_t middle = reached + (enough - reached) / 2;
    AnalyzeOptions options;
    options.limits.set(edge.id, middle);
    const Result<Triage> done = input.triage(1, options);
    EXPECT_TRUE(done);
    const bool counted =
        done && done->coverage.limits_reached.of(edge.counted()) != 0;
    (counted ? reached : enough) = middle;
  }
  return enough;
}

TEST(Limits, AreKeptAtTheirEdgeAndToldOnePast) {
  for (const LimitEdge& edge : all_edges()) {
    const LimitSpec& spec = spec_of(edge.id);
    const LimitSpec& counted = spec_of(edge.counted());
    SCOPED_TRACE(spec.name);
    const Input input(edge);
    const std::uint64_t value =
        edge.edge == 0 ? find_edge(input, edge) : edge.edge;
    ASSERT_GT(value, spec.least);

    const Result<Triage> whole = input.triage(1, {});
    ASSERT_TRUE(whole) << whole.error().message;
    EXPECT_GT(whole->message_count, 0U);
    EXPECT_FALSE(whole->coverage.limits_reached.any());
    const Told at_edge = tell(input, edge, value);
    expect_same(at_edge, told_of(*whole), "at the edge");

    const Told past = tell(input, edge, value - 1);
    EXPECT_EQ(past.coverage.limits_reached.of(counted.id), edge.count);
    EXPECT_GT(past.coverage.sip_messages, 0U);
    const std::string line = std::string(counted.name) + " (";
    EXPECT_EQ(past.text.find(line) == std::string::npos, counted.is_routine)
        << past.text;
    EXPECT_NE(past.json.find("\"limits\":[{\"name\":\"" +
                             std::string(counted.name) + "\""),
              std::string::npos)
        << past.json.substr(0, 3000);
  }
}

std::string many_calls() {
  std::vector<testing::TimedFrame> frames;
  for (int i = 0; i < 600; ++i) {
    const std::string id = "call" + std::to_string(i);
    frames.push_back(
        {testing::to_bob({.call_id = id, .branch = "z9hG4bK" + id})});
    frames.push_back({testing::to_alice({.start = "SIP/2.0 405 No",
                                         .call_id = id,
                                         .branch = "z9hG4bK" + id,
                                         .to_tag = "t"})});
  }
  return testing::pcap_of_timed(frames);
}

class CutSink final : public Sink {
 public:
  bool write(std::string_view octets) override {
    text.append(octets);
    return true;
  }
  void tell_cut() override { is_cut = true; }

  std::string text;
  bool is_cut = false;
};

// Each kind of report: at its own size it is whole.
TEST(OutputOctets, CutsReportsAndSaysSo) {
  const std::string capture = many_calls();
  Workers workers(2);
  Result<Triage> done = triage_memory(capture, workers);
  ASSERT_TRUE(done);
  const auto write = [&](int kind, CutSink& sink) {
    switch (kind) {
      case 0:
        return write_text(*done, {}, sink);
      case 1:
        return write_messages_text(*done, {}, sink);
      default:
        return write_messages_ndjson(*done, {}, sink);
    }
  };
  for (const int kind : {0, 1, 2}) {
    CutSink whole;
    done->coverage.limits = Limits();
    ASSERT_TRUE(write(kind, whole));
    EXPECT_FALSE(whole.is_cut);
    const std::uint64_t size =
        std::max<std::uint64_t>(whole.text.size(), 4096 + 1);
    done->coverage.limits.set(LimitId::OutputOctets, size);
    CutSink exact;
    ASSERT_TRUE(write(kind, exact));
    EXPECT_FALSE(exact.is_cut) << kind;
    EXPECT_EQ(exact.text, whole.text);
    if (whole.text.size() <= 4096) continue;  // no limit is as low
    done->coverage.limits.set(LimitId::OutputOctets, size - 1);
    CutSink cut;
    ASSERT_TRUE(write(kind, cut));
    EXPECT_TRUE(cut.is_cut) << kind;
    EXPECT_EQ(cut.text.back(), '\n');
    EXPECT_EQ(cut.text.find("Cut here") == std::string::npos, kind == 2);
  }
}

TEST(OutputOctets, LeavesJsonValidWithFewerCalls) {
  const std::string capture = many_calls();
  std::string on_one_thread;
  for (const unsigned threads : {1U, 3U}) {
    Workers workers(threads);
    Result<Triage> done = triage_memory(capture, workers);
    ASSERT_TRUE(done);
    CutSink whole;
    ASSERT_TRUE(write_json(*done, workers, whole));
    EXPECT_FALSE(whole.is_cut);
    EXPECT_EQ(whole.text.find("left_out"), std::string::npos);
    done->coverage.limits.set(LimitId::OutputOctets, whole.text.size() / 2);
    CutSink cut;
    ASSERT_TRUE(write_json(*done, workers, cut));
    EXPECT_TRUE(cut.is_cut);
    EXPECT_LE(cut.text.size(), whole.text.size() / 2 + 4096);
    EXPECT_GT(cut.text.size(), whole.text.size() / 4);
    EXPECT_NE(cut.text.find("\"left_out\":{\"calls\":"), std::string::npos);
    EXPECT_EQ(cut.text.substr(cut.text.size() - 3), "}}\n");
    if (on_one_thread.empty()) on_one_thread = cut.text;
    EXPECT_EQ(cut.text, on_one_thread);
  }
}

// More frames than a batch has, and many parts to judge: odd methods, servers
// and phrases in all of them, and messages that are kept.
std::string varied_calls() {
  std::vector<testing::TimedFrame> frames;
  for (unsigned i = 0; i < 9000; ++i) {
    const std::string id = "call" + std::to_string(i % 8000);
    const std::string branch = "z9hG4bK" + std::to_string(i);
    const std::string method = "ODD" + std::to_string(i % 29);
    const std::string cseq = std::to_string(i + 1) + " " + method;
    const std::string asked =
        testing::text_of({.start = method + " sip:bob@example.com SIP/2.0",
                          .call_id = id,
                          .cseq = cseq,
                          .branch = branch});
    if (i % 40 == 0) {
      for (std::string& frame : testing::fragments_of(asked, 200, i)) {
        frames.push_back({std::move(frame)});
      }
    } else {
      frames.push_back({testing::between(testing::kAliceAddress,
                                         testing::kBobAddress, asked)});
    }
    frames.push_back({testing::to_alice(
        {.start = "SIP/2.0 503 Reason " + std::to_string(i % 13),
         .call_id = id,
         .cseq = cseq,
         .branch = branch,
         .to_tag = "t",
         .more = "Server: s" + std::to_string(i % 17) + "\r\n"})});
  }
  return testing::pcap_of_timed(frames);
}

TEST(Limits, LeaveOutTheSameHoweverTheWorkIsDivided) {
  const std::string capture = varied_calls();
  // Reached within the first batch of frames, and within the second.
  for (const std::uint64_t conversations : {3000U, 7900U}) {
    AnalyzeOptions options;
    options.limits.set(LimitId::Conversations, conversations);
    options.limits.set(LimitId::KeptOctets, 10'000);
    options.limits.set(LimitId::MethodNames, 5);
    options.limits.set(LimitId::FailureGroups, 7);
    options.limits.set(LimitId::GroupPhrases, 3);
    Result<Analysis> analysis = analyze_memory(capture, options);
    ASSERT_TRUE(analysis);
    const Told expected = told_of(summarize(std::move(*analysis)));
    for (const LimitId id :
         {LimitId::Conversations, LimitId::KeptOctets, LimitId::MethodNames,
          LimitId::FailureGroups, LimitId::GroupPhrases}) {
      EXPECT_GT(expected.coverage.limits_reached.of(id), 0U) << to_string(id);
    }
    for (const unsigned threads : {1U, 2U, 5U}) {
      Workers workers(threads);
      const Result<Triage> done = triage_memory(capture, workers, options);
      ASSERT_TRUE(done);
      EXPECT_EQ(done->failures.size(), 8U);  // one of them is the rest
      expect_same(told_of(*done), expected,
                  "threads: " + std::to_string(threads));
    }
  }
}

TEST(Limits, HaveEachATestAtItsEdge) {
  std::set<LimitId> tested{LimitId::OutputOctets};  // above
  // tests/unit/filter/limits_test.cpp
  for (const LimitId id :
       {LimitId::FilterOctets, LimitId::FilterDepth, LimitId::FilterList,
        LimitId::FilterPatterns, LimitId::FilterPatternOctets,
        // tests/unit/check/expectations_test.cpp, snapshot_test.cpp
        LimitId::ExpectationsOctets, LimitId::Expectations,
        LimitId::ExpectationParts, LimitId::SnapshotOctets, LimitId::Scenarios,
        LimitId::ScenarioOctets, LimitId::ScenarioMessages}) {
    tested.insert(id);
  }
  for (const LimitEdge& edge : all_edges()) tested.insert(edge.id);
  for (const LimitSpec& spec : limit_specs()) {
    EXPECT_TRUE(tested.contains(spec.id)) << spec.name;
  }
}

}  // namespace
}  // namespace siptriage::limits_test
