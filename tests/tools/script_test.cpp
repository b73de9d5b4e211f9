// Scripts: what is wrong with one, and what its short messages become.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tools/build_capture.h"
#include "tools/test_script.h"

namespace siptriage::testing::script_test {
namespace {

/// The error of a script whose first event stands on kFirstEventLine.
ScriptError error_of(const std::string& events, std::string_view more = "") {
  const auto capture =
      build_capture(std::string(kPrologue).append(more) + events);
  return capture ? ScriptError{0, "no error"} : capture.error();
}

TEST(ScriptErrors, NameTheLineAndWhatIsWrong) {
  struct Row {
    std::string_view events;
    std::size_t line;          // counted from the first event
    std::string_view message;  // a part of it
  };
  const Row rows[] = {
      {"@0 carol -> bob udp\nX: 1\n", 0, "unknown host 'carol'"},
      {"@0 alice => bob udp\nX: 1\n", 0, "expected '->', found '=>'"},
      {"@0 alice -> bob sctp\nX: 1\n", 0, "expected udp or tcp, found 'sctp'"},
      {"@0 alice -> bob6 udp\nX: 1\n", 0, "IPv4"},
      {"@zero alice -> bob udp\nX: 1\n", 0, "expected a time in seconds"},
      {"@1. alice -> bob udp\nX: 1\n", 0, "expected a time in seconds"},
      {"@1 alice -> bob udp\nX: 1\n@0 alice -> bob udp\nX: 1\n", 2,
       "time goes back"},
      {"@0 alice -> bob udp\n\n", 0, "no message follows"},
      {"@0 alice -> bob udp\nX: ${none}\n", 1, "unknown variable 'none'"},
      {"@0 alice -> bob udp\nX: ${none\n", 1, "'${' without '}'"},
      {"@0 alice -> bob udp slowly\nX: 1\n", 0, "unknown option 'slowly'"},
      {"@0 alice -> bob udp segments 1,rest\nX: 1\n", 0, "needs tcp"},
      {"@0 alice -> bob tcp segments 5\nX: 1\n", 0, "leave 3 octets"},
      {"@0 alice -> bob tcp segments 50\nX: 1\n", 0, "hold more"},
      {"@0 alice -> bob udp order 2\nX: 1\n", 0, "'order' names piece 2"},
      {"@0 alice -> bob udp again x\n", 0, "no message before this is named"},
      {"@0 alice -> bob udp joined\nX: 1\n", 0, "no message before to join"},
      {"@0 alice -> bob udp hex\n0d0\n", 1, "odd number"},
      {"@0 alice -> bob udp hex\n0d 0g\n", 1, "found '0g'"},
      {"@0 alice -> bob tcp close\nX: 1\n", 0, "none is expected"},
      {"@0 alice -> bob udp on dmz\nX: 1\n", 0, "no link is named 'dmz'"},
      {"colour blue\n", 0, "unknown directive 'colour'"},
      {"mtu 20\n", 0, "expected octets from 68 to 65535, found '20'"},
      {"mtu 1280 bytes\n", 0, "too much on this line: 'bytes'"},
      {"start 2026-02-30T00:00:00Z\n", 0, "no such time"},
      {"start yesterday\n", 0, "expected a time like"},
      {"host carol 192.0.2.300:5060\n", 0, "expected ADDRESS:PORT"},
      {"host alice 192.0.2.3:5060\n", 0, "declared twice"},
      {"text sdp\nv=0\n", 0, "no 'end text'"},
      {"link token-ring\n", 0, "unknown link type 'token-ring'"},
  };
  for (const Row& row : rows) {
    const ScriptError error = error_of(std::string(row.events));
    EXPECT_EQ(error.line, kFirstEventLine + row.line) << row.events;
    EXPECT_NE(error.message.find(row.message), std::string::npos)
        << row.events << error.message;
  }
}

TEST(ScriptErrors, OfTheWholeScriptHaveNoLine) {
  EXPECT_EQ(error_of("").line, 0U);
  EXPECT_NE(error_of("").message.find("no event"), std::string::npos);
  EXPECT_NE(error_of("link null\n").message.find("one link"),
            std::string::npos);
}

// The SIP messages of a script of short ones.
std::vector<std::string> short_messages(const std::string& events) {
  std::vector<std::string> messages;
  for (const FlowEvent& event : parse(events).events) {
    messages.push_back(event.payload);
  }
  return messages;
}

TEST(ShortMessages, AreFilledInAsAUserAgentWould) {
  const auto messages = short_messages(
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\nSubject: x\n-Contact\n"
      "\nsdp 0\n"
      "@1 bob -> alice udp\n486 Busy Here\n"
      "@2 alice -> bob udp\nACK\n");
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].substr(0, messages[0].find("\r\n\r\n")),
            "INVITE sip:bob@example.com SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1\r\n"
            "Max-Forwards: 70\r\n"
            "From: <sip:alice@example.com>;tag=a1\r\n"
            "To: <sip:bob@example.com>\r\n"
            "Call-ID: call-1@example.com\r\n"
            "CSeq: 1 INVITE\r\n"
            "Content-Type: application/sdp\r\n"
            "Content-Length: 112\r\n"
            "Subject: x");
  EXPECT_EQ(messages[1],
            "SIP/2.0 486 Busy Here\r\n"
            "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1\r\n"
            "From: <sip:alice@example.com>;tag=a1\r\n"
            "To: <sip:bob@example.com>;tag=b1\r\n"
            "Call-ID: call-1@example.com\r\n"
            "CSeq: 1 INVITE\r\n"
            "Content-Length: 0\r\n\r\n");
  EXPECT_EQ(messages[2],
            "ACK sip:bob@example.com SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1\r\n"
            "Max-Forwards: 70\r\n"
            "From: <sip:alice@example.com>;tag=a1\r\n"
            "To: <sip:bob@example.com>;tag=b1\r\n"
            "Call-ID: call-1@example.com\r\n"
            "CSeq: 1 ACK\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(ShortMessages, BelongToTheDialogOnceThereIsOne) {
  const auto messages = short_messages(
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
      "@1 bob -> alice udp\n200\n"
      "@2 alice -> bob udp\nACK\n"
      "@3 bob -> alice udp\nBYE sip:alice@192.0.2.10\n"
      "@4 alice -> bob udp\n200\n");
  ASSERT_EQ(messages.size(), 5U);
  EXPECT_NE(messages[2].find("branch=z9hG4bK-2\r\n"), std::string::npos);
  EXPECT_NE(messages[3].find("From: <sip:bob@example.com>;tag=b1\r\n"
                             "To: <sip:alice@example.com>;tag=a1\r\n"),
            std::string::npos);
  EXPECT_NE(messages[3].find("CSeq: 1 BYE\r\n"), std::string::npos);
  EXPECT_NE(messages[4].find("CSeq: 1 BYE\r\n"), std::string::npos);
}

TEST(ShortMessages, AreForwardedAsAProxyDoes) {
  const auto messages = short_messages(
      "@0 alice -> bob udp\nMESSAGE sip:bob@example.com\nSubject: x\n"
      "@1 bob -> alice udp\nMESSAGE sip:bob@192.0.2.20 forwarded\n"
      "@2 alice -> bob udp\n404 Not Found\n"
      "@3 bob -> alice udp\n404 forwarded\n");
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_TRUE(messages[1].starts_with(
      "MESSAGE sip:bob@192.0.2.20 SIP/2.0\r\n"
      "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK-2\r\n"
      "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1\r\n"
      "Max-Forwards: 69\r\n"));
  EXPECT_NE(messages[1].find("Subject: x"), std::string::npos);
  EXPECT_TRUE(messages[3].starts_with(
      "SIP/2.0 404 Not Found\r\n"
      "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1\r\n"
      "From: "));
}

TEST(ShortMessages, ThatAnswerNothingAreAnError) {
  EXPECT_EQ(error_of("@0 alice -> bob udp\n200\n").message,
            "no request to answer");
  EXPECT_EQ(error_of("@0 alice -> bob udp\nACK\n").message,
            "no INVITE before it");
}

}  // namespace
}  // namespace siptriage::testing::script_test
