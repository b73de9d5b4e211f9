#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/output/sink.h"
#include "siptriage/report/report.h"

#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"
#include "unit/report/markdown_soundness.h"

namespace siptriage::write_markdown_test {
namespace {

using testing::AnalysisBuilder;
using testing::request;
using testing::response;
using testing::Way;

std::string markdown_of(const Triage& triage) {
  StringSink sink;
  EXPECT_TRUE(write_markdown(triage, {}, sink));
  return sink.text();
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count_in(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// `count` calls that end alike, each with a Call-ID of its own.
Triage refused_calls(unsigned count) {
  AnalysisBuilder builder;
  for (unsigned i = 0; i < count; ++i) {
    const std::int64_t start = std::int64_t{i} * 1000;
    builder.add(Way::Out, start, request("INVITE", i));
    builder.add(Way::Back, start + 40, response("503 Overload", "INVITE", i));
    builder.add(Way::Out, start + 50, request("ACK", i));
  }
  return builder.finish();
}

TEST(WriteMarkdown, IsSoundWhateverTheWireSays) {
  const std::string text = markdown_of(testing::hostile_analysis());
  testing::expect_sound_markdown(text, "hostile");
  // Made visible, in the title and elsewhere.
  EXPECT_TRUE(contains(text, "\\u{202e}")) << text;
  EXPECT_TRUE(contains(text, "\\x1b"));
}

TEST(WriteMarkdown, HasASectionForFailedCallsUpToALimit) {
  const std::string few = markdown_of(refused_calls(3));
  testing::expect_sound_markdown(few, "few");
  EXPECT_EQ(count_in(few, "```mermaid\n"), 3U) << few;
  EXPECT_TRUE(contains(few, "### Call 3: failed in a server (5xx), 503\n"));
  EXPECT_TRUE(contains(few, "- **What to do:** as under 1\n"));
  EXPECT_FALSE(contains(few, "Not shown"));

  const std::string many = markdown_of(refused_calls(40));
  testing::expect_sound_markdown(many, "many");
  EXPECT_EQ(count_in(many, "```mermaid\n"), 25U);
  EXPECT_TRUE(contains(many, "15 failures more are not shown; siptriage calls"))
      << many;
}

TEST(WriteMarkdown, SaysWhyThereIsNoSip) {
  AnalysisBuilder builder;
  const std::string text = markdown_of(builder.finish());
  testing::expect_sound_markdown(text, "empty");
  EXPECT_TRUE(contains(text, "**No SIP in this capture.**")) << text;
  EXPECT_TRUE(contains(text, "## Why"));
}

TEST(WriteMarkdown, SaysThatTheSinkRefused) {
  testing::RefusingSink sink(0);
  EXPECT_FALSE(write_markdown(refused_calls(2), {}, sink));
}

TEST(WriteMarkdown, EndsAtTheLimit) {
  Triage triage = refused_calls(3);
  triage.coverage.limits.set(LimitId::OutputOctets, 4096);
  const std::string text = markdown_of(triage);
  EXPECT_LE(text.size(), 4096U);
  EXPECT_TRUE(contains(text, "Cut here: more than output-octets")) << text;
  testing::expect_sound_markdown(text, "cut");
}

}  // namespace
}  // namespace siptriage::write_markdown_test
