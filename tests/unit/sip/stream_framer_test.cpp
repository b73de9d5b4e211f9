#include "siptriage/sip/stream_framer.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::stream_framer_test {
namespace {

using enum AnomalyKind;

constexpr std::string_view kInvite =
    "INVITE sip:bob@example.com SIP/2.0\r\n"
    "Call-ID: a\r\n"
    "Content-Length: 10\r\n"
    "\r\n"
    "0123456789";
constexpr std::string_view kBye =
    "BYE sip:bob@example.com SIP/2.0\r\nl: 0\r\n\r\n";
constexpr std::string_view kEndless =  // no Content-Length
    "ACK sip:bob@example.com SIP/2.0\r\nCall-ID: a\r\n\r\n";

std::string joined(const std::vector<std::string_view>& parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

TEST(StreamFramer, CutsOnePushIntoItsMessagesInPlace) {
  const std::string text = joined({kInvite, kBye, kInvite});
  StreamFramer framer;
  framer.push(text);
  for (const std::string_view expected : {kInvite, kBye, kInvite}) {
    const std::optional<FramedMessage> framed = framer.next();
    ASSERT_TRUE(framed);
    EXPECT_EQ(framed->octets, expected);
    EXPECT_TRUE(framed->in_place);
    EXPECT_GE(framed->octets.data(), text.data());
    EXPECT_LE(framed->octets.data(), text.data() + text.size());
    EXPECT_EQ(names_of(framed->anomalies), "");
    EXPECT_EQ(framed->skipped_octets, 0U);
  }
  EXPECT_FALSE(framer.next());
  EXPECT_EQ(framer.pushed_octets(), text.size());
}

TEST(StreamFramer, OnlyTheCutMessageIsCopied) {
  const std::string text = joined({kInvite, kBye});
  StreamFramer framer;
  framer.push(std::string_view(text).substr(0, 20));
  EXPECT_FALSE(framer.next());
  EXPECT_FALSE(framer.has_seen_sip());  // half a start line
  framer.push(std::string_view(text).substr(20));
  const std::optional<FramedMessage> first = framer.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->octets, kInvite);
  EXPECT_FALSE(first->in_place);
  const std::optional<FramedMessage> second = framer.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->octets, kBye);
  EXPECT_TRUE(second->in_place);
  EXPECT_TRUE(framer.has_seen_sip());
}

TEST(StreamFramer, KeepAlivesArePassedOverSilently) {
  const std::string text = joined({"\r\n\r\n", kBye, "\r\n\r\n", kBye});
  StreamFramer framer;
  framer.push(text);
  for (int i = 0; i < 2; ++i) {
    const std::optional<FramedMessage> framed = framer.next();
    ASSERT_TRUE(framed);
    EXPECT_EQ(framed->octets, kBye);
    EXPECT_EQ(framed->skipped_octets, 0U);
    EXPECT_EQ(names_of(framed->anomalies), "");
  }
}

TEST(StreamFramer, GarbageIsSkippedUpToTheNextStartLine) {
  StreamFramer framer;
  framer.push("half a line INVITE sip:a SIP/2.0\r\n");
  EXPECT_FALSE(framer.next());
  EXPECT_FALSE(framer.has_seen_sip());
  const std::string text = joined({"f: <sip:a>\r\n\r\n", kBye});
  framer.push(text);
  const std::optional<FramedMessage> framed = framer.next();
  ASSERT_TRUE(framed);
  EXPECT_EQ(framed->octets, kBye);
  EXPECT_EQ(framed->skipped_octets, 42U);  // without line ends
  EXPECT_EQ(names_of(framed->anomalies), names_of({LeadingGarbage}));
}

TEST(StreamFramer, MessageWithoutContentLengthHasNoBody) {
  const std::string text = joined({kEndless, "v=0\r\ns=-\r\n", kBye});
  StreamFramer framer;
  framer.push(text);
  const std::optional<FramedMessage> first = framer.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->octets, kEndless);
  EXPECT_EQ(names_of(first->anomalies), names_of({MissingContentLength}));
  const std::optional<FramedMessage> second = framer.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->octets, kBye);
  EXPECT_EQ(second->skipped_octets, 6U);
}

TEST(StreamFramer, GapEndsAnUnfinishedBody) {
  StreamFramer framer;
  framer.push(kInvite.substr(0, kInvite.size() - 3));
  EXPECT_FALSE(framer.next());
  framer.gap();
  const std::optional<FramedMessage> cut = framer.next();
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->octets, kInvite.substr(0, kInvite.size() - 3));
  EXPECT_FALSE(cut->in_place);
  EXPECT_EQ(names_of(cut->anomalies), names_of({TruncatedByGap}));
  EXPECT_FALSE(framer.next());
  const std::string text = joined({"tail\r\n", kBye});
  framer.push(text);
  const std::optional<FramedMessage> next = framer.next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->octets, kBye);
  EXPECT_EQ(next->skipped_octets, 4U);
}

TEST(StreamFramer, GapDropsAnUnfinishedHeaderPart) {
  StreamFramer framer;
  framer.push(kInvite.substr(0, 50));
  EXPECT_FALSE(framer.next());
  framer.gap();
  EXPECT_FALSE(framer.next());
  framer.push(kBye);  // the hole may end where a message begins
  const std::optional<FramedMessage> next = framer.next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->octets, kBye);
  EXPECT_EQ(next->skipped_octets, 50U);
}

TEST(StreamFramer, PushAfterAGapThatNobodyTookIsNotJoined) {
  StreamFramer framer;
  framer.push(kInvite.substr(0, 50));
  EXPECT_FALSE(framer.next());
  framer.gap();
  framer.push(kBye);
  const std::optional<FramedMessage> next = framer.next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->octets, kBye);
}

TEST(StreamFramer, EndGivesOutWhatThereIs) {
  StreamFramer framer;
  framer.push(kInvite.substr(0, kInvite.size() - 1));
  EXPECT_FALSE(framer.next());
  framer.end();
  EXPECT_TRUE(framer.next());
  EXPECT_FALSE(framer.next());
  EXPECT_FALSE(framer.next());
}

TEST(StreamFramer, HeaderPartThatEndsInHalfACrlfIsWholeAtTheEnd) {
  StreamFramer framer;
  framer.push(kBye.substr(0, kBye.size() - 1));
  EXPECT_FALSE(framer.next());
  framer.end();
  const std::optional<FramedMessage> framed = framer.next();
  ASSERT_TRUE(framed);
  EXPECT_EQ(names_of(framed->anomalies), "");
}

TEST(StreamFramer, HeaderPartWithoutEndIsGivenUpAtTheLimit) {
  const std::string line = "X: " + std::string(1021, 'y') + "\r\n";
  StreamFramer framer;
  framer.push("INVITE sip:a SIP/2.0\r\n");
  EXPECT_FALSE(framer.next());
  for (std::size_t pushed = 0; pushed < kMaxMessageOctets + line.size();
       pushed += line.size()) {
    framer.push(line);
    EXPECT_FALSE(framer.next());
  }
  framer.push(kBye);
  const std::optional<FramedMessage> framed = framer.next();
  ASSERT_TRUE(framed);
  EXPECT_EQ(framed->octets, kBye);
  EXPECT_TRUE(framed->anomalies.has(LeadingGarbage));
  EXPECT_GE(framed->skipped_octets, kMaxMessageOctets);
}

// The same where all of it comes in one push.
TEST(StreamFramer, HeaderPartWithoutEndIsGivenUpInPlace) {
  std::string text = "INVITE sip:a SIP/2.0\r\n";
  while (text.size() <= kMaxMessageOctets) text += "X: y\r\n";
  const std::size_t before = text.size();
  text += kBye;
  StreamFramer framer;
  framer.push(text);
  const std::optional<FramedMessage> framed = framer.next();
  ASSERT_TRUE(framed);
  EXPECT_EQ(framed->octets, kBye);
  EXPECT_TRUE(framed->anomalies.has(LeadingGarbage));
  EXPECT_GE(framed->skipped_octets, kMaxMessageOctets);
  EXPECT_LE(framed->skipped_octets, before);
  EXPECT_FALSE(framer.next());
}

TEST(StreamFramer, AbsurdContentLengthDoesNotSwallowTheStream) {
  const std::string text =
      joined({"INVITE sip:a SIP/2.0\r\nl: 4000000000\r\n\r\nv=0\r\n", kBye});
  StreamFramer framer;
  framer.push(text);
  const std::optional<FramedMessage> first = framer.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(names_of(first->anomalies), names_of({TooLong, BadContentLength}));
  EXPECT_EQ(framer.next()->octets, kBye);
}

TEST(StreamFramer, OtherProtocolsGiveNothing) {
  const std::string_view streams[] = {
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
      "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n",
      std::string_view("\x16\x03\x01\x02\x00\x01\x00", 7),
      std::string_view("\0\0\0\0", 4),
  };
  for (const std::string_view stream : streams) {
    StreamFramer framer;
    framer.push(stream);
    EXPECT_FALSE(framer.next());
    EXPECT_FALSE(framer.has_seen_sip());
    framer.end();
    EXPECT_FALSE(framer.next());
  }
}

}  // namespace
}  // namespace siptriage::sip::stream_framer_test
