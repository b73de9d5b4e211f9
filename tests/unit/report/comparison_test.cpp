// What changed between two captures, as people and scripts read it.

#include "siptriage/report/comparison.h"

#include <sstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "output/utf8.h"
#include "unit/report/schema.h"

namespace siptriage::comparison_test {
namespace {

Assertion change(Change which, Severity severity, const std::string& name,
                 const std::string& reason) {
  Assertion change;
  change.kind = "baseline-outcome";
  change.name = name;
  change.change = which;
  change.severity = severity;
  change.reason = reason;
  return change;
}

ComparedCaptures some_changes() {
  ComparedCaptures compared{"before.pcap", "after.pcap", {}};
  compared.changes.push_back(
      change(Change::Neutral, Severity::Notice, "call busy: INVITE 486",
             "INVITE has X-New, which is not in the baseline"));
  compared.changes.back().kind = "baseline-header";
  compared.changes.back().measured = "Via From To X-New";
  compared.changes.back().wanted = "Via From To";
  compared.changes.push_back(change(Change::Worse, Severity::Warning,
                                    "call busy: INVITE 486", "is slower"));
  compared.changes.push_back(
      change(Change::Worse, Severity::Error, "call answered-ended: INVITE 200",
             "ends busy (486); in the baseline answered-ended (200)"));
  compared.changes.back().frames = {{0, 3}, {0, 17}};
  compared.changes.back().more_frames = 2;
  compared.changes.back().calls = {{4, "\x1b[31m\xff@host", {0, 3}}};
  compared.changes.back().more_calls = 9;
  compared.changes.push_back(change(Change::Worse, Severity::Warning,
                                    "call busy: INVITE 486 ACK", "is slower"));
  compared.changes.push_back(change(Change::Better, Severity::Notice,
                                    "registration succeeded: REGISTER 200",
                                    "is faster"));
  compared.changes.push_back(change(Change::None, Severity::Notice,
                                    "options succeeded: OPTIONS 200", ""));
  return compared;
}

std::string text_of(const ComparedCaptures& compared,
                    const LayoutOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_comparison_text(compared, options, sink));
  return std::move(sink).take();
}

std::string json_of(const ComparedCaptures& compared) {
  StringSink sink;
  EXPECT_TRUE(write_comparison_json(compared, sink));
  return std::move(sink).take();
}

TEST(Comparison, TellsTheWorstFirst) {
  EXPECT_EQ(text_of(some_changes()),
            "after.pcap, against before.pcap: 3 worse, 1 better, 1 otherwise.\n"
            "1 scenario is as in the baseline.\n"
            "\n"
            "WORSE\n"
            "  error         ends busy (486); in the baseline answered-ended "
            "(200)\n"
            "                call answered-ended: INVITE 200\n"
            "                call 4 and 9 more, frames 3, 17 and 2 more\n"
            "  warning       is slower\n"
            "                call busy: INVITE 486, and 1 other scenario\n"
            "\n"
            "BETTER\n"
            "  -             is faster\n"
            "                registration succeeded: REGISTER 200\n"
            "\n"
            "OTHERWISE\n"
            "  -             INVITE has X-New, which is not in the baseline\n"
            "                here: Via From To X-New\n"
            "                baseline: Via From To\n"
            "                call busy: INVITE 486\n");
}

TEST(Comparison, SaysThatNothingChanged) {
  ComparedCaptures same{"before.pcap", "after.pcap", {}};
  same.changes.push_back(change(Change::None, Severity::Notice, "call", ""));
  EXPECT_FALSE(has_changes(same));
  EXPECT_EQ(text_of(same),
            "after.pcap, against before.pcap: no change.\n"
            "1 scenario is as in the baseline.\n");
  EXPECT_TRUE(has_changes(some_changes()));
}

TEST(Comparison, IsHeldToItsSchema) {
  const testing::Schema schema("diff.schema.json");
  const std::string json = json_of(some_changes());
  EXPECT_EQ(schema.validate(json), "") << json;
  EXPECT_NE(json.find("\"counts\":{\"worse\":3,\"better\":1,\"neutral\":1,"
                      "\"same\":1}"),
            std::string::npos)
      << json;
}

TEST(Comparison, ShowsHostileTextsAsText) {
  ComparedCaptures hostile = some_changes();
  hostile.measured = "\x1b]0;x\x07\xff.pcap";
  hostile.changes.front().name = std::string(500, 'x') + "\x1b[2J\n\r\x7f";
  LayoutOptions options;
  options.columns = 60;
  const std::string text = text_of(hostile, options);
  for (const char c : {'\x1b', '\x07', '\r', '\x7f', '\xff'}) {
    EXPECT_EQ(text.find(c), std::string::npos);
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(output::columns_of(line), 60U) << line;
  }
  const testing::Schema schema("diff.schema.json");
  EXPECT_EQ(schema.validate(json_of(hostile)), "");
}

}  // namespace
}  // namespace siptriage::comparison_test
