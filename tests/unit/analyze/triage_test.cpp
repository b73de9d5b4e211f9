// triage() works in parts and on several threads; analyze() does all in order
// and keeps all. Whatever they report must be the same, octet by octet.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/filter/select_calls.h"
#include "siptriage/report/report.h"

#include "tools/build_capture.h"

namespace siptriage::triage_test {
namespace {

namespace fs = std::filesystem;

struct Reports {
  std::string text;
  std::string json;
  std::string ndjson;
  std::string table;
};

Reports reports_of(const Triage& triage, Workers& workers) {
  StringSink text;
  StringSink json;
  StringSink ndjson;
  StringSink table;
  TextOptions options;
  options.max_groups = options.max_notices = 1000;
  EXPECT_TRUE(write_text(triage, options, text));
  EXPECT_TRUE(write_json(triage, workers, json));
  EXPECT_TRUE(write_messages_ndjson(triage, {}, ndjson));
  EXPECT_TRUE(write_messages_text(triage, {80, true}, table));
  return {text.text(), json.text(), ndjson.text(), table.text()};
}

void expect_same(const Reports& a, const Reports& b, const std::string& what) {
  EXPECT_EQ(a.text, b.text) << what;
  EXPECT_EQ(a.json, b.json) << what;
  EXPECT_EQ(a.ndjson, b.ndjson) << what;
  EXPECT_EQ(a.table, b.table) << what;
}

// Of the whole analysis, and of the triage on 1, 2 and 8 threads.
void expect_same_reports(const std::vector<std::string>& paths,
                         const AnalyzeOptions& options = {}) {
  Workers one(1);
  Result<Analysis> analysis = analyze(paths, options);
  ASSERT_TRUE(analysis) << analysis.error().message;
  const Reports expected =
      reports_of(summarize(std::move(*analysis), options.calls), one);
  for (const unsigned threads : {1U, 2U, 8U}) {
    Workers workers(threads);
    const Result<Triage> done = triage(paths, workers, options);
    ASSERT_TRUE(done) << done.error().message;
    expect_same(reports_of(*done, workers), expected,
                paths.front() + ", threads: " + std::to_string(threads));
  }
}

std::vector<std::string> sample_captures() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(SIPTRIAGE_SOURCE_DIR "/samples")) {
    const std::string extension = entry.path().extension();
    if (extension == ".pcap" || extension == ".pcapng") {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(Triage, IsTheSameAsTheWholeAnalysisForEachSample) {
  for (const std::string& path : sample_captures()) {
    expect_same_reports({path});
  }
}

TEST(Triage, IsTheSameAsTheWholeAnalysisForSeveralFiles) {
  expect_same_reports(sample_captures());
}

TEST(Triage, IsTheSameAsTheWholeAnalysisBehindAFilter) {
  AnalyzeOptions options;
  options.filter = "src host 192.0.2.10 or tcp";
  expect_same_reports(sample_captures(), options);
}

TEST(Triage, IsReadAsFarAsIsAskedFor) {
  Workers workers(1);
  const Result<Triage> done =
      triage({SIPTRIAGE_SOURCE_DIR "/samples/b2bua-relayed-503/"
                                   "b2bua-relayed-503.pcapng"},
             workers);
  ASSERT_TRUE(done) << done.error().message;
  CallReader whole_reader(*done);
  CallReader annotations_reader(*done, AnalysisExtent::Annotations);
  CallReader trace_reader(*done, AnalysisExtent::Trace);
  const Analysis& whole = whole_reader.read(CallId(0)).analysis;
  const Analysis& annotations = annotations_reader.read(CallId(0)).analysis;
  const Analysis& trace = trace_reader.read(CallId(0)).analysis;
  EXPECT_FALSE(whole.diagnoses.empty());
  EXPECT_FALSE(whole.annotations.empty());
  EXPECT_TRUE(annotations.findings.empty() && annotations.diagnoses.empty());
  EXPECT_EQ(annotations.annotations.size(), whole.annotations.size());
  EXPECT_TRUE(trace.annotations.empty() && trace.diagnoses.empty());
  for (const Analysis* less : {&annotations, &trace}) {
    EXPECT_EQ(less->trace.messages().size(), whole.trace.messages().size());
    EXPECT_EQ(less->trace.call(CallId(0)).outcome,
              whole.trace.call(CallId(0)).outcome);
  }
}

// A message as an event of a flow script.
std::string event(const std::string& way, const std::string& start_line,
                  const std::string& call_id, const std::string& cseq,
                  const std::string& more = {}) {
  return "@+0.2 " + way + " udp\n" + start_line +
         "\nVia: SIP/2.0/UDP ${alice};branch=z9hG4bK" + call_id +
         cseq.substr(0, cseq.find(' ')) +
         "\nMax-Forwards: 70\nFrom: <sip:alice@example.com>;tag=a\n"
         "To: <sip:bob@example.com>" +
         (start_line.starts_with("SIP/2.0 1") || cseq.starts_with("1 INV")
              ? ""
              : ";tag=b") +
         "\nCall-ID: " + call_id + "\nCSeq: " + cseq + "\n" + more +
         "Content-Length: auto\n\n";
}

// One conversation, so that what is meant is not all of it.
std::string two_calls_of_one_call_id() {
  std::string script =
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.1:5060\n\n";
  for (const char* answer : {"486 Busy Here", "503 Service Unavailable"}) {
    std::string invite = event(
        "alice -> bob", "INVITE sip:bob@example.com SIP/2.0", "x", "1 INVITE");
    script += invite.replace(0, std::string_view("@+0.2").size(), "@+300");
    script += event("bob -> alice", std::string("SIP/2.0 ") + answer, "x",
                    "1 INVITE");
    script +=
        event("alice -> bob", "ACK sip:bob@example.com SIP/2.0", "x", "1 ACK");
  }
  return script;
}

// Findings about the relaying leg rest on the other one, which is not meant.
TEST(Triage, IsTheSameAsTheWholeAnalysisOfSomeCalls) {
  for (const char* where :
       {"failed", "from contains \"2010@\"", "kind == registration",
        "any finding (severity >= warning)", "status == 699"}) {
    AnalyzeOptions options;
    options.calls = select_calls(*Filter::compile(where, FilterScope::Call));
    expect_same_reports(sample_captures(), options);
  }
}

TEST(Triage, OfSomeCallsTellsOfThoseAlone) {
  Workers one(1);
  AnalyzeOptions options;
  const auto octets = testing::build_capture(two_calls_of_one_call_id());
  ASSERT_TRUE(octets);
  const Result<Triage> all = triage_memory(*octets, one, options);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->calls.size(), 2U);
  EXPECT_EQ(all->meant_calls, 2U);
  EXPECT_FALSE(all->selection);
  options.calls =
      select_calls(*Filter::compile("code == 503", FilterScope::Call));
  const Result<Triage> some = triage_memory(*octets, one, options);
  ASSERT_TRUE(some);
  // The numbers of calls stay those of the capture.
  ASSERT_EQ(some->calls.size(), 2U);
  EXPECT_EQ(some->meant_calls, 1U);
  EXPECT_EQ(some->selection, "code == 503");
  EXPECT_FALSE(some->calls[0].is_meant);
  EXPECT_TRUE(some->calls[1].is_meant);
  ASSERT_EQ(some->failures.size(), 1U);
  EXPECT_EQ(some->failures[0].code, 503);
  EXPECT_EQ(some->metrics.overall.sessions.attempts, 1U);
  EXPECT_EQ(some->outcomes[static_cast<std::size_t>(Outcome::Busy)], 0U);
  ASSERT_EQ(some->diagnoses.size(), 1U);
  EXPECT_EQ(some->diagnoses[0].call, CallId(1));
  for (const FindingBrief& finding : some->findings) {
    EXPECT_EQ(finding.call, CallId(1)) << finding.rule->id;
  }
  // Of the whole capture.
  EXPECT_EQ(some->message_count, all->message_count);
  EXPECT_EQ(some->coverage.sip_messages, all->coverage.sip_messages);
}

TEST(Triage, IsTheSameAsTheWholeAnalysisForEachCorpusCaptureIfThere) {
  const fs::path corpus = SIPTRIAGE_SOURCE_DIR "/../shared/corpus";
  if (!fs::exists(corpus)) GTEST_SKIP() << "no corpus beside the project";
  constexpr std::uintmax_t kMostOctets = 300'000;
  for (const auto& entry : fs::directory_iterator(corpus)) {
    if (!entry.is_regular_file() || entry.file_size() > kMostOctets) continue;
    const std::string path = entry.path().string();
    if (analyze({path})) expect_same_reports({path});
  }
}

// More frames than a batch has; Call-IDs that are used anew, so that calls
// begin out of turn; messages without Call-ID; long conversations.
std::string long_script() {
  const std::string out = "alice -> bob";
  const std::string back = "bob -> alice";
  std::string script =
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.1:5060\n\n";
  for (int i = 0; i < 2400; ++i) {
    // 97 Call-IDs, each used again some 40 s later.
    const std::string id = "call" + std::to_string(i % 97);
    const std::string cseq = "1 INVITE";
    script += event(out, "INVITE sip:bob@example.com SIP/2.0", id, cseq);
    if (i % 11 == 0) {
      script += event(back, "SIP/2.0 180 Ringing", "", cseq);
    } else if (i % 3 == 0) {
      script += event(back, "SIP/2.0 503 Service Unavailable", id, cseq,
                      i % 2 == 0 ? "Retry-After: 5\n" : "");
    } else if (i % 5 != 0) {
      script += event(back, "SIP/2.0 405 Method Not Allowed", id, cseq);
    }
    script += event(out, "OPTIONS sip:bob@example.com SIP/2.0", "ping",
                    std::to_string(i + 1) + " OPTIONS");
  }
  return script;
}

TEST(Triage, IsTheSameAsTheWholeAnalysisForALongCapture) {
  const auto octets = testing::build_capture(long_script());
  ASSERT_TRUE(octets);
  Workers one(1);
  Result<Analysis> analysis = analyze_memory(*octets);
  ASSERT_TRUE(analysis);
  EXPECT_GT(analysis->trace.calls().size(), 1000U);
  const Reports expected = reports_of(summarize(std::move(*analysis)), one);
  for (const unsigned threads : {1U, 3U}) {
    Workers workers(threads);
    const Result<Triage> done = triage_memory(*octets, workers);
    ASSERT_TRUE(done);
    expect_same(reports_of(*done, workers), expected,
                "threads: " + std::to_string(threads));
  }
}

// What the network says of messages stands beside them, in both.
TEST(Triage, IsTheSameAsTheWholeAnalysisWithNetworkErrors) {
  std::string script =
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.1:5060\n\n";
  for (int i = 0; i < 300; ++i) {
    const std::string way = i % 3 == 0 ? "tcp" : "udp dies port";
    script +=
        "@+0.01 alice -> bob " + way +
        "\nOPTIONS sip:bob@example.com\nCall-ID: " + std::to_string(i / 2) +
        "@example.com\n\n";
    if (i % 3 == 0) script += "@+0.01 bob -> alice tcp reset\n\n";
  }
  const auto octets = testing::build_capture(script);
  ASSERT_TRUE(octets);
  Workers one(1);
  Result<Analysis> analysis = analyze_memory(*octets);
  ASSERT_TRUE(analysis);
  EXPECT_EQ(analysis->network_events.size(), 300U);
  EXPECT_GE(analysis->findings.size(), 300U);
  const Reports expected = reports_of(summarize(std::move(*analysis)), one);
  for (const unsigned threads : {1U, 2U, 8U}) {
    Workers workers(threads);
    const Result<Triage> done = triage_memory(*octets, workers);
    ASSERT_TRUE(done);
    expect_same(reports_of(*done, workers), expected,
                "threads: " + std::to_string(threads));
  }
}

TEST(Triage, TellsThatACallIdHadTooManyMessages) {
  const auto octets = testing::build_capture(long_script());
  ASSERT_TRUE(octets);
  AnalyzeOptions options;
  options.limits.set(LimitId::ConversationMessages, 100);
  Workers workers(2);
  const Result<Triage> whole = triage_memory(*octets, workers);
  const Result<Triage> cut = triage_memory(*octets, workers, options);
  ASSERT_TRUE(whole && cut);
  EXPECT_EQ(whole->coverage.cut_conversations, 0U);
  EXPECT_GE(cut->coverage.cut_conversations, 23U);  // of the OPTIONS alone
  EXPECT_EQ(cut->message_count, whole->message_count);
  EXPECT_EQ(cut->distinct_call_ids, whole->distinct_call_ids);
  StringSink text;
  EXPECT_TRUE(write_text(*cut, {}, text));
  EXPECT_NE(text.text().find("conversation-messages (100 messages) was"),
            std::string::npos);
}

}  // namespace
}  // namespace siptriage::triage_test
