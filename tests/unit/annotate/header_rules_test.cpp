// Every header rule: at least one exchange that it passes and one that it
// fails.

#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/annotate/analysis.h"

#include "unit/annotate/flow.h"

namespace siptriage::header_rules_test {
namespace {

using testing::check_rules_of;
using testing::checks_of;
using testing::Flow;

struct Case {
  const char* name;
  const char* method;
  const char* request_fields;
  const char* status;
  const char* response_fields;
  const char* checks;  // "rule header verdict, ..."
  const char* rules;   // of the findings
};

void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

const Case kCases[] = {
    // RFC 3261 22.2: the challenge, its realm and algorithm.
    {"Challenge401", "REGISTER", "", "401 Unauthorized",
     "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", algorithm=MD5\n",
     "401-without-www-authenticate WWW-Authenticate ok", ""},
    {"Challenge401Missing", "REGISTER", "", "401 Unauthorized", "",
     "401-without-www-authenticate WWW-Authenticate missing",
     "401-without-www-authenticate"},
    {"ChallengeBasic", "REGISTER", "", "401 Unauthorized",
     "WWW-Authenticate: Basic realm=\"a\"\n",
     "auth-challenge-incomplete WWW-Authenticate malformed",
     "auth-challenge-incomplete"},
    {"ChallengeWithoutNonce", "REGISTER", "", "401 Unauthorized",
     "WWW-Authenticate: Digest realm=\"a\"\n",
     "auth-challenge-incomplete WWW-Authenticate malformed",
     "auth-challenge-incomplete"},
    {"Challenge407", "INVITE", "", "407 Proxy Authentication Required",
     "Proxy-Authenticate: Digest realm=\"a\", nonce=\"n\"\n",
     "407-without-proxy-authenticate Proxy-Authenticate ok", ""},
    {"Challenge407InTheOtherFamily", "INVITE", "",
     "407 Proxy Authentication Required",
     "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\"\n",
     "407-without-proxy-authenticate Proxy-Authenticate missing",
     "407-without-proxy-authenticate"},
    // 21.4.6: Allow, compared with the method.
    {"Allow", "MESSAGE", "", "405 Method Not Allowed",
     "Allow: INVITE, ACK, BYE\n", "405-without-allow Allow ok", ""},
    {"AllowMissing", "MESSAGE", "", "405 Method Not Allowed", "",
     "405-without-allow Allow missing", "405-without-allow"},
    {"AllowListsTheMethod", "MESSAGE", "", "405 Method Not Allowed",
     "Allow: INVITE\nAllow: MESSAGE\n",
     "405-allow-lists-rejected-method Allow contradicts",
     "405-allow-lists-rejected-method"},
    // 21.4.13: Accept by what failed.
    {"Accept", "INVITE", "Content-Type: text/html\n",
     "415 Unsupported Media Type", "Accept: application/sdp;level=1\n",
     "415-without-accept-family Accept ok", ""},
    {"AcceptMissing", "INVITE", "Content-Type: text/html\n",
     "415 Unsupported Media Type", "",
     "415-without-accept-family Accept missing", "415-without-accept-family"},
    {"AcceptEncodingMissing", "INVITE",
     "Content-Type: application/sdp\ne: gzip\n", "415 Unsupported Media Type",
     "", "415-without-accept-family Accept-Encoding missing",
     "415-without-accept-family"},
    {"AcceptEncoding", "INVITE", "Content-Type: application/sdp\ne: gzip\n",
     "415 Unsupported Media Type", "Accept-Encoding: identity\n",
     "415-without-accept-family Accept-Encoding ok", ""},
    {"AcceptListsTheType", "INVITE", "Content-Type: application/sdp\n",
     "415 Unsupported Media Type", "Accept: application/*\n",
     "415-accept-lists-sent-type Accept contradicts",
     "415-accept-lists-sent-type"},
    // 8.2.2.3: Unsupported, compared with Require and Proxy-Require.
    {"Unsupported", "INVITE", "Require: 100rel, foo\n", "420 Bad Extension",
     "Unsupported: foo\n", "420-without-unsupported Unsupported ok", ""},
    {"UnsupportedOfAProxy", "INVITE", "Proxy-Require: bar\n",
     "420 Bad Extension", "Unsupported: bar\n",
     "420-without-unsupported Unsupported ok", ""},
    {"UnsupportedMissing", "INVITE", "Require: foo\n", "420 Bad Extension", "",
     "420-without-unsupported Unsupported missing", "420-without-unsupported"},
    {"UnsupportedNobodyRequired", "INVITE", "k: foo\n", "420 Bad Extension",
     "Unsupported: foo\n",
     "420-unsupported-not-required Unsupported contradicts",
     "420-unsupported-not-required"},
    // 8.2.4: Require, compared with Supported.
    {"Require", "INVITE", "Supported: timer\n", "421 Extension Required",
     "Require: 100rel\n", "421-without-require Require ok", ""},
    {"RequireMissing", "INVITE", "", "421 Extension Required", "",
     "421-without-require Require missing", "421-without-require"},
    {"RequireAlreadySupported", "INVITE", "Supported: 100rel\n",
     "421 Extension Required", "Require: 100rel\n",
     "421-required-already-supported Require contradicts",
     "421-required-already-supported"},
    // RFC 4028: Min-SE, compared with Session-Expires, compact form too.
    {"MinSe", "INVITE", "Session-Expires: 60\n",
     "422 Session Interval Too Small", "Min-SE: 90\n",
     "422-without-min-se Min-SE ok", ""},
    {"MinSeMissing", "INVITE", "x: 60\n", "422 Session Interval Too Small", "",
     "422-without-min-se Min-SE missing", "422-without-min-se"},
    {"MinSeMalformed", "INVITE", "x: 60\n", "422 Session Interval Too Small",
     "Min-SE: soon\n", "422-without-min-se Min-SE malformed",
     "422-without-min-se"},
    {"MinSeNotAbove", "INVITE", "x: 1800;refresher=uac\n",
     "422 Session Interval Too Small", "Min-SE: 90\n",
     "422-min-se-not-above-session-expires Min-SE contradicts",
     "422-min-se-not-above-session-expires"},
    {"MinSeBelow90", "INVITE", "x: 30\n", "422 Session Interval Too Small",
     "Min-SE: 60\n",
     "422-min-se-below-90 Min-SE malformed, 422-without-min-se Min-SE ok",
     "422-min-se-below-90"},
    {"MinSeUnasked", "INVITE", "", "422 Session Interval Too Small",
     "Min-SE: 90\n", "422-without-session-expires Min-SE contradicts",
     "422-without-session-expires"},
    // 10.3: Min-Expires, compared with Expires and Contact's parameter.
    {"MinExpires", "REGISTER", "Expires: 60\n", "423 Interval Too Brief",
     "Min-Expires: 300\n", "423-without-min-expires Min-Expires ok", ""},
    {"MinExpiresMissing", "REGISTER", "Expires: 60\n", "423 Interval Too Brief",
     "", "423-without-min-expires Min-Expires missing",
     "423-without-min-expires"},
    {"MinExpiresOfAContact", "REGISTER",
     "Expires: 3600\nm: <sip:a@192.0.2.1>;expires=60\n",
     "423 Interval Too Brief", "Min-Expires: 300\n",
     "423-without-min-expires Min-Expires ok", ""},
    {"MinExpiresNotAbove", "REGISTER", "Expires: 600\n",
     "423 Interval Too Brief", "Min-Expires: 300\n",
     "423-min-expires-not-above-requested Min-Expires contradicts",
     "423-min-expires-not-above-requested"},
    // RFC 6086 4.2.2.
    {"RecvInfo", "INFO", "Info-Package: foo\n", "469 Bad Info Package",
     "Recv-Info: bar\n", "469-without-recv-info Recv-Info ok", ""},
    {"RecvInfoMissing", "INFO", "Info-Package: foo\n", "469 Bad Info Package",
     "", "469-without-recv-info Recv-Info missing", "469-without-recv-info"},
    // 13.3.1.3: a refused offer.
    {"OfferWarning", "INVITE", "", "488 Not Acceptable Here",
     "Warning: 305 192.0.2.2 \"Incompatible media format\"\n",
     "warning-unparsable Warning ok", ""},
    {"OfferWarningMissing", "INVITE", "", "488 Not Acceptable Here", "",
     "488-without-warning Warning missing", "488-without-warning"},
    {"OfferWarningMalformed", "INVITE", "", "488 Not Acceptable Here",
     "Warning: Codec\n", "warning-unparsable Warning malformed",
     "warning-unparsable"},
    // RFC 6665 4.4.4, RFC 3903 6.
    {"AllowEvents", "SUBSCRIBE", "o: foo;id=1\n", "489 Bad Event",
     "u: presence\n", "489-without-allow-events Allow-Events ok", ""},
    {"AllowEventsMissing", "PUBLISH", "Event: foo\n", "489 Bad Event", "",
     "publish-489-without-allow-events Allow-Events missing",
     "publish-489-without-allow-events"},
    {"AllowEventsListsThePackage", "SUBSCRIBE", "Event: presence\n",
     "489 Bad Event", "Allow-Events: presence\n",
     "489-package-was-listed Allow-Events contradicts",
     "489-package-was-listed"},
    // RFC 3329 2.3.1.
    {"SecurityServer", "REGISTER", "Require: sec-agree\n",
     "494 Security Agreement Required", "Security-Server: tls;q=0.2\n",
     "494-without-security-server Security-Server ok", ""},
    {"SecurityServerMissing", "REGISTER", "Require: sec-agree\n",
     "494 Security Agreement Required", "",
     "494-without-security-server Security-Server missing",
     "494-without-security-server"},
    // 8.1.3.4: somewhere to go.
    {"RedirectContact", "INVITE", "", "302 Moved Temporarily",
     "Contact: <sip:carol@example.com>\n",
     "redirect-without-contact Contact ok", ""},
    {"RedirectContactMissing", "INVITE", "", "302 Moved Temporarily", "",
     "redirect-without-contact Contact missing", "redirect-without-contact"},
    // 20.33: Retry-After with comment and duration; never a date.
    {"RetryAfter", "INVITE", "", "503 Service Unavailable",
     "Retry-After: 120 (maintenance);duration=600\n",
     "retry-after-unparsable Retry-After ok", ""},
    {"RetryAfterMalformed", "INVITE", "", "486 Busy Here",
     "Retry-After: Sat, 13 Nov 2010 23:29:00 GMT\n",
     "retry-after-unparsable Retry-After malformed", "retry-after-unparsable"},
    {"RetryAfterMissingOn503", "INVITE", "", "503 Service Unavailable", "",
     "503-without-retry-after Retry-After missing", "503-without-retry-after"},
    {"RetryAfterMissingOn413", "MESSAGE", "", "413 Request Entity Too Large",
     "", "413-without-retry-after Retry-After missing", ""},
    {"RetryAfterMissingOn486", "INVITE", "", "486 Busy Here", "", "", ""},
    // 12.1.1 and RFC 6665 4.2.1.1.
    {"AnswerWithContact", "INVITE", "", "200 OK",
     "Contact: <sip:bob@192.0.2.2>\n", "", ""},
    {"AnswerWithoutContact", "INVITE", "", "200 OK", "",
     "invite-2xx-without-contact Contact missing",
     "invite-2xx-without-contact"},
    {"SubscribedWithExpires", "SUBSCRIBE", "Event: presence\n", "200 OK",
     "Expires: 600\n", "", ""},
    {"SubscribedWithoutExpires", "SUBSCRIBE", "Event: presence\n", "200 OK", "",
     "subscribe-2xx-without-expires Expires missing",
     "subscribe-2xx-without-expires"},
    // RFC 3326.
    {"Reason", "INVITE", "", "480 Temporarily Unavailable",
     "Reason: Q.850;cause=19;text=\"no answer\"\n",
     "reason-unparsable Reason ok", ""},
    {"ReasonMalformed", "INVITE", "", "480 Temporarily Unavailable",
     "Reason: ;cause=19\n", "reason-unparsable Reason malformed",
     "reason-unparsable"},
};

class HeaderRules : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(All, HeaderRules, ::testing::ValuesIn(kCases),
                         [](const ::testing::TestParamInfo<Case>& row) {
                           return std::string(row.param.name);
                         });

TEST_P(HeaderRules, JudgeTheExchange) {
  const Case& row = GetParam();
  const Analysis analysis =
      Flow()
          .request(std::string(row.method) + " sip:bob@example.com",
                   row.request_fields)
          .response(row.status, row.response_fields)
          .analyze();
  EXPECT_EQ(checks_of(analysis), row.checks);
  EXPECT_EQ(check_rules_of(analysis), row.rules);
}

TEST(RetryAfter, SaysWhenToTryAgain) {
  const Analysis analysis =
      Flow()
          .request("INVITE sip:bob@example.com")
          .response("503 Service Unavailable", "Retry-After: 120\n")
          .analyze();
  ASSERT_EQ(analysis.annotations.size(), 1U);
  const Annotation& annotation = analysis.annotations.front();
  EXPECT_EQ(annotation.retry_after_seconds, 120U);
  EXPECT_EQ(annotation.try_again_at,
            analysis.trace.message(annotation.response).timestamp +
                std::chrono::seconds(120));
}

TEST(Annotation, FallsBackToTheClassOfAnUnknownCode) {
  const Analysis analysis = Flow()
                                .request("INVITE sip:bob@example.com")
                                .response("499 Whatever")
                                .analyze();
  ASSERT_EQ(analysis.annotations.size(), 1U);
  EXPECT_EQ(analysis.annotations.front().entry, nullptr);
  EXPECT_EQ(analysis.annotations.front().response_class->response_class, 4);
}

TEST(Causes, AreDecodedWhereverTheyStand) {
  const Analysis analysis =
      Flow()
          .request("INVITE sip:bob@example.com")
          .response("486 Busy Here",
                    "Reason: Q.850;cause=17, SIP;cause=486;text=\"x\"\n")
          .request("BYE sip:bob@example.com", "Reason: Q.850;cause=16\n")
          .analyze();
  ASSERT_GE(analysis.annotations.size(), 1U);
  const auto& causes = analysis.annotations.front().causes;
  ASSERT_EQ(causes.size(), 2U);
  EXPECT_EQ(causes[0].code, 17U);
  EXPECT_FALSE(causes[0].meaning.empty());
  EXPECT_EQ(causes[1].text, "x");
  ASSERT_EQ(analysis.causes.size(), 1U);
  EXPECT_EQ(analysis.causes.front().causes.front().code, 16U);
}

TEST(Causes, OfProductsOwnAreTold) {
  const Analysis analysis =
      Flow()
          .request("INVITE sip:bob@example.com")
          .response("404 Not Found",
                    "ms-diagnostics: 12004;reason=\"No route; none\";"
                    "source=\"pool.example.com\"\n"
                    "ms-diagnostics-public: none\nX-Other: 1\n")
          .analyze();
  ASSERT_EQ(analysis.annotations.size(), 1U);
  const std::vector<DecodedCause>& causes = analysis.annotations[0].causes;
  ASSERT_EQ(causes.size(), 1U);
  EXPECT_EQ(to_string(causes[0]),
            "Microsoft cause 12004, an error of its outbound call routing: "
            "\"No route; none\"");
}

TEST(Causes, OfProductsOwnAreLookedForWhereSomethingEnds) {
  const Analysis analysis =
      Flow()
          .request("INVITE sip:bob@example.com",
                   "ms-diagnostics: 1;reason=\"x\"\n")
          .response("200 OK", "ms-diagnostics: 1;reason=\"x\"\n")
          .analyze();
  ASSERT_EQ(analysis.annotations.size(), 1U);
  EXPECT_TRUE(analysis.annotations[0].causes.empty());
  EXPECT_TRUE(analysis.causes.empty());
}

}  // namespace
}  // namespace siptriage::header_rules_test
