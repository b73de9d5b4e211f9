#include "siptriage/redact/messages.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "siptriage/base/ascii.h"

namespace siptriage::messages_test {
namespace {

constexpr std::string_view kKey = "a key for tests alone";

// Both passes over one text.
std::string redacted(std::string text, RedactKeep keep = {},
                     std::string_view key = kKey) {
  Pseudonyms names(key, std::move(keep));
  std::string copy = text;
  redact_messages(copy, names);
  EXPECT_EQ(copy, text) << "learning changes nothing";
  names.begin_replacing();
  redact_messages(text, names);
  EXPECT_EQ(text.size(), copy.size());
  return text;
}

bool holds(std::string_view text, std::string_view what) {
  return to_lower_copy(text).find(to_lower_copy(what)) != std::string::npos;
}

std::string value_of(const std::string& text, std::string_view name) {
  const std::size_t at = text.find("\r\n" + std::string(name) + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return text.substr(begin, text.find("\r\n", begin) - begin);
}

// Of the first URI in the value.
std::string user_of(const std::string& value) {
  const std::size_t begin = value.find(':') + 1;
  return value.substr(begin, value.find('@') - begin);
}

std::string request(const std::string& fields, const std::string& body = "") {
  return "INVITE sip:+12125550123@proxy.example.com:5070;user=phone SIP/2.0"
         "\r\n"
         "Via: SIP/2.0/UDP pc33.example.com:5066;branch=z9hG4bK776asdhds;"
         "received=203.0.113.7;rport=61000\r\n"
         "Max-Forwards: 70\r\n"
         "To: <sip:+12125550123@proxy.example.com>\r\n"
         "From: \"Alice Liddell\" <sip:alice.liddell@pc33.example.com>;"
         "tag=1928301774\r\n"
         "Call-ID: a84b4c76e66710@pc33.example.com\r\n"
         "CSeq: 314159 INVITE\r\n" +
         fields + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

void expect_gone(const std::string& text,
                 std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    EXPECT_FALSE(holds(text, name)) << name << " in\n" << text;
  }
}

TEST(RedactMessages, KeepWhatIsOfTheProtocol) {
  const std::string text =
      redacted(request("Supported: 100rel, timer\r\n"
                       "Session-Expires: 1800;refresher=uac\r\n"
                       "Date: Sat, 13 Nov 2010 23:29:00 GMT\r\n"));
  EXPECT_TRUE(text.starts_with("INVITE sip:+"));
  EXPECT_TRUE(holds(text, ":5070;user=phone SIP/2.0\r\n"));
  EXPECT_TRUE(holds(text, ":5066;branch=z9hG4bK"));
  EXPECT_TRUE(holds(text, ";rport=61000"));
  EXPECT_EQ(value_of(text, "Max-Forwards"), "70");
  EXPECT_EQ(value_of(text, "CSeq"), "314159 INVITE");
  EXPECT_EQ(value_of(text, "Supported"), "100rel, timer");
  EXPECT_EQ(value_of(text, "Session-Expires"), "1800;refresher=uac");
  EXPECT_EQ(value_of(text, "Date"), "Sat, 13 Nov 2010 23:29:00 GMT");
}

TEST(RedactMessages, ReplaceWhoAndWhere) {
  expect_gone(redacted(request("")),
              {"12125550123", "alice", "liddell", "pc33", "example",
               "203.0.113.7", "a84b4c76e66710", "1928301774", "776asdhds"});
}

TEST(RedactMessages, GiveOneNameTheSamePseudonymEverywhere) {
  const std::string text = redacted(request(
      "Contact: <sip:alice.liddell@PC33.Example.com:5066>\r\n"
      "P-Asserted-Identity: \"ALICE\" <tel:+1-212-555-0123>\r\n"
      "Referred-By: <sip:%61lice.liddell@pc33.example.com>\r\n"
      "Authorization: Digest username=\"alice.liddell\", realm=\"example.com\","
      " nonce=\"abcdef0123456789\", uri=\"sip:proxy.example.com\","
      " response=\"0123456789abcdef0123456789abcdef\"\r\n"));
  const std::string from = value_of(text, "From");
  const std::string user = user_of(from);
  const std::size_t at = from.find('@') + 1;
  const std::string host = from.substr(at, from.find('>') - at);
  EXPECT_TRUE(holds(value_of(text, "Contact"), user + "@" + host)) << text;
  EXPECT_TRUE(holds(value_of(text, "P-Asserted-Identity"),
                    "\"" + user.substr(0, 5) + "\""));
  EXPECT_TRUE(
      holds(value_of(text, "Authorization"), "username=\"" + user + "\""));
  EXPECT_TRUE(holds(value_of(text, "Call-ID"), "@" + host));
  // The percent-escape stands for the same letter, which is another one now.
  EXPECT_TRUE(value_of(text, "Referred-By").starts_with("<sip:%"));
  EXPECT_TRUE(
      holds(value_of(text, "Referred-By"), user.substr(1) + "@" + host));
  // "+1-212-555-0123" is the number of To.
  std::string number = value_of(text, "P-Asserted-Identity");
  number = number.substr(number.find('+'), 15);
  number.erase(std::remove(number.begin(), number.end(), '-'), number.end());
  EXPECT_EQ(user_of(value_of(text, "To")), number) << text;
}

TEST(RedactMessages, KeepEndsOfNumbersAlike) {
  const std::string text =
      redacted(request("P-Asserted-Identity: <sip:2125550123@example.com>\r\n"
                       "Diversion: <sip:0012125550123@example.com>\r\n"));
  const std::string to = user_of(value_of(text, "To"));
  EXPECT_TRUE(to.ends_with(user_of(value_of(text, "P-Asserted-Identity"))));
  EXPECT_EQ(user_of(value_of(text, "Diversion")), "00" + to.substr(1));
}

TEST(RedactMessages, LeaveAddressesInTheirRange) {
  const std::string sdp =
      "v=0\r\no=alice 2890844526 2890844526 IN IP4 192.168.1.23\r\ns=-\r\n"
      "c=IN IP4 10.1.22.133\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 101\r\n"
      "a=rtpmap:101 telephone-event/8000\r\n"
      "a=candidate:1 1 UDP 2130706431 172.16.4.9 49170 typ host\r\n"
      "a=candidate:2 1 UDP 1694498815 2001:db8:7::1F 49170 typ srflx raddr "
      "172.16.4.9 rport 49170\r\n"
      "a=fingerprint:sha-256 4A:AD:B9:B1:3F:82:18:3B\r\n"
      "a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
      "inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20\r\n";
  const std::string text =
      redacted(request("Content-Type: application/sdp\r\n", sdp));
  for (const std::string_view kept :
       {"c=IN IP4 10.", " IN IP4 192.168.", "a=fingerprint:sha-256 ",
        "m=audio 49170 RTP/AVP 0 8 101\r\n", " 49170 typ host\r\n",
        "a=rtpmap:101 telephone-event/8000\r\n",
        "AES_CM_128_HMAC_SHA1_80 inline:"}) {
    EXPECT_TRUE(holds(text, kept)) << kept << " in\n" << text;
  }
  expect_gone(text, {"192.168.1.23", "10.1.22.133", "172.16.4.9",
                     "2001:db8:7::1F", "4A:AD:B9", "WVNfX19z"});
}

TEST(RedactMessages, BlankBodiesThatTheyDoNotUnderstand) {
  const std::string text = redacted(
      request("Content-Type: text/plain\r\n", "call me at 555 0199\r\n"));
  EXPECT_TRUE(text.ends_with("\r\n\r\nxxxxxxxxxxxxxxxxxxx\r\n")) << text;
}

// Others would take it for a header field line where the empty line is missing.
TEST(RedactMessages, LeavePaddingAsItIs) {
  using namespace std::string_literals;
  const std::string padding = "\r\r\0\0\0\0\n\n"s;
  const std::string text = redacted(
      "SIP/2.0 200 OK\r\nCall-ID: 1@example.com\r\nCSeq: 2 OPTIONS\r\n" +
      padding);
  EXPECT_TRUE(text.ends_with(padding)) << text;
}

TEST(RedactMessages, LookIntoMultipartBodiesAndFragments) {
  const std::string body =
      "--unique-boundary-1\r\nContent-Type: application/sdp\r\n\r\n"
      "v=0\r\nc=IN IP4 198.51.100.4\r\n\r\n"
      "--unique-boundary-1\r\nContent-Type: message/sipfrag\r\n\r\n"
      "SIP/2.0 486 Busy Here\r\nTo: <sip:carol@example.com>\r\n\r\n"
      "--unique-boundary-1\r\nContent-Type: application/x\r\n\r\n"
      "carol\r\n--unique-boundary-1--\r\n";
  const std::string text = redacted(request(
      "Content-Type: multipart/mixed;boundary=unique-boundary-1\r\n", body));
  expect_gone(text, {"carol", "198.51.100.4"});
  EXPECT_TRUE(holds(text, "SIP/2.0 486 Busy Here\r\n"));
  const std::string type = value_of(text, "Content-Type");
  const std::string boundary = type.substr(type.find('=') + 1);
  EXPECT_TRUE(holds(text, "\r\n--" + boundary + "--\r\n")) << text;
}

TEST(RedactMessages, ReplaceWhatTheyDoNotKnow) {
  const std::string text =
      redacted(request("X-Acme-Customer: Jane Roe 4711\r\n"
                       "Subject: merger with Initech\r\n"
                       "Warning: 399 gw7.example.com \"no route for Jane\"\r\n"
                       "Reason: Q.850;cause=17;text=\"User busy: Jane\"\r\n"
                       "User-Agent: Asterisk PBX 16.2 (janes-desk)\r\n"));
  expect_gone(text, {"jane", "roe", "4711", "merger", "initech", "acme", "gw7",
                     "desk"});
  EXPECT_TRUE(value_of(text, "Warning").starts_with("399 "));
  EXPECT_TRUE(holds(text, "Q.850;cause=17;text=\"User busy: "));
  EXPECT_TRUE(holds(text, "User-Agent: Asterisk PBX 16.2 ("));
}

// "echo" is a word of texts, and here somebody's name.
TEST(RedactMessages, ReplaceNamesInTexts) {
  const std::string text = redacted(
      request("Warning: 392 192.0.2.4:5060 \"Noisy feedback tells: pid=1234 "
              "in_uri=sip:echo@iptel.example via_cnt==1\"\r\n"));
  expect_gone(text, {"echo", "iptel", "1234", "192.0.2.4"});
  EXPECT_TRUE(holds(text, "\"Noisy feedback tells: pid=")) << text;
}

// Numbers stay where the grammar has numbers, and are somebody's elsewhere.
TEST(RedactMessages, ReplaceNumbersThatMayBeSomebodys) {
  const std::string text = redacted(
      request("Reason: SIP;cause=486;text=\"ask 4155551212\"\r\n"
              "Authorization: Digest username=\"x\", nc=carol, "
              "qop=auth\r\n"
              "Contact: <sip:7@h.example;gr=4155551213>;index=4155551214\r\n"
              "Identity: eyJhbGciOiJFUzI1NiJ9."
              "eyJvcmlnIjp7InRuIjo0MTU1NTUxMjE1fX0.c2ln\r\n"
              "Content-Type: application/sdp\r\n",
              "v=0\r\na=rtcp:9 IN IP4 phone.4155551216.test\r\n"));
  expect_gone(text, {"4155551212", "carol", "4155551213", "4155551214",
                     "MTU1NTUxMjE1", "phone.", "4155551216"});
  EXPECT_TRUE(holds(text, "Reason: SIP;cause=486;text=\"")) << text;
  EXPECT_TRUE(holds(text, "a=rtcp:9 IN IP4 ")) << text;
}

// A subscription that REFER made is known by the number of its CSeq.
TEST(RedactMessages, KeepTheNumberOfARefer) {
  const std::string text = redacted(request("Event: refer;id=93809824\r\n"));
  EXPECT_EQ(value_of(text, "Event"), "refer;id=93809824");
}

// The line behind a start line is no part of it, although it begins with a
// blank.
TEST(RedactMessages, KeepAStartLineInFrontOfABlank) {
  const std::string text =
      redacted("REGISTER sip:doc@example.com SIP/2.0\r\n Expires: 5\r\n\r\n");
  EXPECT_TRUE(text.ends_with(".com SIP/2.0\r\n Expires: 5\r\n\r\n")) << text;
}

TEST(RedactMessages, KeepWhatTheyAreToldTo) {
  RedactKeep keep;
  keep.domains = true;
  keep.user_agents = true;
  keep.header_fields = {"x-ticket", "subject"};
  const std::string text = redacted(request("X-Ticket: T-4711\r\n"
                                            "s: hello world\r\n"
                                            "User-Agent: Jane's phone\r\n"),
                                    keep);
  for (const std::string_view kept :
       {"@pc33.example.com>", ": T-4711\r\n", "\r\ns: hello world\r\n",
        "User-Agent: Jane's phone\r\n"}) {
    EXPECT_TRUE(holds(text, kept)) << kept << " in\n" << text;
  }
  expect_gone(text, {"alice"});
}

TEST(RedactMessages, DependOnTheKey) {
  EXPECT_EQ(redacted(request("")), redacted(request("")));
  EXPECT_NE(redacted(request("")), redacted(request(""), {}, "another key"));
}

TEST(RedactMessages, RedactTheClaimsOfATokenAsTheHeaderFields) {
  // {"alg":"ES256","ppt":"shaken","typ":"passport","x5u":"https://c.example/c"}
  // {"attest":"A","dest":{"tn":["12125550123"]},"iat":1443208345,"orig":...}
  const std::string token =
      "eyJhbGciOiJFUzI1NiIsInBwdCI6InNoYWtlbiIsInR5cCI6InBhc3Nwb3J0IiwieDV1Ij"
      "oiaHR0cHM6Ly9jLmV4YW1wbGUvYyJ9"
      ".eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxMjEyNTU1MDEyMyJdfSwiaWF0Ijox"
      "NDQzMjA4MzQ1LCJvcmlnIjp7InRuIjoiMTIxNTU1NTEyMTIifX0.c2lnbmF0dXJl";
  const std::string text =
      redacted(request("Identity: " + token +
                       ";info=<https://c.example/c>;alg=ES256;ppt=shaken\r\n"));
  const std::string value = value_of(text, "Identity");
  EXPECT_TRUE(value.ends_with(">;alg=ES256;ppt=shaken")) << value;
  expect_gone(value, {"c2lnbmF0dXJl", "IxMjEyNTU1MDEyMyJd"});
  EXPECT_TRUE(holds(value, ".eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyI"));
}

// Each URI in the header field of another: looked into no deeper than three.
TEST(RedactMessages, BearUrisInUrisWithoutEnd) {
  std::string uri = "sip:alice@example.com";
  while (uri.size() < 60000) uri += "?To=sip:alice@example.com";
  expect_gone(redacted(request("Contact: " + uri + "\r\n")), {"alice"});
}

TEST(RedactMessages, TakeEveryOctetOfOddInput) {
  for (const std::string& text :
       {request("Subject\r\nalice without a colon\r\n"),
        request("From: \"alice <sip:alice@\r\n"),
        request("To : alice\r\n bob <sip:alice\r\n @example.com>\r\n"),
        request("Contact: <sip:alice@[::1]:5o60>;alice=alice,,;\"\r\n"),
        request("") + "alice after the end", request("").substr(0, 300),
        std::string("INVITE alice alice SIP/2.0\r\nTo: alice\r\n\r\n"),
        std::string("SIP/2.0 200 alice\r\nalice\r\n\r\n")}) {
    expect_gone(redacted(text), {"alice"});
  }
}

// What a reader of JSON or XML takes for characters is as many afterwards.
TEST(RedactMessages, KeepsUtf8ValidAndWhatIsNoneInvalid) {
  const auto has_octet_of_none = [](std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0xf8;
    });
  };
  for (const std::string_view name :
       {"\xef\xbb\xbf\xee\x80\x80", "\xe0\xa0\x80", "\xed\x9f\xbf",
        "\xf4\x8f\xbf\xbf", "\xc3\xa9"}) {
    const std::string value = value_of(
        redacted(request("Subject: " + std::string(name) + "\r\n")), "Subject");
    EXPECT_EQ(value.size(), name.size());
    EXPECT_NE(value, name);
    EXPECT_FALSE(has_octet_of_none(value)) << value;
  }
  for (const std::string_view name :
       {"\xed\xa0\x80", "\xe0\x9f\x80", "\xf4\x90\x80\x80", "\xc0\xaf"}) {
    const std::string value = value_of(
        redacted(request("Subject: " + std::string(name) + "\r\n")), "Subject");
    EXPECT_TRUE(has_octet_of_none(value)) << value;
  }
}

}  // namespace
}  // namespace siptriage::messages_test
