// The writers, over everything that there is to write.

#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/explain/explain.h"

#include "explain/page.h"
#include "output/utf8.h"
#include "support/refusing_sink.h"
#include "unit/report/schema.h"

namespace siptriage::writers_test {
namespace {

constexpr std::string_view kHostile = "\x1b[31m\xE2\x80\xAE\xFF\x07";

Explanation ask(std::string_view words, bool all = false) {
  Inquiry inquiry;
  if (!words.empty()) inquiry.words = {std::string(words)};
  inquiry.all = all;
  return look_up(inquiry);
}

std::string text_of(const Explanation& explanation,
                    const ExplanationTextOptions& options) {
  StringSink sink;
  EXPECT_TRUE(write_explanation_text(explanation, options, sink));
  return std::move(sink).take();
}

std::string text_of(const Explanation& explanation) {
  return text_of(explanation, {});
}

ExplanationTextOptions wide(std::size_t columns) {
  ExplanationTextOptions options;
  options.columns = columns;
  return options;
}

TEST(ExplanationText, FitsEveryWidth) {
  for (const std::size_t columns : {40U, 60U, 80U, 100U}) {
    std::string all = text_of(ask("", true), wide(columns));
    for (const char* words : {"", "codec", "4xx", "timers", "faq"}) {
      all += text_of(ask(words), wide(columns));
    }
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(output::columns_of(line), columns) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(ExplanationText, IsAsciiWhereAskedFor) {
  ExplanationTextOptions options;
  options.unicode = false;
  for (const char c : text_of(ask("codec"), options)) ASSERT_GE(c, 0);
}

TEST(ExplanationText, HasColoursOnlyWhereAskedFor) {
  EXPECT_EQ(text_of(ask("", true)).find('\x1b'), std::string::npos);
  ExplanationTextOptions options;
  options.colour = true;
  EXPECT_NE(text_of(ask("486"), options).find("\x1b[1"), std::string::npos);
}

TEST(ExplanationText, SaysFirstWhatMattersMost) {
  const std::string text = text_of(ask("486"));
  const char* in_order[] = {"486 Busy Here",
                            "4xx Request Failure",
                            "  Tip ",
                            "  Retry ",
                            "LIKELY CAUSES",
                            "CHECK, IN THIS ORDER",
                            "READ IN THE REQUEST",
                            "MEANING",
                            "HEADER FIELDS",
                            "OFTEN CONFUSED WITH",
                            "AT A TELEPHONE GATEWAY",
                            "QUESTIONS",
                            "Defined in"};
  std::size_t at = 0;
  for (const char* part : in_order) {
    const std::size_t found = text.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " in\n" << text;
    at = found;
  }
}

TEST(ExplanationText, SaysWhatReplacedACode) {
  const std::string text = text_of(ask("409"));
  EXPECT_NE(text.find("Deprecated    400"), std::string::npos) << text;
  EXPECT_NE(text_of(ask("479")).find("Unregistered  "), std::string::npos);
}

TEST(ExplanationText, CountsHitsThatItLeavesOut) {
  ExplanationTextOptions options;
  options.max_hits = 2;
  const Explanation found = ask("codec");
  ASSERT_GT(found.hits.size(), 2U);
  EXPECT_NE(text_of(found, options)
                .find("And " + std::to_string(found.hits.size() - 2) + " more"),
            std::string::npos);
  // A list is a list.
  EXPECT_EQ(text_of(ask("timers"), options).find("more:"), std::string::npos);
}

TEST(ExplanationText, HasAnOverview) {
  const std::string text = text_of(ask(""));
  EXPECT_NE(text.find("siptriage explain 486"), std::string::npos) << text;
  EXPECT_NE(
      text.find(std::to_string(all_header_fields().size()) + " header fields"),
      std::string::npos);
}

TEST(Pages, HaveALeadAndNoEmptyRow) {
  for (const Topic& topic : all_topics()) {
    const explain::Page page = explain::page_of(topic);
    EXPECT_FALSE(page.title.empty());
    EXPECT_FALSE(page.lead.empty()) << page.title;
    for (const explain::Block& block : page.blocks) {
      EXPECT_FALSE(block.rows.empty()) << page.title;
      for (const explain::Row& row : block.rows) {
        EXPECT_FALSE(row.text.empty()) << page.title << " " << row.label;
        EXPECT_EQ(row.label.empty(), block.kind != explain::BlockKind::Fields)
            << page.title << ": " << row.text;
      }
    }
  }
}

TEST(ExplanationMarkdown, EscapesWhatMarkdownWouldTake) {
  StringSink sink;
  ASSERT_TRUE(write_explanation_markdown(ask("header Contact"), sink));
  const std::string& text = sink.text();
  EXPECT_TRUE(text.starts_with("## Contact\n\n")) << text;
  EXPECT_NE(text.find("\\<sip:"), std::string::npos) << text;
}

std::string json_of(const Explanation& explanation) {
  StringSink sink;
  EXPECT_TRUE(write_explanation_json(explanation, sink));
  return std::move(sink).take();
}

TEST(ExplanationJson, IsAsItsSchemaSays) {
  const testing::Schema schema("explain.schema.json");
  EXPECT_EQ(schema.validate(json_of(ask("", true))), "");
  for (const std::string_view words :
       {std::string_view(), std::string_view("486"), std::string_view("499"),
        std::string_view("codec"), std::string_view("blorf"), kHostile}) {
    EXPECT_EQ(schema.validate(json_of(ask(words))), "") << words;
  }
  Inquiry inquiry;
  inquiry.header = kHostile;
  inquiry.method = "INVITE";
  inquiry.response_class = 4;
  inquiry.side = FaultSide::Server;
  EXPECT_EQ(schema.validate(json_of(look_up(inquiry))), "");
}

TEST(ExplanationJson, RefusesWhatTheSchemaDoesNotKnow) {
  const testing::Schema schema("explain.schema.json");
  std::string json = json_of(ask("486"));
  json.replace(json.find("\"tip\""), 5, "\"top\"");
  EXPECT_NE(schema.validate(json), "");
}

TEST(ExplanationWriters, StopWhenTheirReaderIsGone) {
  testing::RefusingSink text(0);
  EXPECT_FALSE(write_explanation_text(ask("", true), {}, text));
  testing::RefusingSink markdown(1);
  EXPECT_FALSE(write_explanation_markdown(ask("", true), markdown));
  testing::RefusingSink json(1);
  EXPECT_FALSE(write_explanation_json(ask("", true), json));
  EXPECT_LE(json.calls(), 3U);
}

}  // namespace
}  // namespace siptriage::writers_test
