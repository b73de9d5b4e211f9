#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

#include "output/base64.h"
#include "output/utf8.h"
#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"
#include "unit/report/schema.h"

namespace siptriage::messages_test {
namespace {

using testing::AnalysisBuilder;
using testing::request;
using testing::response;
using testing::Way;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> ndjson_of(const Triage& analysis,
                                   const MessageLineOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_messages_ndjson(analysis, options, sink));
  return lines_of(sink.text());
}

std::vector<std::string> table_of(const Triage& analysis,
                                  const MessageTableOptions& options) {
  StringSink sink;
  EXPECT_TRUE(write_messages_text(analysis, options, sink));
  return lines_of(sink.text());
}

Triage retransmitted(std::uint32_t files = 1) {
  AnalysisBuilder builder(files);
  builder.add(Way::Out, 0, request("INVITE", 1));
  builder.add(Way::Out, 500, request("INVITE", 1));
  builder.add(Way::Back, 540, response("486 Busy Here", "INVITE", 1));
  return builder.finish();
}

TEST(MessagesNdjson, WritesAnObjectALine) {
  const auto lines = ndjson_of(retransmitted());
  ASSERT_EQ(lines.size(), 3U);
  rapidjson::Document first;
  first.Parse(lines[0].c_str());
  EXPECT_EQ(first["frame"].GetInt(), 1);
  EXPECT_STREQ(first["method"].GetString(), "INVITE");
  EXPECT_STREQ(first["request_uri"].GetString(), "sip:bob@example.com");
  EXPECT_STREQ(first["source"].GetString(), "192.0.2.10:5060");
  EXPECT_STREQ(first["call_id"].GetString(), "call1@192.0.2.10");
  EXPECT_STREQ(first["from_tag"].GetString(), "a1");
  EXPECT_TRUE(first["to_tag"].IsNull());
  EXPECT_FALSE(first["retransmission"].GetBool());
  EXPECT_FALSE(first.HasMember("file"));
  rapidjson::Document second;
  second.Parse(lines[1].c_str());
  EXPECT_TRUE(second["retransmission"].GetBool());
  EXPECT_STREQ(second["repetition"].GetString(), "retransmission");
  rapidjson::Document third;
  third.Parse(lines[2].c_str());
  EXPECT_EQ(third["status"].GetInt(), 486);
  EXPECT_STREQ(third["phrase"].GetString(), "Busy Here");
  EXPECT_STREQ(third["cseq_method"].GetString(), "INVITE");
  EXPECT_FALSE(third.HasMember("method"));
}

TEST(MessagesNdjson, FollowsItsSchema) {
  const testing::Schema schema("message.schema.json");
  for (const auto& line : ndjson_of(retransmitted())) {
    EXPECT_EQ(schema.validate(line), "") << line;
  }
  for (const auto& line : ndjson_of(retransmitted(2))) {
    EXPECT_EQ(schema.validate(line), "") << line;
    EXPECT_NE(line.find("\"file\":"), std::string::npos);
  }
  for (const auto& line : ndjson_of(testing::hostile_analysis())) {
    EXPECT_EQ(schema.validate(line), "") << line;
  }
  EXPECT_NE(schema.validate("{\"frame\":1}"), "");
}

TEST(MessagesNdjson, GivesTheOctetsWhenAsked) {
  std::string octets;  // as the builder puts them on the wire
  for (const std::string& line : lines_of(request("INVITE", 1))) {
    octets += line + "\r\n";
  }
  octets += "\r\n";
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("INVITE", 1));
  const auto lines = ndjson_of(builder.finish(), {.raw = true});
  ASSERT_EQ(lines.size(), 1U);
  const testing::Schema schema("message.schema.json");
  EXPECT_EQ(schema.validate(lines[0]), "") << lines[0];
  rapidjson::Document line;
  line.Parse(lines[0].c_str());
  EXPECT_EQ(line["raw"].GetString(), output::to_base64(octets));
  EXPECT_EQ(line["length"].GetUint(), octets.size());
}

TEST(MessagesNdjson, HasALineForEveryMessageOfEverySample) {
  const testing::Schema schema("message.schema.json");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           SIPTRIAGE_SOURCE_DIR "/samples")) {
    if (!entry.path().extension().string().starts_with(".pcap")) continue;
    const Result<Triage> analysis =
        triage({entry.path().string()}, testing::one_worker());
    ASSERT_TRUE(analysis.has_value()) << entry.path();
    const auto lines = ndjson_of(*analysis);
    EXPECT_EQ(lines.size(), analysis->message_count);
    for (const auto& line : lines) {
      EXPECT_EQ(schema.validate(line), "") << entry.path() << line;
    }
  }
}

TEST(MessagesTable, FitsTheTerminal) {
  const Triage retransmissions = retransmitted();
  const Triage hostile = testing::hostile_analysis();
  for (const Triage* analysis : {&retransmissions, &hostile}) {
    for (const std::size_t columns : {40U, 60U, 80U, 109U, 110U, 200U}) {
      for (const bool unicode : {true, false}) {
        for (const auto& line : table_of(*analysis, {columns, unicode})) {
          EXPECT_LE(output::columns_of(line), columns) << line;
        }
      }
    }
  }
}

TEST(MessagesTable, MarksRepetitionsAndExplainsTheMarks) {
  const auto lines = table_of(retransmitted(), {80, true});
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0].find("R sent again"), 0U);
  EXPECT_EQ(lines[4].find("  R INVITE"), std::string::npos);
  EXPECT_NE(lines[5].find("R INVITE"), std::string::npos);
  EXPECT_NE(lines[6].find("486 Busy"), std::string::npos);
}

TEST(MessagesTable, PutsAddressesOnASecondLineWhereItIsNarrow) {
  const auto lines = table_of(retransmitted(), {40, false});
  EXPECT_NE(lines.back().find("192.0.2.1:5060 -> 192.0.2.10:5060"),
            std::string::npos);
}

TEST(MessagesTable, EscapesWhatATerminalWouldAct) {
  for (const auto& line : table_of(testing::hostile_analysis(), {200, false})) {
    for (const char c : line) {
      EXPECT_GE(c, ' ') << line;
      EXPECT_LT(c, '\x7f') << line;
    }
  }
}

TEST(MessagesWriters, StopWhenTheSinkRefuses) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 1; i <= 1000; ++i) {
    add_call(builder, i, std::int64_t{i} * 10, "486 Busy Here");
  }
  const Triage analysis = builder.finish();
  testing::RefusingSink ndjson(1);
  EXPECT_FALSE(write_messages_ndjson(analysis, {}, ndjson));
  EXPECT_EQ(ndjson.calls(), 2U);
  testing::RefusingSink table(1);
  EXPECT_FALSE(write_messages_text(analysis, {80, true}, table));
  EXPECT_EQ(table.calls(), 2U);
}

}  // namespace
}  // namespace siptriage::messages_test
