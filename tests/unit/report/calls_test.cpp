// The table of calls, in all its forms.

#include "siptriage/report/calls.h"

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "output/utf8.h"
#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"
#include "unit/report/schema.h"

namespace siptriage {
namespace {

using testing::AnalysisBuilder;
using testing::one_worker;
using testing::request;
using testing::response;
using testing::Way;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string text_of(const Triage& triage, const CallListOptions& options = {},
                    std::size_t columns = 80, bool unicode = true) {
  StringSink sink;
  LayoutOptions layout;
  layout.columns = columns;
  layout.unicode = unicode;
  EXPECT_TRUE(write_calls_text(triage, one_worker(), options, layout, sink));
  return std::move(sink).take();
}

std::string csv_of(const Triage& triage, const CallListOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_calls_csv(triage, one_worker(), options, sink));
  return std::move(sink).take();
}

std::string ndjson_of(const Triage& triage, Workers& workers,
                      const CallListOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_calls_ndjson(triage, workers, options, sink));
  return std::move(sink).take();
}

CallListOptions columns(std::string_view list) {
  CallListOptions options;
  options.columns = *parse_call_columns(list);
  return options;
}

CallListOptions sorted_by(std::string_view column, bool reverse = false) {
  CallListOptions options = columns("number");
  options.sort = find_call_column(column);
  options.reverse = reverse;
  return options;
}

CallListOptions where(std::string_view expression) {
  CallListOptions options;
  options.where = *Filter::compile(expression, FilterScope::Call);
  return options;
}

// Three calls: one is answered after ringing, one is busy, one is OPTIONS.
Triage three() {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("INVITE", 1));
  builder.add(Way::Back, 250, response("180 Ringing", "INVITE", 1));
  builder.add(Way::Back, 4250, response("200 OK", "INVITE", 1));
  builder.add(Way::Out, 4300, request("ACK", 1));
  builder.add(Way::Out, 5000, request("INVITE", 2));
  builder.add(Way::Back, 5100, response("486 Busy Here", "INVITE", 2));
  builder.add(Way::Out, 6000, request("OPTIONS", 3));
  builder.add(Way::Back, 6010, response("200 OK", "OPTIONS", 3));
  return builder.finish();
}

TEST(CallsText, ShowsWhatTellsMostInEightyColumns) {
  EXPECT_EQ(
      text_of(three()),
      "NO  TIME      KIND     FROM   TO   RESULT        PDD   LASTS  MSGS  "
      "FRAME\n"
      " 1  13:15:00  call     alice  bob  answered   250 ms   4.3 s     4  "
      "    1\n"
      " 2  13:15:05  call     alice  bob  busy 486           100 ms     2  "
      "    5\n"
      " 3  13:15:06  options  alice  bob  succeeded           10 ms     2  "
      "    7\n");
}

TEST(CallsText, LeavesTheKindOutWhereThereIsOne) {
  const std::string text = text_of(three(), where("kind == call"));
  EXPECT_EQ(text.find("KIND"), std::string::npos) << text;
  EXPECT_NE(text.find("\n2 of 3 exchanges match.\n"), std::string::npos)
      << text;
}

TEST(CallsText, SaysWhenNothingMatches) {
  EXPECT_EQ(text_of(three(), where("code == 6xx")),
            "Nothing matches; 3 exchanges were looked at.\n");
  EXPECT_EQ(text_of(AnalysisBuilder().finish()),
            "There is no call in this capture.\n");
}

TEST(CallsText, SaysHowManyThereAreBesides) {
  CallListOptions options = where("has code");
  options.most = 1;
  const std::string text = text_of(three(), options);
  EXPECT_NE(text.find("\nThe first 1 of 3 are shown.\n"), std::string::npos)
      << text;
}

TEST(CallsText, FitsEveryWidth) {
  const Triage hostile = testing::hostile_analysis();
  const Triage plain = three();
  for (std::size_t width = 40; width < 260; width += 7) {
    for (const std::string_view list : {"", "all", "call_id,from,caller"}) {
      CallListOptions options;
      if (!list.empty()) options = columns(list);
      for (const Triage* triage : {&hostile, &plain}) {
        for (const bool unicode : {true, false}) {
          for (const std::string& line :
               lines_of(text_of(*triage, options, width, unicode))) {
            EXPECT_LE(output::columns_of(line), width) << line;
            EXPECT_FALSE(line.ends_with(' ')) << line;
            EXPECT_TRUE(output::is_utf8(line));
            for (const char c : line) {
              EXPECT_TRUE(c < 0 || c >= ' ') << line;
              EXPECT_TRUE(unicode || c >= 0) << line;
            }
          }
        }
      }
    }
  }
}

TEST(CallsText, ShowsTheDayWhereThereAreSeveral) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("OPTIONS", 1));
  builder.add(Way::Out, 86'400'000, request("OPTIONS", 2));
  const std::string text = text_of(builder.finish(), columns("time"));
  EXPECT_NE(text.find("2026-03-05 13:15:00.000\n2026-03-06 13:15:00.000"),
            std::string::npos)
      << text;
}

TEST(CallsText, EndsAtOutputOctets) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 0; i < 200; ++i) {
    builder.add(Way::Out, i, request("OPTIONS", i));
  }
  builder.coverage().limits.set(LimitId::OutputOctets, 4096);
  const std::string text = text_of(builder.finish());
  EXPECT_LE(text.size(), 4096U + 80U);
  EXPECT_NE(text.find("Cut here: "), std::string::npos);
}

TEST(CallColumns, AreSortedByWithWhatHasNoValueLast) {
  const Triage triage = three();
  const std::string heading = "number\r\n";
  EXPECT_EQ(csv_of(triage, sorted_by("pdd")), heading + "1\r\n2\r\n3\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("pdd", true)),
            heading + "1\r\n2\r\n3\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("duration")), heading + "3\r\n2\r\n1\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("duration", true)),
            heading + "1\r\n2\r\n3\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("code")), heading + "1\r\n3\r\n2\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("call_id", true)),
            heading + "3\r\n2\r\n1\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("caller")), heading + "1\r\n2\r\n3\r\n");
  EXPECT_EQ(csv_of(triage, sorted_by("frame", true)),
            heading + "3\r\n2\r\n1\r\n");
  CallListOptions backwards = columns("number");
  backwards.reverse = true;
  backwards.most = 2;
  EXPECT_EQ(csv_of(triage, backwards), heading + "3\r\n2\r\n");
}

TEST(CallColumns, AreFoundByName) {
  EXPECT_EQ(parse_call_columns("number, PDD")->size(), 2U);
  EXPECT_EQ(parse_call_columns("all")->size(), call_columns().size());
  EXPECT_EQ(parse_call_columns("pdx").error().message,
            "there is no column pdx; did you mean pdd?");
  EXPECT_EQ(parse_call_columns("pdd,pdd").error().message,
            "the column pdd stands there twice");
  EXPECT_NE(parse_call_columns("").error().message.find("there are number, "),
            std::string::npos);
}

TEST(CallsCsv, QuotesAndIsNoFormula) {
  AnalysisBuilder builder;
  for (const char* id : {"=1+1", "+1", "-1", "@x", "a,\"b", "plain"}) {
    std::string text = request("OPTIONS", 1);
    text.replace(text.find("call1@192.0.2.10"), 16, id);
    builder.add(Way::Out, 0, text);
  }
  EXPECT_EQ(
      csv_of(builder.finish(), columns("call_id")),
      "call_id\r\n'=1+1\r\n'+1\r\n'-1\r\n'@x\r\n\"a,\"\"b\"\r\nplain\r\n");
}

TEST(CallsCsv, HasNoControlCharacters) {
  const std::string text = csv_of(testing::hostile_analysis());
  EXPECT_TRUE(output::is_utf8(text));
  for (const char c : text) {
    EXPECT_TRUE(c < 0 || c >= ' ' || c == '\r' || c == '\n');
  }
}

TEST(CallsNdjson, IsAsItsSchemaSays) {
  const testing::Schema schema("call.schema.json");
  for (const Triage& triage : {three(), testing::hostile_analysis()}) {
    const auto lines = lines_of(ndjson_of(triage, one_worker()));
    EXPECT_EQ(lines.size(), triage.calls.size());
    for (const std::string& line : lines) {
      EXPECT_EQ(schema.validate(line), "") << line;
    }
  }
}

// Calls of many conversations and of one, in turn.
TEST(Calls, AreTheSameOnAnyNumberOfThreads) {
  AnalysisBuilder builder(2);
  for (std::uint32_t i = 0; i < 900; ++i) {
    builder.add(Way::Out, i * 10, request("INVITE", i));
    builder.add(Way::Back, i * 10 + i % 7, response("486 Busy", "INVITE", i));
  }
  const Triage triage = builder.finish();
  ASSERT_GE(triage.calls.size(), 900U);
  CallListOptions options = where("duration > 2 ms and status == 486");
  options.sort = find_call_column("duration");
  const std::string expected = ndjson_of(triage, one_worker(), options);
  EXPECT_GT(lines_of(expected).size(), 400U);
  for (const unsigned threads : {2U, 5U}) {
    Workers workers(threads);
    EXPECT_EQ(ndjson_of(triage, workers, options), expected);
    StringSink sink;
    EXPECT_TRUE(write_calls_text(triage, workers, options, {}, sink));
    EXPECT_EQ(sink.text(), text_of(triage, options));
  }
}

TEST(Calls, StopWhenTheirReaderIsGone) {
  testing::RefusingSink text(0);
  EXPECT_FALSE(write_calls_text(three(), one_worker(), {}, {}, text));
  testing::RefusingSink csv(0);
  EXPECT_FALSE(write_calls_csv(three(), one_worker(), {}, csv));
  testing::RefusingSink ndjson(0);
  EXPECT_FALSE(write_calls_ndjson(three(), one_worker(), {}, ndjson));
}

}  // namespace
}  // namespace siptriage
