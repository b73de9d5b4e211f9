// The ladder, in all its forms.

#include "siptriage/report/flow.h"

#include <cstddef>
#include <cstdint>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "output/utf8.h"
#include "report/ladder.h"
#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"

namespace siptriage::flow_test {
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

std::string flow_of(const Triage& triage, const FlowOptions& options = {}) {
  StringSink sink;
  EXPECT_TRUE(write_flow(triage, *find_flow_calls(triage, one_worker(), {}),
                         options, sink));
  return std::move(sink).take();
}

FlowOptions in_form(FlowForm form) {
  FlowOptions options;
  options.form = form;
  return options;
}

report::Ladder ladder_of(const Triage& triage, const Aliases* aliases = nullptr,
                         std::uint64_t most_arrows = 400) {
  CallReader reader(triage);
  return report::build_ladder(triage, reader, {CallId(0)},
                              {aliases, most_arrows});
}

Endpoint host(std::uint8_t number, std::uint16_t port = 5060) {
  return {IpAddress::v4(0xC6336400U + number), port};
}

// What a trickster would write wherever there is room for it, with 64 KiB of
// it in one header field.
std::string worst() {
  return std::string("<script>alert(1)</script>&amp;'-->]]>;end=1+1#59;") +
         std::string(testing::kHostile) + "\xEF\xBF\xBE";
}

Triage hostile() {
  const std::string bad = worst();
  const std::string sdp =
      "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 x\ns=-\nc=IN IP4 " +
      bad + "\nm=audio 4000 RTP/AVP 96 97\na=rtpmap:96 " + bad +
      "/8000\na=sendonly";
  std::string invite = request("INVITE", 1, "User-Agent: " + bad + "\n");
  invite.replace(invite.find("bob@"), 3, bad);
  invite.replace(invite.find("Content-Length: 0"), 17, sdp);
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, invite);
  builder.add(Way::Back, 40,
              response("503 " + bad, "INVITE", 1,
                       "Server: " + bad + std::string(65536, '<') + "\n"));
  return builder.finish();
}

Triage retransmitted() {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("INVITE", 1));
  builder.add(Way::Out, 500, request("INVITE", 1));
  builder.add(Way::Out, 1500, request("INVITE", 1));
  builder.add(Way::Back, 1540, response("486 Busy Here", "INVITE", 1));
  return builder.finish();
}

TEST(Flow, FoldsWhatWasSentAgain) {
  const std::string text = flow_of(retransmitted());
  EXPECT_NE(text.find("INVITE bob@example.com x3 in 1.5 s [1][2]"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("[2] notice: INVITE to 192.0.2.1:5060 was sent 3 times"),
            std::string::npos)
      << text;
  EXPECT_EQ(ladder_of(retransmitted()).arrows.size(), 2U);
}

TEST(Flow, DrawsWithAsciiAlone) {
  FlowOptions options;
  options.unicode = false;
  options.columns = 60;
  EXPECT_EQ(flow_of(retransmitted(), options).substr(0, 10), "Call 1: al");
  EXPECT_NE(flow_of(retransmitted(), options).find("|< 486 Busy Here --"),
            std::string::npos);
}

TEST(Flow, FitsEveryWidth) {
  const Triage triages[] = {hostile(), testing::hostile_analysis(),
                            retransmitted()};
  for (std::size_t width = 40; width < 200; width += 7) {
    for (const Triage& triage : triages) {
      for (const bool unicode : {true, false}) {
        FlowOptions options;
        options.columns = width;
        options.unicode = unicode;
        for (const std::string& line : lines_of(flow_of(triage, options))) {
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

TEST(Flow, FoldsLanesThatHaveNoRoom) {
  AnalysisBuilder builder;
  for (std::uint8_t i = 0; i < 30; ++i) {
    builder.add(host(i), host(static_cast<std::uint8_t>(i + 1)), i * 10,
                request("OPTIONS", 1));
  }
  FlowOptions options;
  options.columns = 40;
  options.unicode = false;
  const std::string text = flow_of(builder.finish(), options);
  EXPECT_NE(text.find("29->30 OPTIONS"), std::string::npos) << text;
  EXPECT_NE(text.find("\n31 198.51.100.30"), std::string::npos) << text;
  for (const std::string& line : lines_of(text)) EXPECT_LE(line.size(), 40U);
}

TEST(Flow, KeepsLanesWithinTheirLimit) {
  AnalysisBuilder builder;
  for (std::uint8_t i = 0; i < 200; ++i) {
    builder.add(host(i), host(static_cast<std::uint8_t>(i + 1)), i * 10,
                request("OPTIONS", 1));
  }
  const report::Ladder ladder = ladder_of(builder.finish());
  ASSERT_EQ(ladder.lanes.size(), report::kMostLanes);
  EXPECT_EQ(ladder.lanes.back().sharing, 201 - report::kMostLanes);
}

// Only where an address talks to itself do ports make lanes; and a client's
// port is the one that its Via names.
TEST(Flow, TellsPortsApartWhereItMust) {
  AnalysisBuilder builder;
  builder.add({IpAddress::v4(0xC000020A), 40001},
              {IpAddress::v4(0xC000020A), 5080}, 0, request("INVITE", 1));
  builder.add({IpAddress::v4(0xC000020A), 5080},
              {IpAddress::v4(0xC000020A), 40001}, 40,
              response("486 Busy Here", "INVITE", 1));
  const report::Ladder ladder = ladder_of(builder.finish());
  ASSERT_EQ(ladder.lanes.size(), 2U);
  EXPECT_EQ(ladder.lanes[0].address, "192.0.2.10:5060");
  EXPECT_EQ(ladder.lanes[1].address, "192.0.2.10:5080");
  EXPECT_EQ(ladder_of(retransmitted()).lanes[1].address, "192.0.2.1");
}

// The callee's Server stands in what a proxy passes on, which may leave it from
// another port than it came to.
TEST(Flow, NamesNoProxyAfterWhatItPassesOn) {
  AnalysisBuilder builder;
  const std::string extra = "Server: Phone/1\n";
  builder.add(host(1), host(2), 0, request("INVITE", 1));
  builder.add(host(3), host(2), 40,
              response("180 Ringing", "INVITE", 1, extra));
  builder.add(host(2, 40000), host(1), 50,
              response("180 Ringing", "INVITE", 1, extra));
  const report::Ladder ladder = ladder_of(builder.finish());
  ASSERT_EQ(ladder.lanes.size(), 3U);
  EXPECT_EQ(ladder.lanes[1].name, "");
  EXPECT_EQ(ladder.lanes[2].name, "Phone/1");
}

TEST(Flow, CountsWhatItDoesNotDraw) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 0; i < 9; ++i) {
    std::string text = request("OPTIONS", 1);
    text.replace(text.find("z9hG4bK1"), 8, "z9hG4bK" + std::to_string(i));
    builder.add(Way::Out, i * 1000, text);
  }
  FlowOptions options;
  options.most_arrows = 4;
  const std::string text = flow_of(builder.finish(), options);
  EXPECT_NE(text.find("5 more messages are not drawn."), std::string::npos)
      << text;
}

TEST(Flow, SaysWhatTheSessionDescriptionSays) {
  AnalysisBuilder builder;
  std::string invite = request("INVITE", 1);
  invite.replace(invite.find("To: <sip:bob@example.com>"), 25,
                 "To: <sip:bob@example.com>;tag=b");
  invite.replace(invite.find("Content-Length: 0"), 17,
                 "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 "
                 "192.0.2.10\ns=-\nc=IN IP4 192.0.2.10\nt=0 0\nm=audio 4000 "
                 "RTP/SAVP 8 0 18 9 101\na=rtpmap:101 telephone-event/8000\n"
                 "a=sendonly");
  builder.add(Way::Out, 0, invite);
  const report::Ladder ladder = ladder_of(builder.finish());
  ASSERT_EQ(ladder.arrows.size(), 1U);
  EXPECT_EQ(ladder.arrows[0].media,
            "hold sendonly PCMA PCMU G729 +2 SRTP 192.0.2.10:4000");
  EXPECT_EQ(ladder.arrows[0].title, "re-INVITE");
}

TEST(Flow, ShowsMessagesInFull) {
  FlowOptions options;
  options.raw = true;
  const std::string text = flow_of(hostile(), options);
  EXPECT_NE(text.find("\nFRAME 2  192.0.2.1:5060"), std::string::npos);
  EXPECT_NE(text.find(std::string(65536, '<')), std::string::npos);
  EXPECT_NE(text.find("\nCSeq: 1 INVITE\n"), std::string::npos);
  EXPECT_NE(text.find("\\x1b[31m"), std::string::npos);
  EXPECT_TRUE(output::is_utf8(text));
  for (const char c : text) EXPECT_TRUE(c < 0 || c >= ' ' || c == '\n');
}

// Every line is one that Mermaid's grammar knows, and what is not plain is
// escaped as it wants it.
TEST(FlowMermaid, HasNothingOfOthersButEscapedText) {
  const std::regex line(
      "sequenceDiagram"
      "|  participant P[0-9]+ as ([A-Za-z0-9 .+()/=*]|#[0-9]+;|<br/>)+"
      "|  P[0-9]+(->>|-->>|--x)P[0-9]+: ([A-Za-z0-9 .+()/=*]|#[0-9]+;|<br/>)+"
      "|  Note over P[0-9]+(,P[0-9]+)?: ([A-Za-z0-9 .+()/=*]|#[0-9]+;)+"
      "|  %% [A-Za-z0-9 ,.]+"
      "|## [^<>]+|```mermaid|```|");  // of several
  for (const Triage& triage :
       {hostile(), testing::hostile_analysis(), retransmitted()}) {
    for (const std::string& text :
         lines_of(flow_of(triage, in_form(FlowForm::Mermaid)))) {
      EXPECT_TRUE(std::regex_match(text, line)) << text;
    }
  }
}

TEST(FlowMermaid, ReadsAsASequence) {
  const std::string text = flow_of(retransmitted(), in_form(FlowForm::Mermaid));
  EXPECT_TRUE(
      text.starts_with("sequenceDiagram\n"
                       "  participant P0 as 192.0.2.10\n"))
      << text;
  EXPECT_NE(text.find("  P1-->>P0: 486 Busy Here\n"), std::string::npos);
}

// The elements of a document that may be there, each closed where it must be.
void expect_sound_markup(const std::string& svg) {
  std::vector<std::string> open;
  const std::regex element(
      "^<(/?)(svg|title|style|rect|line|polygon|path|g|"
      "text|tspan)((?: [a-z-]+[0-9]*=\"[^\"<>]*\"|"
      " viewBox=\"[^\"<>]*\")*)(/?)>");
  for (std::size_t at = svg.find('<'); at != std::string::npos;
       at = svg.find('<', at + 1)) {
    std::smatch match;
    const std::string rest = svg.substr(at, 400);
    ASSERT_TRUE(std::regex_search(rest, match, element)) << rest;
    if (match[4] == "/") continue;
    if (match[1] == "") {
      open.push_back(match[2]);
    } else {
      ASSERT_FALSE(open.empty());
      ASSERT_EQ(open.back(), match[2]);
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
}

TEST(FlowSvg, HasNothingOfOthersButEscapedText) {
  for (const Triage& triage :
       {hostile(), testing::hostile_analysis(), retransmitted()}) {
    const std::string svg = flow_of(triage, in_form(FlowForm::Svg));
    expect_sound_markup(svg);
    EXPECT_TRUE(output::is_utf8(svg));
    for (const char* no : {"<script", "href", "url(", "@import"}) {
      EXPECT_EQ(svg.find(no), std::string::npos) << no;
    }
    EXPECT_EQ(svg.find("\xEF\xBF\xBE"), std::string::npos);
    for (const char c : svg) EXPECT_TRUE(c < 0 || c >= ' ' || c == '\n');
  }
}

Triage three_calls() {
  AnalysisBuilder builder;
  for (std::uint32_t i = 0; i < 3; ++i) {
    testing::add_call(builder, i, i * 1000, "486 Busy Here");
  }
  return builder.finish();
}

TEST(FlowMermaid, HasABlockForEachOfSeveralCalls) {
  FlowOptions options = in_form(FlowForm::Mermaid);
  options.most_ladders = 2;
  const std::string text = flow_of(three_calls(), options);
  EXPECT_TRUE(text.starts_with(
      "## Call 1: `alice@example.com` \u2192 `bob@example.com`, busy, 486\n\n"
      "```mermaid\nsequenceDiagram\n"))
      << text;
  EXPECT_NE(text.find("\n```\n\n## Call 2: "), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("  %% 1 more call is not drawn\n```\n")) << text;
}

TEST(FlowSvg, DrawsSeveralCallsOneBelowTheOther) {
  FlowOptions options = in_form(FlowForm::Svg);
  options.most_ladders = 2;
  const std::string svg = flow_of(three_calls(), options);
  expect_sound_markup(svg);
  EXPECT_NE(svg.find(">2 SIP calls</title>"), std::string::npos) << svg;
  EXPECT_NE(svg.find(">Call 2: "), std::string::npos);
  EXPECT_NE(svg.find("1 more call is not drawn."), std::string::npos);
  options.most_ladders = 1;
  const std::string one = flow_of(three_calls(), options);
  const auto height_of = [](const std::string& picture) {
    const std::size_t at = picture.find("height=\"") + 8;
    return std::stoul(picture.substr(at));
  };
  EXPECT_GT(height_of(svg), height_of(one) * 3 / 2);
}

// Wherever a line ends.
TEST(FlowSvg, IsADocumentWhereItIsCut) {
  Triage triage = three_calls();
  const std::string whole = flow_of(triage, in_form(FlowForm::Svg));
  ASSERT_GT(whole.size(), 6000U);
  for (std::uint64_t octets = 4096; octets < whole.size(); octets += 97) {
    triage.coverage.limits.set(LimitId::OutputOctets, octets);
    const std::string cut = flow_of(triage, in_form(FlowForm::Svg));
    EXPECT_LE(cut.size(), octets + std::string_view("</svg>\n").size());
    expect_sound_markup(cut);
  }
}

TEST(Aliases, AreFoundByEndpointThenByAddress) {
  const auto aliases = Aliases::parse(
      "# what we call them\n"
      "192.0.2.1 The proxy\r\n"
      "192.0.2.1:5070\tPBX\n\n"
      "2001:db8::1 Six\n[2001:db8::1]:5061 Six TLS");
  ASSERT_TRUE(aliases) << aliases.error().message;
  const IpAddress four = IpAddress::v4(0xC0000201);
  EXPECT_EQ(aliases->find({four, 5060}), "The proxy");
  EXPECT_EQ(aliases->find({four, 5070}), "PBX");
  const IpAddress six = *parse_ip_address("2001:db8::1");
  EXPECT_EQ(aliases->find({six, 5060}), "Six");
  EXPECT_EQ(aliases->find({six, 5061}), "Six TLS");
  EXPECT_EQ(aliases->find({IpAddress::v4(1), 5060}), "");
}

TEST(Aliases, SayWhichLineIsWrong) {
  for (const char* text : {"192.0.2.1\n", "proxy 192.0.2.1\n",
                           "192.0.2.1:x Proxy\n", "[2001:db8::1 Six\n",
                           "192.0.2.1:0 Proxy\n", "192.0.2.1:99999 Proxy\n"}) {
    const auto aliases = Aliases::parse(std::string("\n") + text);
    ASSERT_FALSE(aliases) << text;
    EXPECT_EQ(aliases.error().code, ErrorCode::BadConfiguration);
    EXPECT_TRUE(aliases.error().message.starts_with("line 2: ")) << text;
  }
  std::string many;
  for (std::size_t i = 0; i <= kMaxAliases; ++i) many += "192.0.2.1 x\n";
  EXPECT_EQ(Aliases::parse(many).error().code, ErrorCode::LimitReached);
}

TEST(Aliases, OfOneNameAreOneLane) {
  AnalysisBuilder builder;
  builder.add(host(1), host(2), 0, request("INVITE", 1));
  builder.add(host(3), host(4), 10, request("INVITE", 1));
  const auto aliases = Aliases::parse("198.51.100.2 SBC\n198.51.100.3 SBC\n");
  const report::Ladder ladder = ladder_of(builder.finish(), &*aliases);
  ASSERT_EQ(ladder.lanes.size(), 3U);
  EXPECT_EQ(ladder.lanes[1].name, "SBC");
  EXPECT_EQ(ladder.lanes[1].sharing, 1U);
  EXPECT_EQ(ladder.arrows[0].to, ladder.arrows[1].from);
}

TEST(FlowCalls, AreThoseThatAreThere) {
  const Triage triage = retransmitted();
  EXPECT_EQ(find_flow_calls(triage, one_worker(), {1, {}})->size(), 1U);
  for (const std::uint64_t number : {0U, 2U}) {
    EXPECT_EQ(find_flow_calls(triage, one_worker(), {number, {}}).error().code,
              ErrorCode::NotFound);
  }
}

TEST(Flow, StopsWhenItsReaderIsGone) {
  for (const FlowForm form :
       {FlowForm::Text, FlowForm::Mermaid, FlowForm::Svg}) {
    testing::RefusingSink sink(0);
    EXPECT_FALSE(write_flow(retransmitted(), {CallId(0)}, in_form(form), sink));
  }
}

}  // namespace
}  // namespace siptriage::flow_test
