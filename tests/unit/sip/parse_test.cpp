#include "siptriage/sip/parse.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::parse_test {
namespace {

using enum AnomalyKind;

constexpr std::string_view kRequest =
    "OPTIONS sip:bob@example.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:alice@example.com>;tag=1\r\n"
    "To: <sip:bob@example.com>\r\n"
    "Call-ID: a@192.0.2.1\r\n"
    "CSeq: 7 OPTIONS\r\n";

constexpr std::string_view kResponse =
    "SIP/2.0 200 OK\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
    "From: <sip:alice@example.com>;tag=1\r\n"
    "To: <sip:bob@example.com>;tag=2\r\n"
    "Call-ID: a@192.0.2.1\r\n"
    "CSeq: 7 OPTIONS\r\n";

// The octets that the message of the last call of parsed() views.
std::string& kept_octets() {
  static std::string octets;
  return octets;
}

Message parsed(std::string octets, Framing framing = Framing::Datagram) {
  kept_octets() = std::move(octets);
  Message message;
  EXPECT_EQ(parse_message(kept_octets(), framing, message),
            ParseStatus::Complete);
  return message;
}

std::string with(std::string_view message, std::string_view more) {
  return std::string(message) + std::string(more);
}

TEST(Parse, IndexesAWholeRequest) {
  const Message message =
      parsed(with(kRequest, "l: 4\r\nc: text/plain\r\n\r\nabcd"));
  EXPECT_TRUE(message.is_request());
  EXPECT_EQ(message.method, Method::Options);
  EXPECT_EQ(message.request_uri, "sip:bob@example.com");
  EXPECT_EQ(message.header_fields().size(), 8U);
  EXPECT_EQ(message.value_of(HeaderId::CallId), "a@192.0.2.1");
  EXPECT_EQ(message.header_fields()[6].name, "l");
  EXPECT_EQ(message.body, "abcd");
  EXPECT_EQ(message.octets, kept_octets());
  EXPECT_TRUE(message.has_cseq);
  EXPECT_EQ(message.cseq_number, 7U);
  EXPECT_EQ(names_of(message.anomalies), "");
}

TEST(Parse, TakesAResponsesMethodFromItsCseq) {
  const Message message = parsed(with(kResponse, "\r\n"));
  EXPECT_TRUE(message.is_response());
  EXPECT_EQ(message.status, 200);
  EXPECT_EQ(message.method, Method::Options);
  EXPECT_EQ(message.method_name, "OPTIONS");
  EXPECT_EQ(names_of(message.anomalies), "");
}

TEST(Parse, FindsCountsAndMisses) {
  const Message message =
      parsed(with(kRequest, "Via: SIP/2.0/UDP h\r\nVIA : x\r\n\r\n"));
  EXPECT_EQ(message.count(HeaderId::Via), 3U);
  EXPECT_EQ(message.find(HeaderId::Via), message.header_fields().data());
  EXPECT_TRUE(message.has(HeaderId::To));
  EXPECT_FALSE(message.has(HeaderId::Contact));
  EXPECT_EQ(message.value_of(HeaderId::Contact), "");
}

struct Row {
  std::string_view name;
  std::string more;  // behind kRequest
  std::vector<AnomalyKind> anomalies;
};

TEST(Parse, LineLibertiesAreTold) {
  const Row rows[] = {
      {"fold", "Subject: a\r\n b\r\n\r\n", {FoldedHeader}},
      {"space before the colon", "Subject : a\r\n\r\n", {SpaceBeforeColon}},
      {"no colon", "Subject\r\n\r\n", {HeaderWithoutColon}},
      {"no colon, folded",
       "Subject\r\n b: c\r\n\r\n",
       {HeaderWithoutColon, FoldedHeader}},
      {"no name", ": a\r\n\r\n", {EmptyHeaderName}},
      {"no token", "Sub ject: a\r\n\r\n", {BadHeaderName}},
      {"bare LF", "Subject: a\n\r\n", {BareLineFeed}},
      {"bare CR", "Subject: a\r\r\n", {BareCarriageReturn}},
      {"blank line of a bare LF", "\n", {BareLineFeed}},
      {"no blank line", "", {MissingBlankLine}},
      {"no blank line, half a CRLF", "Subject: a\r", {MissingBlankLine}},
      {"cut within a name", "Subj", {MissingBlankLine}},
      {"cut within a value", "Contact: <sip:al", {MissingBlankLine}},
      {"NUL", std::string("Subject: a\0b\r\n\r\n", 16), {ControlCharacter}},
      {"DEL", "Subject: a\x7f\r\n\r\n", {ControlCharacter}},
      {"tab", "Subject:\ta\tb\r\n\r\n", {}},
      {"UTF-8 in free text", "Subject: \xc3\xa4\r\n\r\n", {}},
      {"UTF-8 in quotes", "Contact: \"\xc3\xa4\" <sip:a@b>\r\n\r\n", {}},
      {"UTF-8 in an extension", "X-Name: \xc3\xa4\r\n\r\n", {}},
      {"UTF-8 in a token",
       "Contact: \xc3\xa4 <sip:a@b>\r\n\r\n",
       {NonAsciiHeader}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(names_of(parsed(with(kRequest, row.more)).anomalies),
              names_of(row.anomalies));
  }
}

TEST(Parse, HeaderFieldsAreChecked) {
  const Row rows[] = {
      {"Call-ID twice", "i: b\r\n\r\n", {DuplicateCallId}},
      {"CSeq twice", "CSeq: 8 BYE\r\n\r\n", {DuplicateCseq}},
      {"From twice", "f: <sip:a@b>\r\n\r\n", {DuplicateFrom}},
      {"To twice", "t: <sip:a@b>\r\n\r\n", {DuplicateTo}},
      {"Max-Forwards twice", "Max-Forwards: 9\r\n\r\n", {DuplicateMaxForwards}},
      {"Date", "Date: today\r\n\r\n", {BadDate}},
      {"Contact", "Contact: <sip:>\r\n\r\n", {BadContact}},
      {"second Contact", "m: <sip:a@b>, b\r\n\r\n", {BadContact}},
      {"wildcard", "Contact: *\r\n\r\n", {}},
      {"empty parameter", "Contact: <sip:a@b>;\r\n\r\n", {BadContact}},
      {"no Contact at all", "Contact:\r\n\r\n", {}},
      {"body of no type", "l: 1\r\n\r\nx", {MissingContentType}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(names_of(parsed(with(kRequest, row.more)).anomalies),
              names_of(row.anomalies));
  }
}

TEST(Parse, MandatoryHeaderFieldsAreChecked) {
  struct Swap {
    std::string_view from;
    std::string_view to;
    std::vector<AnomalyKind> anomalies;
  };
  const Swap rows[] = {
      {"Call-ID: a@192.0.2.1\r\n", "", {MissingCallId}},
      {"Call-ID: a@192.0.2.1", "Call-ID: ", {MissingCallId}},
      {"CSeq: 7 OPTIONS\r\n", "", {MissingCseq}},
      {"Max-Forwards: 70\r\n", "", {MissingMaxForwards}},
      {"To: <sip:bob@example.com>\r\n", "", {MissingTo}},
      {"From: <sip:alice@example.com>;tag=1\r\n", "", {MissingFrom}},
      {"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n", "", {MissingVia}},
      {";tag=1", "", {MissingFromTag}},
      {"7 OPTIONS", "7 BYE", {CseqMethodMismatch}},
      {"7 OPTIONS", "7", {BadCseq}},
      {": 70", ": 256", {BadMaxForwards}},
      {": 70", ": many", {BadMaxForwards}},
      {"=z9hG4bK1", "=1", {BranchWithoutCookie}},
      {"=z9hG4bK1", "=z9hG4bK", {EmptyBranch}},
      {";branch=z9hG4bK1", "", {EmptyBranch}},
      {"SIP/2.0/UDP 192", "SIP/2.0 192", {BadVia}},
      {"<sip:alice@", "<alice@", {BadFrom}},
      {"<sip:bob@example.com>\r\n", "<sip:bob@example.com\r\n", {BadTo}},
      {"To: <", "To: B, Bob <", {BadTo}},
      {"To: <", "To: B\xc3\xb6 <", {NonAsciiHeader}},
      {"<sip:bob@example.com>\r\n", "sip:bob@example.com?a=b\r\n", {BadTo}},
  };
  for (const Swap& row : rows) {
    SCOPED_TRACE(std::string(row.from) + " -> " + std::string(row.to));
    const std::string text =
        replace_all(with(kRequest, "\r\n"), row.from, row.to);
    ASSERT_NE(text, with(kRequest, "\r\n"));
    EXPECT_EQ(names_of(parsed(text).anomalies), names_of(row.anomalies));
  }
}

TEST(Parse, FoldsReachAcrossLinesOfAnyEnd) {
  const Message message = parsed(
      with(kRequest, "Subject:\r\n a\n\tb\r  c  \r\nUser-Agent: x\r\n\r\n"));
  EXPECT_EQ(message.value_of(HeaderId::Subject), "a\n\tb\r  c");
  EXPECT_EQ(message.value_of(HeaderId::UserAgent), "x");
  std::string buffer;
  EXPECT_EQ(unfold(message.value_of(HeaderId::Subject), buffer), "a b c");
}

TEST(Parse, UnfoldingLeavesOtherWhiteSpaceAlone) {
  std::string buffer;
  constexpr std::string_view kPlain = "a  b\tc";
  EXPECT_EQ(unfold(kPlain, buffer).data(), kPlain.data());
  EXPECT_EQ(unfold("a  b \r\n  c", buffer), "a  b c");
  EXPECT_EQ(unfold("", buffer), "");
}

// The field before the cut was taken for the one that is cut: a CSeq in front
// of half a name had no number.
TEST(Parse, OnlyTheFieldThatReachesTheEndMayBeCut) {
  const std::string front = "OPTIONS sip:a SIP/2.0\r\nCSeq: 75 OPTIONS";
  for (const char* behind : {"\r\nCo", "\n \r\nX", " \r\n\xaa\xaa"}) {
    EXPECT_EQ(parsed(front + behind).cseq_number, 75U) << behind;
  }
  for (const char* behind : {"", " ", "\r\n ", "\r\n 5"}) {
    EXPECT_FALSE(parsed(front + behind).has_cseq) << behind;
  }
}

// A student's stack indents its header fields; the first cannot be a fold.
TEST(Parse, FirstHeaderFieldMayBeIndented) {
  const Message message =
      parsed("REGISTER sip:a SIP/2.0\r\n Expires: 5\r\n\r\n");
  EXPECT_EQ(message.value_of(HeaderId::Expires), "5");
  EXPECT_TRUE(message.anomalies.has(BadHeaderName));
  EXPECT_FALSE(message.anomalies.has(FoldedHeader));
}

TEST(Parse, LineEndsBeforeTheStartLineArePassedOver) {
  const Message message = parsed("\r\n\n" + with(kRequest, "\r\n"));
  EXPECT_EQ(names_of(message.anomalies), names_of({LeadingLineEnds}));
  EXPECT_EQ(message.octets, with(kRequest, "\r\n"));
}

TEST(Parse, HeaderFieldsBeyondTheLimitAreNotIndexed) {
  std::string text(kRequest);
  for (std::size_t i = 0; i < kMaxHeaderFields; ++i) text += "X: y\r\n";
  text += "\r\n";
  const Message message = parsed(text);
  EXPECT_EQ(message.header_fields().size(), kMaxHeaderFields);
  EXPECT_EQ(names_of(message.anomalies), names_of({TooManyHeaderFields}));
  EXPECT_EQ(message.octets.size(), text.size());
}

TEST(Parse, MessagesBeyondTheLimitAreCut) {
  const std::string text = with(kRequest, "c: text/plain\r\n\r\n") +
                           std::string(kMaxMessageOctets, 'x');
  const Message message = parsed(text);
  EXPECT_EQ(message.octets.size(), kMaxMessageOctets);
  EXPECT_EQ(names_of(message.anomalies), names_of({TooLong}));
}

TEST(Parse, MalformedIsWhatHasNoStartLine) {
  Message message;
  EXPECT_EQ(parse_message("hello", Framing::Datagram, message),
            ParseStatus::Malformed);
  EXPECT_EQ(parse_message("hello world\r\n", Framing::Stream, message),
            ParseStatus::Malformed);
  EXPECT_EQ(parse_message("", Framing::Datagram, message),
            ParseStatus::Malformed);
}

}  // namespace
}  // namespace siptriage::sip::parse_test
