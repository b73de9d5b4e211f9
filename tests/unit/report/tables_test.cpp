// Tables of calls, registrations, transactions and messages, in all their
// forms.

#include "siptriage/report/tables.h"

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "output/utf8.h"
#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"
#include "unit/report/schema.h"

namespace siptriage::tables_test {
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

std::string text_of(const Triage& triage, const TableOptions& options = {},
                    std::size_t columns = 80, bool unicode = true) {
  StringSink sink;
  LayoutOptions layout;
  layout.columns = columns;
  layout.unicode = unicode;
  EXPECT_TRUE(write_table_text(triage, one_worker(), options, layout, sink));
  return std::move(sink).take();
}

std::string csv_of(const Triage& triage, const TableOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_table_csv(triage, one_worker(), options, sink));
  return std::move(sink).take();
}

std::string ndjson_of(const Triage& triage, Workers& workers,
                      const TableOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_table_ndjson(triage, workers, options, sink));
  return std::move(sink).take();
}

TableOptions columns(std::string_view list) {
  TableOptions options;
  options.columns = *parse_table_columns(TableKind::Calls, list);
  return options;
}

TableOptions sorted_by(std::string_view column, bool reverse = false) {
  TableOptions options = columns("number");
  options.sort = find_table_column(TableKind::Calls, column);
  options.reverse = reverse;
  return options;
}

TableOptions where(std::string_view expression) {
  TableOptions options;
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
  EXPECT_EQ(text_of(AnalysisBuilder().finish()), "This capture has no call.\n");
}

TEST(CallsText, SaysHowManyThereAreBesides) {
  TableOptions options = where("has code");
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
      TableOptions options;
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
  TableOptions backwards = columns("number");
  backwards.reverse = true;
  backwards.most = 2;
  EXPECT_EQ(csv_of(triage, backwards), heading + "3\r\n2\r\n");
}

TEST(CallColumns, AreFoundByName) {
  EXPECT_EQ(parse_table_columns(TableKind::Calls, "number, PDD")->size(), 2U);
  EXPECT_EQ(parse_table_columns(TableKind::Calls, "all")->size(),
            table_columns(TableKind::Calls).size());
  EXPECT_EQ(parse_table_columns(TableKind::Calls, "pdx").error().message,
            "there is no column pdx; did you mean pdd?");
  EXPECT_EQ(parse_table_columns(TableKind::Calls, "pdd,pdd").error().message,
            "the column pdd stands there twice");
  EXPECT_NE(parse_table_columns(TableKind::Calls, "")
                .error()
                .message.find("there are number, "),
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

// A call of three transactions, one of which was refused, and a registration.
Triage mixed() {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("INVITE", 1));
  builder.add(Way::Out, 500, request("INVITE", 1));
  builder.add(Way::Back, 600, response("180 Ringing", "INVITE", 1));
  builder.add(Way::Back, 700, response("486 Busy Here", "INVITE", 1));
  builder.add(Way::Out, 1000,
              request("REGISTER", 2,
                      "Contact: <sip:alice@192.0.2.10:5062>;expires=600\n"
                      "User-Agent: =Phone\n"));
  builder.add(Way::Back, 1050,
              response("200 OK", "REGISTER", 2,
                       "Contact: <sip:other@192.0.2.99>;expires=9, "
                       "<sip:alice@192.0.2.10:5062>;expires=60\n"));
  builder.add(Way::Out, 2000, request("REGISTER", 3));
  return builder.finish();
}

TableOptions table_of(TableKind kind, std::string_view list = {}) {
  TableOptions options;
  options.kind = kind;
  if (!list.empty()) options.columns = *parse_table_columns(kind, list);
  return options;
}

TEST(Registrations, SayWhatWasAskedForAndGranted) {
  EXPECT_EQ(
      csv_of(mixed(), table_of(TableKind::Registrations,
                               "number,aor,contact,aim,result,asked,granted,"
                               "requests,response_time,user_agent")),
      "number,aor,contact,aim,result,asked_ms,granted_ms,requests,"
      "response_time_ms,user_agent\r\n"
      "2,sip:bob@example.com,sip:alice@192.0.2.10:5062,bind,succeeded,"
      "600000.0,60000.0,1,50.0,'=Phone\r\n"
      "3,sip:bob@example.com,,ask,cut off,,,1,,\r\n");
}

// "0 ms" would look like a time that was granted.
TEST(Registrations, HaveNoTimeWhereTheyAreRemoved) {
  AnalysisBuilder builder;
  std::string text = request("REGISTER", 1);
  text.insert(text.find("CSeq:"),
              "Contact: <sip:alice@192.0.2.10>;expires=0\r\n");
  builder.add(Way::Out, 0, text);
  EXPECT_EQ(csv_of(builder.finish(),
                   table_of(TableKind::Registrations, "aim,asked,granted")),
            "aim,asked_ms,granted_ms\r\nremove,,\r\n");
}

// What a NAT binding has to outlast; the same REGISTER sent again is no gap.
TEST(Registrations, SayHowFarTheirRequestsAreApart) {
  AnalysisBuilder builder;
  const auto refresh = [&builder](std::int64_t at, const std::string& cseq) {
    std::string text = request("REGISTER", 1);
    text.replace(text.find("branch=z9hG4bK1"), 15, "branch=z9hG4bK1-" + cseq);
    text.replace(text.find("CSeq: 1"), 7, "CSeq: " + cseq);
    builder.add(Way::Out, at, text);
  };
  refresh(0, "1");
  refresh(500, "1");
  refresh(30'000, "2");
  refresh(90'000, "3");
  refresh(110'000, "4");
  EXPECT_EQ(csv_of(builder.finish(),
                   table_of(TableKind::Registrations, "requests,longest_gap")),
            "requests,longest_gap_ms\r\n4,60000.0\r\n");
}

TEST(Registrations, SayHowTheirFlowIsKeptOpen) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("REGISTER", 1));
  Triage triage = builder.finish();
  triage.coverage.keep_alives.push_back(
      {.source = {IpAddress::v4(0xC000020A), 5060},
       .destination = {IpAddress::v4(0xC0000201), 5060},
       .count = 5,
       .last = Timestamp() + std::chrono::seconds(100),
       .longest_gap = std::chrono::seconds(40)});
  EXPECT_EQ(csv_of(triage, table_of(TableKind::Registrations,
                                    "keep_alives,keep_alive_interval,"
                                    "keep_alive_gap")),
            "keep_alives,keep_alive_interval_ms,keep_alive_gap_ms\r\n"
            "5,25000.0,40000.0\r\n");
}

TEST(Transactions, AreThoseOfACallInARow) {
  EXPECT_EQ(csv_of(mixed(),
                   table_of(TableKind::Transactions,
                            "call,method,status,phrase,first_response,duration,"
                            "retransmissions,server,frame,last_frame")),
            "call,method,status,phrase,first_response_ms,duration_ms,"
            "retransmissions,server,frame,last_frame\r\n"
            "1,INVITE,486,Busy Here,600.0,700.0,1,192.0.2.1:5060,1,4\r\n"
            "2,REGISTER,200,OK,,50.0,0,192.0.2.1:5060,5,6\r\n"
            "3,REGISTER,,,,,0,192.0.2.1:5060,7,7\r\n");
}

TEST(Messages, HaveColumnsOfTheirOwn) {
  TableOptions options = table_of(TableKind::Messages,
                                  "frame,call,method,status,repetition,octets");
  options.sort = find_table_column(TableKind::Messages, "octets");
  options.reverse = true;
  options.most = 1;
  EXPECT_EQ(csv_of(mixed(), options).substr(0, 61),
            "frame,call,cseq_method,status,repetition,length\r\n5,2,REGISTER");
  options = table_of(TableKind::Messages, "frame");
  options.where = *Filter::compile("retransmission", FilterScope::Message);
  EXPECT_EQ(csv_of(mixed(), options), "frame\r\n2\r\n");
}

TEST(Tables, ChooseByTheFilterOfTheirRows) {
  TableOptions options = table_of(TableKind::Transactions, "call");
  options.where = *Filter::compile("status == 4xx", FilterScope::Transaction);
  EXPECT_EQ(csv_of(mixed(), options), "call\r\n1\r\n");
  EXPECT_NE(text_of(mixed(), options).find("1 of 3 transactions matches."),
            std::string::npos);
  EXPECT_EQ(text_of(three(), table_of(TableKind::Registrations)),
            "This capture has no registration.\n");
}

// Pruned again and again, it is what sorting all of them gives.
TEST(Tables, KeepTheFirstOnesOfManyRows) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    builder.add(Way::Out, i, request("OPTIONS", i * 7919 % 20'000));
  }
  const Triage triage = builder.finish();
  for (const TableKind kind : {TableKind::Transactions, TableKind::Messages}) {
    TableOptions options = table_of(kind, "call_id");
    options.sort = options.columns.front();
    const std::string all = csv_of(triage, options);
    options.most = 3;
    const std::string front = csv_of(triage, options);
    EXPECT_EQ(front, all.substr(0, front.size()));
    EXPECT_EQ(lines_of(front).size(), 4U);
  }
}

TEST(Tables, FitAndEscapeInEveryForm) {
  const Triage triage = testing::hostile_analysis();
  for (const TableKind kind : {TableKind::Registrations,
                               TableKind::Transactions, TableKind::Messages}) {
    for (const std::string_view list : {"", "all"}) {
      const TableOptions options = table_of(kind, list);
      for (const std::size_t width : {40U, 61U, 80U, 130U}) {
        for (const std::string& line :
             lines_of(text_of(triage, options, width))) {
          EXPECT_LE(output::columns_of(line), width) << line;
          EXPECT_TRUE(output::is_utf8(line));
          for (const char c : line) EXPECT_TRUE(c < 0 || c >= ' ') << line;
        }
      }
      const std::string csv = csv_of(triage, options);
      EXPECT_TRUE(output::is_utf8(csv));
      for (const char c : csv) {
        EXPECT_TRUE(c < 0 || c >= ' ' || c == '\r' || c == '\n');
      }
    }
  }
}

TEST(Tables, AreAsTheirSchemasSay) {
  const std::pair<TableKind, const char*> kinds[] = {
      {TableKind::Registrations, "registration.schema.json"},
      {TableKind::Transactions, "transaction.schema.json"},
      {TableKind::Messages, "message_row.schema.json"}};
  for (const auto& [kind, file] : kinds) {
    const testing::Schema schema(file);
    for (const Triage& triage : {mixed(), testing::hostile_analysis()}) {
      for (const std::string& line :
           lines_of(ndjson_of(triage, one_worker(), table_of(kind)))) {
        EXPECT_EQ(schema.validate(line), "") << line;
      }
    }
  }
}

TEST(Tables, AreTheSameOnAnyNumberOfThreads) {
  const Triage triage = mixed();
  for (const TableKind kind : {TableKind::Registrations,
                               TableKind::Transactions, TableKind::Messages}) {
    Workers workers(3);
    EXPECT_EQ(ndjson_of(triage, workers, table_of(kind)),
              ndjson_of(triage, one_worker(), table_of(kind)));
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
  TableOptions options = where("duration > 2 ms and status == 486");
  options.sort = find_table_column(TableKind::Calls, "duration");
  const std::string expected = ndjson_of(triage, one_worker(), options);
  EXPECT_GT(lines_of(expected).size(), 400U);
  for (const unsigned threads : {2U, 5U}) {
    Workers workers(threads);
    EXPECT_EQ(ndjson_of(triage, workers, options), expected);
    StringSink sink;
    EXPECT_TRUE(write_table_text(triage, workers, options, {}, sink));
    EXPECT_EQ(sink.text(), text_of(triage, options));
  }
}

TEST(Calls, StopWhenTheirReaderIsGone) {
  testing::RefusingSink text(0);
  EXPECT_FALSE(write_table_text(three(), one_worker(), {}, {}, text));
  testing::RefusingSink csv(0);
  EXPECT_FALSE(write_table_csv(three(), one_worker(), {}, csv));
  testing::RefusingSink ndjson(0);
  EXPECT_FALSE(write_table_ndjson(three(), one_worker(), {}, ndjson));
}

}  // namespace
}  // namespace siptriage::tables_test
