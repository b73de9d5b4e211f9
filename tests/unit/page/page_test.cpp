// The page: what stands in it, what may not, and its bounds.

#include "siptriage/page/page.h"

#include <cstddef>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "page/assets.h"
#include "page/call_choice.h"
#include "page/page_data.h"
#include "page/time_bins.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"

namespace siptriage::page_test {
namespace {

using testing::add_call;
using testing::AnalysisBuilder;
using testing::one_worker;

std::string page_of(const Triage& triage, const PageOptions& options = {},
                    Workers& workers = one_worker()) {
  StringSink sink;
  EXPECT_TRUE(write_page(triage, workers, options, sink));
  return std::move(sink).take();
}

// Between the first `begin` and the next `end` after it.
std::string between(const std::string& text, std::string_view begin,
                    std::string_view end) {
  const std::size_t from = text.find(begin);
  EXPECT_NE(from, std::string::npos) << begin;
  const std::size_t first = from + begin.size();
  return text.substr(first, text.find(end, first) - first);
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

rapidjson::Document data_of(const std::string& page) {
  rapidjson::Document data;
  data.Parse(between(page, "id=\"data\">", "</script>").c_str());
  EXPECT_FALSE(data.HasParseError());
  return data;
}

Triage some_calls(std::uint32_t good, std::uint32_t bad) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 1; i <= good; ++i) {
    add_call(builder, i, i * 1000, "200 OK");
  }
  for (std::uint32_t i = 1; i <= bad; ++i) {
    add_call(builder, good + i, (good + i) * 1000, "503 Service Unavailable",
             "Retry-After: 10\n");
  }
  return builder.finish();
}

TEST(Page, HasItsPartsInOrder) {
  const std::string page = page_of(some_calls(3, 2));
  std::size_t last = 0;
  for (const std::string_view part :
       {"<h1>", "class=\"verdict bad\"", "id=\"coverage\"", "id=\"outcomes\"",
        "id=\"causes\"", "id=\"timeline\"", "id=\"delays\"", "id=\"peers\"",
        "id=\"calls\"", "<footer>", "id=\"data\"", "type=\"module\""}) {
    const std::size_t at = page.find(part);
    ASSERT_NE(at, std::string::npos) << part;
    EXPECT_GT(at, last) << part;
    last = at;
  }
  EXPECT_NE(page.find("2 of 5 calls failed"), std::string::npos);
}

TEST(Page, LeavesOutPartsThatHaveNothingToSay) {
  const std::string page = page_of(AnalysisBuilder().finish());
  EXPECT_EQ(page.find("id=\"calls\""), std::string::npos);
  EXPECT_EQ(page.find("#timeline"), std::string::npos);
  EXPECT_NE(page.find("No SIP in this capture."), std::string::npos);
  EXPECT_NE(page.find("<li>"), std::string::npos) << "why there is none";
}

TEST(Page, IsTheSameForAnyNumberOfThreads) {
  const Triage triage = some_calls(400, 300);
  const std::string page = page_of(triage);
  Workers two(2);
  Workers eight(8);
  EXPECT_EQ(page_of(triage, {}, two), page);
  EXPECT_EQ(page_of(triage, {}, eight), page);
}

TEST(Page, LetsNothingRunButItsScript) {
  const std::string page = page_of(some_calls(1, 1));
  const std::string policy =
      between(page, "Security-Policy\" content=\"", "\"");
  EXPECT_NE(policy.find("default-src &#39;none&#39;"), std::string::npos);
  EXPECT_NE(policy.find(page::script_hash()), std::string::npos);
  EXPECT_NE(policy.find(page::style_hash()), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  // Attributes that the policy would refuse.
  EXPECT_FALSE(std::regex_search(page, std::regex("<[^>]* (on[a-z]+|style)=")));
  EXPECT_EQ(page.find("http://"), page.find("http://www.w3.org/2000/svg"));
  EXPECT_EQ(page.find("https://"), std::string::npos);
}

TEST(Page, EscapesWhatIsFromTheWire) {
  const std::string page = page_of(testing::hostile_analysis());
  for (const char c : page) {
    const auto octet = static_cast<unsigned char>(c);
    EXPECT_TRUE(octet >= 0x20 || c == '\n') << static_cast<int>(octet);
    if (octet < 0x20 && c != '\n') break;
  }
  EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos) << "bidi override";
  EXPECT_NE(page.find("\\x1b"), std::string::npos);
  static_cast<void>(data_of(page));
}

TEST(Page, KeepsMarkupOfACaptureText) {
  AnalysisBuilder builder;
  const std::string evil = "</script><script>alert(1)</script><!--&amp;";
  add_call(builder, 1, 0, "503 " + evil, "Server: \"" + evil + "' x=\n");
  const std::string page = page_of(builder.finish());
  EXPECT_EQ(count_of(page, "<script"), 2U);  // data and script
  EXPECT_EQ(page.find("<!--"), std::string::npos);
  const rapidjson::Document data = data_of(page);
  const std::string title =
      data["ladders"][0]["arrows"][1]["title"].GetString();
  EXPECT_NE(title.find(evil), std::string::npos) << title;
}

TEST(PageData, IsSafeInAScriptElement) {
  EXPECT_EQ(page::escape_for_script("{\"a\":\"<&>\xE2\x80\xA8\xE2\x80\xA9\"}"),
            "{\"a\":\"\\u003c\\u0026\\u003e\\u2028\\u2029\"}");
}

TEST(PageData, HoldsMessagesAndMarksWhatProvesFindings) {
  AnalysisBuilder builder;
  // Warning 399 stays as it is; a 422 without Min-SE is a finding.
  builder.add(testing::Way::Out, 0,
              testing::request("INVITE", 1, "Session-Expires: 60\n"));
  builder.add(testing::Way::Back, 40,
              testing::response("422 Session Interval Too Small", "INVITE", 1,
                                "Min-SE: 60\n"));
  const rapidjson::Document data = data_of(page_of(builder.finish()));
  ASSERT_EQ(data["calls"]["1"].GetUint(), 0U);
  const auto& ladder = data["ladders"][0];
  ASSERT_EQ(ladder["arrows"].Size(), 2U);
  ASSERT_GE(ladder["notes"].Size(), 1U);
  bool marked = false;
  for (const auto& arrow : ladder["arrows"].GetArray()) {
    for (const auto& field : arrow["message"]["fields"].GetArray()) {
      marked = marked || field.Size() > 2;
    }
  }
  EXPECT_TRUE(marked);
}

TEST(PageBounds, ListFailedCallsFirst) {
  PageOptions options;
  options.most_calls = 3;
  options.most_ladders = 1;
  const std::string page = page_of(some_calls(5, 2), options);
  EXPECT_EQ(count_of(page, "<tr class=\"failed\" data-call="), 2U);
  EXPECT_NE(page.find("3 of 7 exchanges are listed"), std::string::npos);
  const rapidjson::Document data = data_of(page);
  EXPECT_EQ(data["ladders"].Size(), 1U);
  EXPECT_TRUE(data["calls"].HasMember("6"));
  EXPECT_NE(page.find("6 exchanges of the capture have no ladder here"),
            std::string::npos);
}

TEST(PageBounds, KeepExamplesOfEachKindOfFailure) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 1; i <= 20; ++i) {
    add_call(builder, i, i * 100, "404 Not Found");
  }
  add_call(builder, 21, 3000, "503 Service Unavailable");
  PageOptions options;
  options.most_calls = 10;
  options.most_ladders = 2;
  const page::CallChoice choice(builder.finish(), options);
  EXPECT_EQ(choice.listed.size(), 10U);
  ASSERT_EQ(choice.ladders.size(), 2U);
  EXPECT_EQ(choice.ladders[0].index() + choice.ladders[1].index(), 20U);
}

TEST(PageBounds, CutMessagesAndData) {
  PageOptions options;
  options.most_message_octets = 100;
  const std::string page = page_of(some_calls(0, 2), options);
  const rapidjson::Document data = data_of(page);
  EXPECT_TRUE(data["ladders"][0]["arrows"][0]["message"].HasMember("octets"));
  EXPECT_NE(page.find("(4 cut)"), std::string::npos);

  options.most_data_octets = 10;
  EXPECT_EQ(data_of(page_of(some_calls(0, 2), options))["ladders"].Size(), 0U);
}

TEST(PageBounds, HoldForTextsOfAnyLength) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 1; i <= 40; ++i) {
    std::string invite = testing::request("INVITE", i);
    invite.replace(invite.find("alice@"), 5, std::string(30'000, 'a'));
    invite.replace(invite.find("Call-ID: "), 9,
                   "Call-ID: " + std::string(30'000, 'c'));
    builder.add(testing::Way::Out, i * 100, invite);
    builder.add(
        testing::Way::Back, i * 100 + 40,
        testing::response("499 " + std::string(30'000, 'p'), "INVITE", i));
  }
  PageOptions options;
  options.most_data_octets = 100'000;
  EXPECT_LT(page_of(builder.finish(), options).size(), 300'000U);
}

TEST(PageBounds, EndAtOutputOctetsWithoutAScript) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "503 Service Unavailable");
  builder.coverage().limits.set(LimitId::OutputOctets, 60'000);
  StringSink sink;
  EXPECT_TRUE(write_page(builder.finish(), one_worker(), {}, sink));
  EXPECT_LE(sink.text().size(), 70'000U);
}

TEST(TimeBins, CountEachExchangeOnce) {
  const page::TimeBins bins = page::bin_calls(some_calls(50, 25), one_worker());
  std::uint64_t attempts = 0;
  std::uint64_t failed = 0;
  for (const page::TimeBins::Bin& bin : bins.bins) {
    attempts += bin.attempts;
    failed += bin.failed;
  }
  EXPECT_LE(bins.bins.size(), page::kMostBins);
  EXPECT_EQ(attempts, 75U);
  EXPECT_EQ(failed, 25U);
  ASSERT_EQ(bins.codes.size(), 2U);
  EXPECT_EQ(bins.codes[0].status, 200);
  EXPECT_EQ(bins.codes[0].count, 50U);
}

TEST(TimeBins, StandClocksThatGoAnywhere) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "200 OK");
  add_call(builder, 2, -9'000'000'000'000, "200 OK");
  add_call(builder, 3, 7'000'000'000'000, "200 OK");
  const page::TimeBins bins = page::bin_calls(builder.finish(), one_worker());
  EXPECT_LE(bins.bins.size(), page::kMostBins);
  std::uint64_t attempts = 0;
  for (const page::TimeBins::Bin& bin : bins.bins) attempts += bin.attempts;
  EXPECT_EQ(attempts, 3U);
}

}  // namespace
}  // namespace siptriage::page_test
