#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

#include "output/utf8.h"
#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"

namespace siptriage::write_text_test {
namespace {

using testing::AnalysisBuilder;
using testing::request;
using testing::response;
using testing::Way;

TextOptions plain() {
  TextOptions options;
  options.unicode = false;
  return options;
}

std::string text_of(const Triage& analysis,
                    const TextOptions& options = plain()) {
  StringSink sink;
  EXPECT_TRUE(write_text(analysis, options, sink));
  return sink.text();
}

// The report as one line, so that wrapping does not hide a sentence.
std::string joined(const std::string& text) {
  std::string result;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) result += word + " ";
  return result;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(WriteText, BeginsWithTheVerdict) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "503 Service Unavailable");
  add_call(builder, 2, 100, "200 OK", "Contact: <sip:bob@192.0.2.20>\n");
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_EQ(text.find("1 of 2 calls failed: 192.0.2.1 refused INVITE from "
                      "alice@example.com to bob@example.com with 503 Service "
                      "Unavailable: the server is overloaded"),
            0U)
      << text;
}

TEST(WriteText, SaysThatNoCallWasAnswered) {
  for (const std::uint32_t calls : {2U, 3U}) {
    AnalysisBuilder builder;
    for (std::uint32_t i = 1; i <= calls; ++i) {
      add_call(builder, i, 100 * i, "486 Busy Here");
    }
    const std::string text = joined(text_of(builder.finish()));
    EXPECT_TRUE(
        text.starts_with(calls == 2 ? "Neither of 2 calls was answered (busy): "
                                    : "None of 3 calls was answered (busy): "))
        << text;
  }
}

TEST(WriteText, SaysThatNothingFailed) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "200 OK", "Contact: <sip:bob@192.0.2.20>\n");
  const std::string text = text_of(builder.finish());
  EXPECT_EQ(text.find("Nothing failed: 1 call"), 0U) << text;
  EXPECT_FALSE(contains(text, "WHAT FAILED"));
}

TEST(WriteText, SaysThatBothFailed) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "503 Service Unavailable");
  add_call(builder, 2, 100, "503 Service Unavailable");
  EXPECT_EQ(text_of(builder.finish()).find("Both calls failed"), 0U);
}

TEST(WriteText, SaysWhatScannersSent) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "503 Service Unavailable");
  builder.add(Way::Out, 100,
              request("INVITE", 2, "User-Agent: friendly-scanner\n"));
  builder.add(Way::Back, 140, response("404 Not Found", "INVITE", 2));
  EXPECT_TRUE(contains(joined(text_of(builder.finish())),
                       "Mind that 1 of the 2 that failed was sent by programs "
                       "that scan networks: to refuse those is right."));
}

TEST(WriteText, DoesNotCallASuccessWhatTheCaptureDoesNotShow) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("INVITE", 1));
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_FALSE(contains(text, "Nothing failed")) << text;
  EXPECT_TRUE(contains(text, "No failure seen in 1 call")) << text;
}

TEST(WriteText, TellsOfLimitsAndHowToRaiseThem) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here");
  Coverage& coverage = builder.coverage();
  coverage.limits.set(LimitId::HeaderFields, 20);
  coverage.limits.set(LimitId::Comments, 10);
  coverage.limits_reached.add(LimitId::TcpConnections, 12);
  coverage.limits_reached.add(LimitId::HeaderFields);
  coverage.limits_reached.add(LimitId::Comments);
  coverage.limits_reached.add(LimitId::MessageOctets);
  coverage.limits_reached.add(LimitId::UndecidedOctets);  // every day
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text,
                       "Limit tcp-connections (65,536 connections) was "
                       "reached: 12 connections were given up; --limit "
                       "tcp-connections=131072 raises it"))
      << text;
  EXPECT_TRUE(contains(text,
                       "1 message was not read to its end; --limit "
                       "header-fields=256 raises it"));
  EXPECT_TRUE(contains(text,
                       "1 comment was left out; --limit comments=20 raises "
                       "it"));
  EXPECT_TRUE(contains(text,
                       "1 message was cut or passed over; it can be no "
                       "higher"));
  EXPECT_FALSE(contains(text, "undecided-octets"));
  EXPECT_TRUE(contains(text, "a limit was reached"));
}

TEST(WriteText, TellsCoverageBeforeAnythingElse) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here");
  Coverage& coverage = builder.coverage();
  coverage.of(SkipReason::Rtp) = 1007;
  coverage.of(SkipReason::NotIp) = 3;
  coverage.recorded_drops = 12;
  coverage.files[0].damage = "ends inside a record";
  coverage.files[0].damage_offset_octets = 4711;
  coverage.encrypted_flow_count = 9;
  coverage.encrypted_flows.push_back(
      {"TLS", "192.0.2.10:40000", "192.0.2.1:5061", "sip.example.com", 40});
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_LT(text.find("COVERAGE"), text.find("OUTCOMES"));
  EXPECT_LT(text.find("OUTCOMES"), text.find("NOT ANSWERED"));
  EXPECT_TRUE(contains(text,
                       "Not SIP 1,010 frames: 1,007 RTP or RTCP media, "
                       "3 not IP"));
  EXPECT_TRUE(contains(text, "Lost 12 packets"));
  EXPECT_TRUE(contains(text, "Damage ends inside a record (at octet 4,711)"));
  EXPECT_TRUE(contains(text, "192.0.2.1:5061 (sip.example.com), 40 frames"));
  EXPECT_TRUE(contains(text, "and 8 more"));
  EXPECT_TRUE(contains(text,
                       "Mind that the capture file is damaged or cut "
                       "short and packets were lost while recording."));
  EXPECT_FALSE(contains(text, "ESP"));
}

TEST(WriteText, TellsHowLongTheCaptureRanOnBehindItsLastFrame) {
  using std::chrono::milliseconds;
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here");
  Triage triage = builder.finish();
  triage.coverage.frames = 3;
  triage.coverage.ran_until = triage.coverage.last_time + milliseconds(999);
  EXPECT_FALSE(contains(joined(text_of(triage)), "then none"));
  triage.coverage.ran_until = triage.coverage.last_time + milliseconds(40'000);
  EXPECT_TRUE(contains(joined(text_of(triage)),
                       "then none for 40 s until the capture ended"));
}

TEST(WriteText, SaysWhyThereIsNoSip) {
  const struct {
    SkipReason reason;
    std::string_view said;
  } cases[] = {
      {SkipReason::EncryptedTls, "encrypted traffic"},
      {SkipReason::Filtered, "The filter turned frames away"},
      {SkipReason::Rtp, "media without its signalling"},
      {SkipReason::SnapLength, "tcpdump -s 0"},
      {SkipReason::OtherTcp, "none of it begins with a SIP start line"},
      {SkipReason::NotIp, "No frame carries UDP or TCP payload"},
  };
  for (const auto& c : cases) {
    AnalysisBuilder builder;
    builder.coverage().frames = 5;
    builder.coverage().of(c.reason) = 5;
    const std::string text = joined(text_of(builder.finish()));
    EXPECT_EQ(text.find("No SIP in this capture."), 0U) << text;
    EXPECT_TRUE(contains(text, c.said)) << text;
    EXPECT_FALSE(contains(text, "OUTCOMES"));
  }
  const std::string empty = joined(text_of(AnalysisBuilder().finish()));
  EXPECT_TRUE(contains(empty, "holds no frames at all")) << empty;
}

TEST(WriteText, ExplainsAFailureWithItsFrames) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0,
              request("INVITE", 1, "Session-Expires: 1800\nMin-SE: 90\n"));
  builder.add(
      Way::Back, 40,
      response("422 Too Small", "INVITE", 1, "Server: Proxy/1\nMin-SE: 90\n"));
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "1. 422 Session Interval Too Small"));
  EXPECT_TRUE(contains(text,
                       "192.0.2.1 (Proxy/1) refused INVITE from "
                       "alice@example.com to bob@example.com with 422 Too "
                       "Small: Min-SE is 90 s"));
  // What the sentence says is not said again.
  EXPECT_TRUE(contains(text, "Header contradicts Min-SE (MUST, RFC 4028 9)"));
  EXPECT_TRUE(contains(text, "INVITE in frame 1"));
  EXPECT_TRUE(contains(text, "422 in frame 2, 40 ms later"));
  EXPECT_FALSE(contains(text, "sip:alice@example.com -> sip:bob@example.com"));
  EXPECT_TRUE(contains(text, "Side the callee's side"));
  EXPECT_FALSE(contains(text, "Usually on"));
  // Told with the failure, so not once more.
  EXPECT_FALSE(contains(text, "ALSO FOUND")) << text;
}

TEST(WriteText, ExplainsACodeThatNobodyKnowsByItsClass) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "499 Odd");
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "1. 499 Odd"));
  EXPECT_TRUE(contains(text, "treats it as 400 (RFC 3261 8.1.3.2)"));
}

TEST(WriteText, ExplainsATimeoutByItsRule) {
  AnalysisBuilder builder;
  for (const std::int64_t at : {0, 500, 1500, 3500, 7500, 15'500, 31'500}) {
    builder.add(Way::Out, at, request("INVITE", 1));
  }
  builder.end_at(120'000);
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "1. No final response"));
  EXPECT_TRUE(contains(text, "seen 7 times within 31.5 s")) << text;
  EXPECT_TRUE(contains(text, "repeated 6 times"));
  EXPECT_FALSE(contains(text, "ALSO FOUND")) << text;
}

TEST(WriteText, ExplainsACodeOnce) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here");
  add_call(builder, 2, 100, "486 Busy Here", "Reason: Q.850;cause=17\n");
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "2. 486 Busy Here"));
  EXPECT_TRUE(contains(text, "Meaning as under 1"));
}

TEST(WriteText, TellsFailuresThatDifferInTheServerAloneTogether) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here", "Server: One\n");
  add_call(builder, 2, 100, "486 Busy Here", "Server: Two\n");
  add_call(builder, 3, 200, "486 Busy Here", "Server: Two\n");
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "3 calls: INVITE, answered by 2 servers")) << text;
  EXPECT_TRUE(contains(text,
                       "Servers 2 by 192.0.2.1 (Two) 1 by 192.0.2.1 "
                       "(One)"));
  EXPECT_FALSE(contains(text, "2. 486"));
}

TEST(WriteText, ListsManyKindsOfFailureBeforeItExplainsThem) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here");
  add_call(builder, 2, 100, "503 Service Unavailable");
  add_call(builder, 3, 200, "404 Not Found");
  add_call(builder, 4, 300, "404 Not Found");
  add_call(builder, 5, 400, "499 Odd");
  const std::string text = text_of(builder.finish());
  EXPECT_LT(text.find("2  404 Not Found to INVITE from 192.0.2.1\n"),
            text.find("1. 503"))
      << text;
}

TEST(WriteText, CountsWhatItDoesNotShow) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 1; i <= 9; ++i) {
    add_call(builder, i, std::int64_t{i} * 100,
             std::to_string(500 + i) + " Oops");
  }
  const Triage analysis = builder.finish();
  TextOptions options = plain();
  options.max_groups = 2;
  const std::string text = joined(text_of(analysis, options));
  EXPECT_TRUE(contains(text, "And 7 groups more with 7 failures; --all"))
      << text;
  options.max_groups = static_cast<std::size_t>(-1);
  EXPECT_FALSE(contains(joined(text_of(analysis, options)), "--all"));
  options.max_notices = 0;
  options.max_groups = 0;
  EXPECT_TRUE(contains(joined(text_of(analysis, options)), "9 groups more"));
}

TEST(WriteText, ShowsTheMessagesOfASingleCall) {
  AnalysisBuilder one;
  add_call(one, 1, 0, "486 Busy Here");
  const std::string text = text_of(one.finish());
  EXPECT_TRUE(contains(text, "MESSAGES"));
  EXPECT_TRUE(contains(text, "0.040  +0.040  |< 486 Busy Here --")) << text;
  AnalysisBuilder two;
  add_call(two, 1, 0, "486 Busy Here");
  add_call(two, 2, 100, "486 Busy Here");
  EXPECT_FALSE(contains(text_of(two.finish()), "MESSAGES"));
}

TEST(WriteText, DrawsBarsForManyOutcomes) {
  AnalysisBuilder builder;
  std::uint32_t number = 0;
  for (const std::string_view line :
       {"486 Busy Here", "603 Decline", "503 Service Unavailable"}) {
    for (std::uint32_t i = 0; i < 10; ++i) {
      ++number;
      add_call(builder, number, std::int64_t{number} * 50, line);
    }
  }
  const std::string text = text_of(builder.finish());
  EXPECT_TRUE(contains(joined(text),
                       "10 of 30 calls failed; 20 calls were not answered (10 "
                       "busy, 10 declined). Worst: "))
      << text;
  EXPECT_TRUE(contains(text, "30, of which 10 failed and 20 were not answered"))
      << text;
  EXPECT_TRUE(contains(text, "  busy                      10   33.3 %  ####"))
      << text;
  EXPECT_TRUE(contains(text, "WHAT FAILED"));
}

// The worst of it may have begun before the capture, and counts as well.
TEST(WriteText, CountsWhatBeganBeforeTheCapture) {
  AnalysisBuilder builder;
  builder.add(Way::Back, 0, response("503 Service Unavailable", "INVITE", 7));
  const std::string alone = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(alone, "1 call that began before the capture failed: "))
      << alone;
  AnalysisBuilder two;
  two.add(Way::Back, 0, response("503 Service Unavailable", "INVITE", 7));
  add_call(two, 1, 50, "404 Not Found");
  const std::string text = joined(text_of(two.finish()));
  EXPECT_TRUE(contains(text,
                       "1 of 2 calls and 1 call that began before the capture "
                       "failed. Worst: "))
      << text;
}

// People who do not answer are no failure.
TEST(WriteText, TellsCallsThatWereNotAnsweredApart) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "486 Busy Here");
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "The only call was not answered: ")) << text;
  EXPECT_TRUE(contains(text, "NOT ANSWERED"));
  EXPECT_FALSE(contains(text, "WHAT FAILED"));
  EXPECT_FALSE(contains(text, " failed"));
}

// What else is wrong with such a call is no reason for it.
TEST(WriteText, WarnsBesideCallsThatWereNotAnsweredAtTheEnd) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("INVITE", 1) + "Max-Forwards: 300\n");
  builder.add(Way::Back, 9000, response("603 Decline", "INVITE", 1));
  builder.add(Way::Out, 9010, request("ACK", 1));
  const std::string text = text_of(builder.finish());
  EXPECT_EQ(text.find("   Warning  "), std::string::npos) << text;
  EXPECT_TRUE(contains(text.substr(text.find("ALSO FOUND")), "Max-Forwards"));
}

TEST(WriteText, NamesTheFileOfAFrameWhenThereAreSeveral) {
  AnalysisBuilder builder(2);
  add_call(builder, 1, 0, "486 Busy Here");
  const std::string text = joined(text_of(builder.finish()));
  EXPECT_TRUE(contains(text, "2:15 is frame 15 of file 2"));
  EXPECT_TRUE(contains(text, "INVITE in frame 2:1"));
  EXPECT_TRUE(contains(text, "486 in frame 1:2"));
}

// Nothing of the wire reaches the terminal as it came; without colour there
// is no escape sequence at all.
TEST(WriteText, EscapesHostileText) {
  const Triage analysis = testing::hostile_analysis();
  TextOptions options;
  for (const bool unicode : {true, false}) {
    options.unicode = unicode;
    const std::string text = text_of(analysis, options);
    EXPECT_TRUE(contains(text, "\\x1b[31m"));
    EXPECT_TRUE(contains(text, "\\u{202e}"));
    EXPECT_FALSE(contains(text, "\xE2\x80\xAE"));
    EXPECT_TRUE(output::is_utf8(text));
    for (const char c : text) {
      const auto octet = static_cast<unsigned char>(c);
      EXPECT_TRUE(c == '\n' || (octet >= 0x20 && octet != 0x7F));
      if (!unicode) {
        EXPECT_LT(octet, 0x80);
      }
    }
  }
  options.colour = true;
  EXPECT_FALSE(contains(text_of(analysis, options), "\x1b]0"));
}

// The report with its Select Graphic Rendition sequences taken out.
std::string without_colour(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
      continue;
    }
    result.push_back(text[i]);
  }
  return result;
}

TEST(WriteText, ColourAddsNothingButColour) {
  AnalysisBuilder builder;
  add_call(builder, 1, 0, "503 Service Unavailable");
  add_call(builder, 2, 0, "486 Busy Here");
  const Triage analysis = builder.finish();
  TextOptions options = plain();
  const std::string plain_text = text_of(analysis, options);
  options.colour = true;
  const std::string coloured = text_of(analysis, options);
  EXPECT_TRUE(contains(coloured, "\x1b[1;31m"));
  EXPECT_EQ(without_colour(coloured), plain_text);
}

void expect_to_fit(const Triage& analysis, const std::string& name) {
  for (const std::size_t columns : {40U, 63U, 64U, 80U, 100U, 120U}) {
    for (const bool unicode : {true, false}) {
      TextOptions options;
      options.columns = columns;
      options.unicode = unicode;
      const std::string text = text_of(analysis, options);
      EXPECT_EQ(text, text_of(analysis, options)) << name;
      for (const std::string& line : lines_of(text)) {
        EXPECT_LE(output::columns_of(line), columns) << name << ": " << line;
        EXPECT_TRUE(line.empty() || line.back() != ' ')
            << name << ": '" << line << "'";
      }
      EXPECT_FALSE(contains(text, "\n\n\n")) << name;
    }
  }
}

TEST(WriteText, FitsTheTerminal) {
  expect_to_fit(testing::hostile_analysis(), "hostile");
  expect_to_fit(AnalysisBuilder().finish(), "empty");
  AnalysisBuilder builder(2);
  for (std::uint32_t i = 1; i <= 40; ++i) {
    add_call(
        builder, i, std::int64_t{i} * 100,
        std::to_string(400 + i) + " " + std::string(std::size_t{i} * 3, 'x'),
        "Server: " + std::string(std::size_t{i} * 4, 'y') + "\n");
  }
  expect_to_fit(builder.finish(), "many");
}

TEST(WriteText, FitsTheTerminalForEverySample) {
  std::size_t captures = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           SIPTRIAGE_SOURCE_DIR "/samples")) {
    if (!entry.path().extension().string().starts_with(".pcap")) continue;
    const Result<Triage> analysis =
        triage({entry.path().string()}, testing::one_worker());
    ASSERT_TRUE(analysis.has_value()) << entry.path();
    expect_to_fit(*analysis, entry.path());
    ++captures;
  }
  EXPECT_GT(captures, 10U);
}

TEST(WriteText, StopsWhenTheSinkRefuses) {
  const Triage analysis = testing::hostile_analysis();
  testing::RefusingSink none(0);
  EXPECT_FALSE(write_text(analysis, plain(), none));
  EXPECT_EQ(none.calls(), 1U);
}

}  // namespace
}  // namespace siptriage::write_text_test
