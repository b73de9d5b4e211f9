#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::start_line_test {
namespace {

using enum AnomalyKind;

// A message of which only the start line matters.
AnomalySet start_line_anomalies(std::string_view start_line, Message& message) {
  const std::string text = std::string(start_line) +
                           "\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
                           "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
                           "Call-ID: x\r\nMax-Forwards: 70\r\n\r\n";
  static std::string kept;  // the message views it
  kept = text;
  EXPECT_EQ(parse_message(kept, Framing::Datagram, message),
            ParseStatus::Complete)
      << start_line;
  AnomalySet anomalies = message.anomalies;
  anomalies.remove(MissingCseq);
  return anomalies;
}

TEST(StartLine, RequestLineLibertiesAreTold) {
  struct Row {
    std::string_view line;
    std::string_view method;
    std::string_view uri;
    std::vector<AnomalyKind> anomalies;
  };
  const Row rows[] = {
      {"INVITE sip:a@b SIP/2.0", "INVITE", "sip:a@b", {}},
      {"INVITE sip:a@b sip/2.0", "INVITE", "sip:a@b", {}},  // 7.1: any case
      {"INVITE sip:a@b SIP/7.0", "INVITE", "sip:a@b", {UnknownVersion}},
      {"INVITE sip:a@b SIP/2.10", "INVITE", "sip:a@b", {UnknownVersion}},
      {"INVITE  sip:a@b SIP/2.0", "INVITE", "sip:a@b", {StartLineWhitespace}},
      {"INVITE sip:a@b  SIP/2.0", "INVITE", "sip:a@b", {StartLineWhitespace}},
      {"INVITE sip:a@b SIP/2.0 ", "INVITE", "sip:a@b", {StartLineWhitespace}},
      {"INVITE\tsip:a@b\tSIP/2.0", "INVITE", "sip:a@b", {StartLineWhitespace}},
      {"invite sip:a@b SIP/2.0", "invite", "sip:a@b", {MethodCase}},
      {"FOO sip:a@b SIP/2.0", "FOO", "sip:a@b", {UnknownMethod}},
      {"INVITE <sip:a@b> SIP/2.0", "INVITE", "<sip:a@b>", {BadRequestUri}},
      {"INVITE sip:a@b; lr SIP/2.0", "INVITE", "sip:a@b; lr", {BadRequestUri}},
      {"INVITE sip:a@b?x=y SIP/2.0", "INVITE", "sip:a@b?x=y", {BadRequestUri}},
      {"OPTIONS * SIP/2.0", "OPTIONS", "*", {BadRequestUri}},
      {"OPTIONS tel:911 SIP/2.0", "OPTIONS", "tel:911", {}},
      {"BYE a:b SIP/2.0 SIP/2.0", "BYE", "a:b SIP/2.0", {BadRequestUri}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.line);
    EXPECT_TRUE(starts_like_sip(std::string(row.line) + "\r\n"));
    Message message;
    EXPECT_EQ(names_of(start_line_anomalies(row.line, message)),
              names_of(row.anomalies));
    EXPECT_TRUE(message.is_request());
    EXPECT_EQ(message.start_line, row.line);
    EXPECT_EQ(message.method_name, row.method);
    EXPECT_EQ(message.request_uri, row.uri);
  }
}

TEST(StartLine, StatusLineLibertiesAreTold) {
  struct Row {
    std::string_view line;
    std::uint16_t status;
    std::string_view reason;
    std::vector<AnomalyKind> anomalies;
  };
  const Row rows[] = {
      {"SIP/2.0 200 OK", 200, "OK", {}},
      {"sip/2.0 200 OK", 200, "OK", {}},
      {"SIP/2.0 200 ", 200, "", {}},  // RFC 4475 3.1.1.13
      {"SIP/2.0 200", 200, "", {MissingReasonPhraseSpace}},
      {"SIP/2.0 200OK", 200, "OK", {MissingReasonPhraseSpace}},
      {"SIP/2.0  200 OK", 200, "OK", {StartLineWhitespace}},
      {"SIP/2.0 200  not  OK ", 200, "not  OK", {}},
      {"SIP/1.0 200 OK", 200, "OK", {UnknownVersion}},
      {"SIP/2.0 99 x", 99, "x", {StatusOutOfRange}},
      {"SIP/2.0 700 x", 700, "x", {StatusOutOfRange}},
      {"SIP/2.0 000 x", 1, "x", {StatusOutOfRange}},  // 0 means a request
      {"SIP/2.0 0200 x", 200, "x", {StatusOutOfRange}},
      {"SIP/2.0 4294967301 x", 65535, "x", {StatusOutOfRange}},
      {"SIP/2.0 99999999999999999999999 x", 65535, "x", {StatusOutOfRange}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.line);
    EXPECT_TRUE(starts_like_sip(std::string(row.line) + "\r\n"));
    Message message;
    EXPECT_EQ(names_of(start_line_anomalies(row.line, message)),
              names_of(row.anomalies));
    EXPECT_TRUE(message.is_response());
    EXPECT_EQ(message.status, row.status);
    EXPECT_EQ(message.reason_phrase, row.reason);
  }
}

TEST(StartLine, WhatIsNoSipIsTurnedAway) {
  const std::string_view rows[] = {
      "",
      "\r\n\r\n",                       // a keep-alive
      std::string_view("\0\0\0\0", 4),  // another
      "hello",
      "GET / HTTP/1.1\r\n",
      "OPTIONS * HTTP/1.1\r\n",
      "M-SEARCH * HTTP/1.1\r\n",
      "HTTP/1.1 200 OK\r\n",
      "RTSP/1.0 200 OK\r\n",
      "OPTIONS rtsp://h/ RTSP/1.0\r\n",
      "INVITE sip:a@b\r\n",                   // RFC 4475 "test"
      "who said INVITE sip:a@b SIP/2.0\r\n",  // text
      "INVITE SIP/2.0\r\n",                   // no Request-URI
      " INVITE sip:a@b SIP/2.0\r\n",          // no method
      "INV?TE sip:a@b SIP/2.0\r\n",           // no token
      "INVITE sip:a@b SIP/2.0x\r\n",          // not at the end of the line
      "INVITE sip:a@b SIP/2\r\n",             // no version
      "INVITE sip:a@b xSIP/2.0\r\n",          // no version
      "SIP/2.0 OK\r\n",                       // no status code
      "SIP/2.0\r\n",
      "SIP/2.0200 OK\r\n",
      "SIP/2.0 20x OK\r\n",  // no number
      "SIP/x.0 200 OK\r\n",
      "From: <sip:a@b> SIP/2.0\r\n",   // a header field
      "\x80\x60\x00\x01 SIP/2.0\r\n",  // RTP
      "SIP/2.0 20",                    // cut off: which code?
      "INVITE http://a",               // cut off: which protocol?
      "FOO sip:a",                     // cut off: which protocol?
      "INVITE ",                       // cut off
      "INVITE",
      "SIP/2.0",
      "SIP",
  };
  for (const std::string_view row : rows) {
    const ExactCopy copy(row);
    EXPECT_FALSE(starts_like_sip(copy.view())) << row;
    Message message;
    EXPECT_EQ(parse_message(copy.view(), Framing::Datagram, message),
              ParseStatus::Malformed)
        << row;
  }
}

// A snap length may cut the start line itself.
TEST(StartLine, ClearFrontsOfCutOffMessagesAreSip) {
  const std::string_view rows[] = {
      "INVITE sip:someone@exam", "REGISTER sips:exam",       "INVITE tel:+12",
      "INVITE sip:a@b SIP/2.0",  "INVITE sip:a@b SIP/2.0\r", "SIP/2.0 200",
      "SIP/2.0 200 O",
  };
  for (const std::string_view row : rows) {
    const ExactCopy copy(row);
    EXPECT_TRUE(starts_like_sip(copy.view())) << row;
    Message message;
    ASSERT_EQ(parse_message(copy.view(), Framing::Datagram, message),
              ParseStatus::Complete)
        << row;
    // Nothing that may have followed is held against it.
    EXPECT_TRUE(message.anomalies.has(MissingBlankLine)) << row;
    EXPECT_FALSE(message.anomalies.has(MissingCallId)) << row;
    EXPECT_FALSE(message.anomalies.has(BadRequestUri)) << row;
  }
}

TEST(StartLine, MayBeAsLongAsADatagram) {
  const std::string line =
      "INVITE sip:" + std::string(60'000, 'a') + "@b SIP/2.0\r\n\r\n";
  EXPECT_TRUE(starts_like_sip(line));
  const std::string method = std::string(4'000, 'a') + " sip:a SIP/2.0\r\n";
  EXPECT_TRUE(starts_like_sip(method));
  const std::string endless =
      "INVITE sip:" + std::string(70'000, 'a') + "@b SIP/2.0\r\n\r\n";
  EXPECT_FALSE(starts_like_sip(endless));
}

TEST(StartLine, IsFoundAtTheStartOfALine) {
  constexpr std::string_view kText =
      "rubbish INVITE sip:a SIP/2.0\r\n"
      "more\n"
      "\r\n"
      "BYE sip:a SIP/2.0\r\n"
      "\r\n"
      "SIP/2.0 200 OK\r";
  const std::size_t bye = kText.find("BYE");
  const std::size_t ok = kText.find("SIP/2.0 200");
  EXPECT_EQ(find_start_line(kText, 0), bye);
  EXPECT_EQ(find_start_line(kText, bye), bye);
  EXPECT_EQ(find_start_line(kText, bye + 1), ok);
  EXPECT_EQ(find_start_line(kText, 8), bye);  // in the middle of a line
  EXPECT_EQ(find_start_line(kText, ok + 1), std::string_view::npos);
  EXPECT_EQ(find_start_line(kText, kText.size()), std::string_view::npos);
  EXPECT_EQ(find_start_line(kText, kText.size() + 1), std::string_view::npos);
  EXPECT_EQ(find_start_line("", 0), std::string_view::npos);
}

}  // namespace
}  // namespace siptriage::sip::start_line_test
