// Where bodies end, in datagrams and in streams (RFC 3261 18.3, 20.14).

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::body_test {
namespace {

using enum AnomalyKind;

constexpr std::string_view kHead =
    "MESSAGE sip:bob@example.com SIP/2.0\r\n"
    "v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
    "Max-Forwards: 70\r\n"
    "f: <sip:alice@example.com>;tag=1\r\n"
    "t: <sip:bob@example.com>\r\n"
    "i: a@192.0.2.1\r\n"
    "CSeq: 7 MESSAGE\r\n"
    "c: text/plain\r\n";

struct Row {
  std::string_view name;
  std::string more;  // behind kHead
  std::string_view body;
  std::vector<AnomalyKind> anomalies;
};

TEST(Body, OfADatagramEndsWhereContentLengthSaysOrWithIt) {
  const std::string next = "\r\nSIP/2.0 200 OK\r\n\r\n";
  const Row rows[] = {
      {"exact", "l: 3\r\n\r\nabc", "abc", {}},
      {"no Content-Length", "\r\nabc", "abc", {}},
      {"none at all", "\r\n", "", {}},
      {"leading zeros", "l: 003\r\n\r\nabc", "abc", {}},
      {"too large", "l: 4\r\n\r\nabc", "abc", {ContentLengthTooLarge}},
      {"too small", "l: 2\r\n\r\nabc", "ab", {ContentLengthTooSmall}},
      {"padding of CRLF", "l: 3\r\n\r\nabc\r\n", "abc", {}},
      {"padding of NULs", "l: 3\r\n\r\nabc" + std::string(8, '\0'), "abc", {}},
      {"padding alone", "\r\n\r\n\r\n", "", {}},
      {"another message",
       "l: 3\r\n\r\nabc" + next,
       "abc",
       {SeveralMessagesInDatagram}},
      {"a body that is a message",
       "\r\nSIP/2.0 200 OK\r\n\r\n",
       "SIP/2.0 200 OK\r\n\r\n",
       {}},  // its Content-Type says so
      {"negative", "l: -1\r\n\r\nabc", "abc", {BadContentLength}},
      {"no number", "l: three\r\n\r\nabc", "abc", {BadContentLength}},
      {"nothing", "l:\r\n\r\nabc", "abc", {BadContentLength}},
      {"beyond 64 bits",
       "l: 99999999999999999999\r\n\r\nabc",
       "abc",
       {BadContentLength}},
      {"huge",
       "l: 18446744073709551615\r\n\r\nabc",
       "abc",
       {ContentLengthTooLarge}},
      {"twice the same",
       "l: 3\r\nl: 3\r\n\r\nabc",
       "abc",
       {DuplicateContentLength}},
      {"contradicting",
       "l: 3\r\nl: 2\r\n\r\nabc",
       "abc",
       {DuplicateContentLength, BadContentLength}},
      {"contradicting thrice",
       "l: 3\r\nl: 2\r\nl: 3\r\n\r\nabc",
       "abc",
       {DuplicateContentLength, BadContentLength}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string text = std::string(kHead) + row.more;
    const ExactCopy copy(text);
    Message message;
    ASSERT_EQ(parse_message(copy.view(), Framing::Datagram, message),
              ParseStatus::Complete);
    EXPECT_EQ(message.body, row.body);
    EXPECT_EQ(names_of(message.anomalies), names_of(row.anomalies));
    EXPECT_EQ(message.body.data() + message.body.size(),
              message.octets.data() + message.octets.size());
  }
}

TEST(Body, OfAStreamWaitsForContentLength) {
  const Row rows[] = {
      {"exact", "l: 3\r\n\r\nabc", "abc", {}},
      {"more behind", "l: 2\r\n\r\nabc", "ab", {}},  // the next message's
      {"no Content-Length", "\r\nabc", "", {MissingContentLength}},
      {"no number", "l: three\r\n\r\nabc", "", {BadContentLength}},
      {"absurd", "l: 99999999\r\n\r\nabc", "", {TooLong, BadContentLength}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string text = std::string(kHead) + row.more;
    Message message;
    ASSERT_EQ(parse_message(text, Framing::Stream, message),
              ParseStatus::Complete);
    EXPECT_EQ(message.body, row.body);
    EXPECT_EQ(names_of(message.anomalies), names_of(row.anomalies));
  }
  Message message;
  EXPECT_EQ(parse_message(std::string(kHead) + "l: 4\r\n\r\nabc",
                          Framing::Stream, message),
            ParseStatus::NeedMore);
}

// Several messages without a body in one datagram, as students' stacks send.
TEST(Body, SeveralBodilessMessagesOfADatagramAreTakenOneByOne) {
  const std::string_view responses =
      "SIP/2.0 100 Trying\r\n\r\nSIP/2.0 180 Ringing\r\n\r\n"
      "SIP/2.0 200 OK\r\n\r\n";
  std::string_view rest = responses;
  std::vector<int> statuses;
  Message message;
  while (starts_like_sip(rest)) {
    ASSERT_EQ(parse_message(rest, Framing::Datagram, message),
              ParseStatus::Complete);
    statuses.push_back(message.status);
    rest.remove_prefix(message.octets.size());
    EXPECT_EQ(message.anomalies.has(SeveralMessagesInDatagram), !rest.empty());
  }
  EXPECT_EQ(statuses, (std::vector<int>{100, 180, 200}));
  EXPECT_TRUE(rest.empty());
}

}  // namespace
}  // namespace siptriage::sip::body_test
