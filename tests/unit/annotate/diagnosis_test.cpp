// Diagnoses: exchanges, and the sentence, side, severity and certainty that
// come of them; what is no failure; what stays within its limits.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "annotate/diagnosis_names.h"
#include "unit/annotate/diagnosis_script.h"

namespace siptriage::diagnosis_test {
namespace {

using testing::analysis_of;
using testing::answered_call;
using testing::call;
using testing::Case;
using testing::frames_of;
using testing::kDirectives;
using testing::kMuchLater;
using testing::kOtherTraffic;

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      // The capture begins between request and refusal.
      {"StartNotSeen",
       "@0 bob -> alice udp\nSIP/2.0 404 Not Found\n"
       "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
       "From: <sip:alice@example.com>;tag=a\n"
       "To: <sip:bob@example.com>;tag=b\nCall-ID: early\nCSeq: 1 INVITE\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 404 Not Found: the user does not exist there, or the "
       "server does not serve that domain; the request is not in this capture.",
       "caller error likely", "1", ""},
      // And who refused is behind a proxy.
      {"StartNotSeenAtTwoHops",
       "@0 bob -> proxy udp\nSIP/2.0 404 Not Found\n"
       "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK2\n"
       "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
       "From: <sip:alice@example.com>;tag=a\n"
       "To: <sip:bob@example.com>;tag=b\nCall-ID: early\nCSeq: 1 INVITE\n\n"
       "@+0.01 proxy -> alice udp\nSIP/2.0 404 Not Found\n"
       "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
       "From: <sip:alice@example.com>;tag=a\n"
       "To: <sip:bob@example.com>;tag=b\nCall-ID: early\nCSeq: 1 INVITE\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 404 Not Found: the user does not exist there, or the "
       "server does not serve that domain; the request is not in this capture.",
       "caller error likely", "1 2", ""},
      // The capture lost a request inside the call, and not its refusal.
      {"RequestInsideNotSeen",
       answered_call("@+5 bob -> alice udp\nSIP/2.0 488 Not Acceptable Here\n"
                     "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1x\n"
                     "From: <sip:alice@example.com>;tag=a\n"
                     "To: <sip:bob@example.com>;tag=b\n"
                     "Call-ID: call-1@example.com\nCSeq: 2 INVITE\n"
                     "Warning: 304 bob \"Media type not available\"\n\n"),
       "192.0.2.20 refused INVITE inside the call from alice@example.com to "
       "bob@example.com with 488 Not Acceptable Here: Warning 304, Media type "
       "not available; the request is not in this capture.",
       "caller warning certain", "4", ""},
      {"ByeNotSeen",
       "@0 bob -> alice udp\nSIP/2.0 481 Call Leg Does Not Exist\n"
       "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
       "From: <sip:alice@example.com>;tag=a\n"
       "To: <sip:bob@example.com>;tag=b\nCall-ID: early\nCSeq: 7 BYE\n\n",
       "192.0.2.20 refused BYE inside the call from alice@example.com to "
       "bob@example.com with 481 Call Leg Does Not Exist; for its sender the "
       "call is over all "
       "the same; the request is not in this capture.",
       "callee notice likely", "1", ""},
      {"GoesOnInIpsec",
       std::string("@0 alice -> bob udp\nREGISTER sip:example.com\n"
                   "To: <sip:alice@example.com>\n\n"
                   "@+0.1 bob -> alice udp\n401 Unauthorized\n"
                   "WWW-Authenticate: Digest realm=\"ims.example.com\", "
                   "nonce=\"n1\", algorithm=AKAv1-MD5\n"
                   "Security-Server: ipsec-3gpp;alg=hmac-md5-96\n\n") +
           kMuchLater,
       "192.0.2.20 challenged REGISTER for alice@example.com with 401 "
       "Unauthorized: what followed goes through IPsec, which Security-Server "
       "sets up, and is not in this capture.",
       "unknown warning possible", "1 2", ""},
      // A damaged response may not even say what it answers.
      {"NamesNoMethod",
       "@0 bob -> alice udp\nSIP/2.0 403 Forbidden\n"
       "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
       "From: <sip:alice@example.com>;tag=a\n"
       "To: <sip:bob@example.com>;tag=b\nCall-ID: early\n-CSeq\n\n",
       "192.0.2.20 refused a request from alice@example.com to bob@example.com "
       "with 403 Forbidden: the rules of the server do not permit this "
       "request; "
       "the request is not in this capture.",
       "server error likely", "1", ""},
      // Silence names what was seen, and blames nobody.
      {"Silence",
       std::string("@0 alice -> bob udp as invite\n"
                   "INVITE sip:bob@example.com\n\n"
                   "@+0.5 alice -> bob udp again invite\n\n"
                   "@+1 alice -> bob udp again invite\n\n"
                   "@+2 alice -> bob udp again invite\n\n"
                   "@+4 alice -> bob udp again invite\n\n") +
           kMuchLater,
       "192.0.2.20:5060 gave no final response to INVITE from "
       "alice@example.com to bob@example.com in this capture: it was seen 5 "
       "times within 7.5 s, and nothing came back in 6 min 48 s.",
       "unknown error likely", "1 2 3 4 5", "request-timed-out"},
      // Whoever hears nothing repeats a request over UDP.
      {"SeenOnce",
       std::string("@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n") +
           kOtherTraffic,
       "There is no answer in this capture from 192.0.2.20:5060 to INVITE from "
       "alice@example.com to bob@example.com: it was seen once, and nothing "
       "came back in 40 s; over UDP a client without an answer repeats its "
       "request, and no copy of it is in the capture, so an answer may be "
       "missing.",
       "unknown error possible", "1", "request-timed-out"},
      {"SeenOnceInside",
       answered_call("@+5 alice -> bob udp\nINFO sip:bob@192.0.2.20\n\n" +
                     std::string(kOtherTraffic)),
       "There is no answer in this capture from 192.0.2.20:5060 to INFO inside "
       "the call from alice@example.com to bob@example.com: it was seen once, "
       "and nothing came back in 40 s; over UDP a client without an answer "
       "repeats its request, and no copy of it is in the capture, so an answer "
       "may be missing.",
       "unknown warning possible", "4", "request-timed-out"},
      // The capture stands still where copies, or an answer, were due.
      {"CaptureStoodStill",
       std::string("@0 alice -> bob udp as invite\n"
                   "INVITE sip:bob@example.com\n\n"
                   "@+0.5 alice -> bob udp again invite\n\n") +
           kMuchLater,
       "There is no answer in this capture from 192.0.2.20:5060 to INVITE from "
       "alice@example.com to bob@example.com: it was seen 2 times within "
       "500 ms, and nothing came back in 6 min 41 s; the capture holds no "
       "frame at all for 31.5 s of the time in which an answer was due, so an "
       "answer may be missing.",
       "unknown error possible", "1 2", "request-timed-out"},
      // TCP repeats nothing.
      {"SilenceOverTcp",
       std::string("@0 alice -> bob tcp\nINVITE sip:bob@example.com\n\n") +
           kOtherTraffic,
       "192.0.2.20:5060 gave no final response to INVITE from "
       "alice@example.com to bob@example.com in this capture: it was seen "
       "once, and nothing came back in 40 s.",
       "unknown error likely", "4", "request-timed-out"},
      // The server of a registration is not its callee.
      {"Registration",
       "@0 alice -> bob udp\nREGISTER sip:example.com\n"
       "From: <sip:alice@example.com>;tag=r\nTo: <sip:alice@example.com>\n\n"
       "@+0.1 bob -> alice udp\n500 Server Internal Error\n\n",
       "192.0.2.20 refused REGISTER for alice@example.com with 500 Server "
       "Internal Error: the server ran into a problem of its own and could not "
       "do what was asked.",
       "server error likely", "1 2", ""},
      // Tried once without credentials, and then the capture ends.
      {"ChallengeNotAnswered",
       "@0 alice -> bob udp\nREGISTER sip:example.com\n"
       "From: <sip:alice@example.com>;tag=r\nTo: <sip:alice@example.com>\n\n"
       "@+0.1 bob -> alice udp\n401 Unauthorized\nWWW-Authenticate: Digest "
       "realm=\"example.com\", nonce=\"n1\", algorithm=MD5\n\n"
       "@+5 bob -> alice udp hex\n00\n\n",
       "192.0.2.20 challenged REGISTER for alice@example.com with 401 "
       "Unauthorized: no request with credentials followed under this Call-ID.",
       "unknown warning possible", "1 2", ""},
      // The capture goes on for long, and the client gave up.
      {"ChallengeLeftAlone",
       std::string("@0 alice -> bob udp\nREGISTER sip:example.com\n"
                   "From: <sip:alice@example.com>;tag=r\n"
                   "To: <sip:alice@example.com>\n\n"
                   "@+0.1 bob -> alice udp\n401 Unauthorized\n"
                   "WWW-Authenticate: Digest realm=\"example.com\", "
                   "nonce=\"n1\", algorithm=MD5\n\n") +
           kMuchLater,
       "192.0.2.20 challenged REGISTER for alice@example.com with 401 "
       "Unauthorized: no request with credentials followed under this Call-ID.",
       "caller warning likely", "1 2", ""},
      // What was amiss with the attempts before is why the last one failed.
      {"CredentialsRefused",
       "@0 alice -> bob udp\nREGISTER sip:example.com\n"
       "From: <sip:alice@example.com>;tag=r\nTo: <sip:alice@example.com>\n"
       "Authorization: Digest username=\"alice\", realm=\"example.com\", "
       "nonce=\"n0\", uri=\"sip:example.com\", response=\"0\"\n\n"
       "@+0.1 bob -> alice udp\n401 Unauthorized\nWWW-Authenticate: Digest "
       "realm=\"example.com\", nonce=\"n1\", algorithm=MD5\n\n"
       "@+0.1 alice -> bob udp\nREGISTER sip:example.com\n"
       "From: <sip:alice@example.com>;tag=s\nTo: <sip:alice@example.com>\n"
       "Authorization: Digest username=\"alice\", realm=\"example.com\", "
       "nonce=\"n1\", uri=\"sip:example.com\", response=\"0\"\n\n"
       "@+0.1 bob -> alice udp\n403 Forbidden\n\n",
       "192.0.2.20 refused REGISTER for alice@example.com with 403 Forbidden: "
       "REGISTER with credentials for realm \"example.com\" was challenged "
       "again once, without stale=true; a wrong user name or password, as it "
       "seems.",
       "caller error likely", "1 2 3 4",
       "auth-rechallenge-not-stale 403-after-credentials"},
      // Who calls whom depends on the first request, not on this one.
      {"InsideFromCallee",
       answered_call("@+5 bob -> alice udp\nINVITE sip:alice@192.0.2.10\n\n"
                     "@+0.1 alice -> bob udp\n488 Not Acceptable Here\n"
                     "Warning: 304 alice \"Media type not available\"\n\n"),
       "192.0.2.10 refused INVITE inside the call from alice@example.com to "
       "bob@example.com with 488 Not Acceptable Here: Warning 304, Media type "
       "not available.",
       "callee warning certain", "4 5", "call-change-refused"},
      // A proxy that had asked further on, and answers by itself.
      {"BehindProxySilence",
       std::string("@0 alice -> proxy udp\nINVITE sip:bob@example.com\n\n"
                   "@+0.01 proxy -> alice udp\n100 Trying\n\n"
                   "@+0.01 proxy -> bob udp\n"
                   "INVITE sip:bob@192.0.2.20 forwarded\n\n"
                   "@+40 proxy -> alice udp\n408 Request Timeout\n\n"
                   "@+0.01 alice -> proxy udp\nACK sip:bob@example.com\n\n") +
           kMuchLater,
       "192.0.2.1 refused INVITE from alice@example.com to bob@example.com "
       "with 408 Request Timeout: it had passed it on to 192.0.2.20, which "
       "gave no final response in this capture.",
       "network error likely", "1 3 4", "request-timed-out"},
      // It sent the caller nowhere.
      {"Redirected", call("302 Moved Temporarily\n-Contact"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 302 Moved Temporarily: Contact is not present at this capture "
       "point.",
       "server warning certain", "1 2", "redirect-without-contact"},
      // The capture need not wait for what cannot come.
      {"PortUnreachable",
       "@0 alice -> bob udp dies port\nINVITE sip:bob@example.com\n\n",
       "192.0.2.20:5060 gave no final response to INVITE from "
       "alice@example.com to bob@example.com in this capture: INVITE to "
       "192.0.2.20:5060 did not arrive: 192.0.2.20 reported that port "
       "unreachable (ICMP) 1 ms after it.",
       "callee error certain", "1 2", "icmp-port-unreachable"},
      // A BYE ends the call, whatever it is answered.
      {"ByeRefused",
       answered_call("@+5 alice -> bob udp\nBYE sip:bob@192.0.2.20\n\n"
                     "@+0.1 bob -> alice udp\n503 Service Unavailable\n"
                     "Retry-After: 10\n\n"),
       "192.0.2.20 refused BYE inside the call from alice@example.com to "
       "bob@example.com with 503 Service Unavailable: the server is overloaded "
       "or out of service for the moment; for its sender the call is over all "
       "the same.",
       "server warning likely", "4 5", ""},
      // What NOTIFY reports is not of this call.
      {"TransferFailed",
       answered_call("@+5 alice -> bob udp\nREFER sip:bob@192.0.2.20\n"
                     "Refer-To: <sip:carol@example.com>\n\n"
                     "@+0.1 bob -> alice udp\n202 Accepted\n\n"
                     "@+0.1 bob -> alice udp\nNOTIFY sip:alice@192.0.2.10\n"
                     "Event: refer\nSubscription-State: terminated;"
                     "reason=noresource\nContent-Type: message/sipfrag\n\n"
                     "SIP/2.0 486 Busy Here\n\n"
                     "@+0.1 alice -> bob udp\n200 OK\n\n"),
       "Within the answered call from alice@example.com to bob@example.com, a "
       "transfer failed: transfer to sip:carol@example.com: NOTIFY reports, "
       "200 ms after the REFER, 486 Busy Here: The called person is busy at "
       "this phone.",
       "unknown warning certain", "1 2 4 5 6", "transfer-failed"},
      {"TransferRefused",
       answered_call("@+5 alice -> bob udp\nREFER sip:bob@192.0.2.20\n"
                     "Refer-To: <sip:carol@example.com>\n\n"
                     "@+0.1 bob -> alice udp\n403 Forbidden\n\n"),
       "192.0.2.20 refused REFER inside the call from alice@example.com to "
       "bob@example.com with 403 Forbidden: the transfer to "
       "sip:carol@example.com was refused; the rules of the server do not "
       "permit this request.",
       "server warning certain", "4 5", "transfer-failed"},
      // How the request is written is no reason for a 404, nor for silence.
      {"WrittenBadly",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n-Contact\n\n"
       "@+0.1 bob -> alice udp\n404 Not Found\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 404 Not Found: the user does not exist there, or the "
       "server does not serve that domain.",
       "caller error likely", "1 2", ""},
      // Nor is another Via in a response, nor how the caller's identity is
      // signed: the code has nothing to do with either.
      {"OtherVia",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
       "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1\n\n"
       "@+0.1 bob -> alice udp\n404 Not Found\n"
       "Via: SIP/2.0/UDP 192.0.2.99;branch=z9hG4bK1\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 404 Not Found: the user does not exist there, or the "
       "server does not serve that domain.",
       "caller error likely", "1 2", ""},
      {"UnreadableIdentity",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
       "Identity: nothing;info=<https://example.com/c>\n\n"
       "@+0.1 bob -> alice udp\n603 Decline\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with "
       "603 Decline after 100 ms, without ringing: more likely a rule than a "
       "person.",
       "callee notice certain", "1 2", ""},
      // An answered call that its BYE tells trouble of.
      {"BrokenOff",
       answered_call("@+12 bob -> alice udp\nBYE sip:alice@192.0.2.10\n"
                     "Reason: Q.850;cause=41\n\n"
                     "@+0.1 alice -> bob udp\n200 OK\n\n"),
       "The answered call from alice@example.com to bob@example.com was not "
       "sound: 192.0.2.20 ended it with BYE, giving as reason Q.850 cause 41, "
       "Temporary failure.",
       "unknown warning certain", "1 2 4", ""},
  };
  return all;
}

class Diagnoses : public ::testing::TestWithParam<Case> {};

TEST_P(Diagnoses, SayWhatTheExchangeShows) { testing::expect_told(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, Diagnoses, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

// One Call-ID for several addresses-of-record: each failed, or did not, for
// itself, whatever the order of its attempts.
TEST(Diagnoses, NameTheAddressThatWasNotRegistered) {
  const auto registers = [](const std::string& user,
                            const std::string& answer) {
    return "@+1 alice -> bob udp\nREGISTER sip:example.com\nFrom: <sip:" +
           user + "@example.com>;tag=a\nTo: <sip:" + user +
           "@example.com>\n\n@+0.1 bob -> alice udp\n" + answer + "\n\n";
  };
  const std::string challenge =
      "401 Unauthorized\nWWW-Authenticate: Digest realm=\"example.com\", "
      "nonce=\"n1\", algorithm=MD5";
  const Analysis analysis = analysis_of(
      registers("u1", challenge) + registers("u2", challenge) +
      registers("u3", "404 Not Found") + registers("u2", "403 Forbidden") +
      registers("u1", "200 OK\nContact: <sip:u1@192.0.2.10>;expires=60"));
  ASSERT_EQ(analysis.trace.calls().size(), 3U);
  ASSERT_EQ(analysis.diagnoses.size(), 2U);
  EXPECT_TRUE(analysis.diagnoses[0].summary.starts_with(
      "192.0.2.20 refused REGISTER for u3@example.com with 404 Not Found"))
      << analysis.diagnoses[0].summary;
  EXPECT_TRUE(analysis.diagnoses[1].summary.starts_with(
      "192.0.2.20 refused REGISTER for u2@example.com with 403 Forbidden"))
      << analysis.diagnoses[1].summary;
}

// However long the client repeated its request: what the capture lost may have
// been the answer.
TEST(Diagnoses, DoubtSilenceWhereTheCaptureLostPackets) {
  std::string directives = kDirectives;
  directives.replace(0, directives.find("link"), "capture pcapng\ndrops 12\n");
  const Analysis analysis =
      analysis_of(std::string("@0 alice -> bob udp as invite\n"
                              "INVITE sip:bob@example.com\n\n"
                              "@+0.5 alice -> bob udp again invite\n\n"
                              "@+8 alice -> bob udp again invite\n\n") +
                      kMuchLater,
                  {}, directives.c_str());
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  EXPECT_EQ(analysis.diagnoses.front().certainty, Certainty::Possible);
  EXPECT_NE(analysis.diagnoses.front().summary.find(
                "; the capture records 12 dropped packets, so an answer may "
                "be missing."),
            std::string::npos)
      << analysis.diagnoses.front().summary;
}

// A request that was seen at two hops failed once.
TEST(Diagnoses, TellOfARequestOnceHoweverManyHopsShowIt) {
  const Analysis analysis = analysis_of(
      "@0 alice -> proxy udp\nINVITE sip:bob@example.com\n\n"
      "@+0.01 proxy -> bob udp\nINVITE sip:bob@192.0.2.20 forwarded\n\n"
      "@+0.1 bob -> proxy udp\n200 OK\n\n"
      "@+0.01 proxy -> alice udp\n200 OK forwarded\n\n"
      "@+0.1 alice -> proxy udp\nACK sip:bob@192.0.2.20\n\n"
      "@+0.01 proxy -> bob udp\nACK sip:bob@192.0.2.20 forwarded\n\n"
      "@+4 alice -> proxy udp\nINFO sip:bob@192.0.2.20\n\n"
      "@+0.01 proxy -> bob udp\nINFO sip:bob@192.0.2.20 forwarded\n\n"
      "@+0.1 bob -> proxy udp\n415 Unsupported Media Type\nAccept: "
      "application/sdp\n\n"
      "@+0.01 proxy -> alice udp\n415 Unsupported Media Type forwarded\n\n");
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  EXPECT_TRUE(analysis.diagnoses.front().summary.starts_with(
      "192.0.2.20 refused INFO inside the call"))
      << analysis.diagnoses.front().summary;
  EXPECT_EQ(frames_of(analysis.diagnoses.front()), "7 8 9 10");
  EXPECT_EQ(analysis.failures.size(), 1U);
  EXPECT_EQ(analysis.failures.front().count, 1U);
}

// Contact or the route set may be wrong, whoever spoilt it.
TEST(Diagnoses, BlameNobodyFor404InsideADialog) {
  const Analysis analysis = analysis_of(
      answered_call("@+5 alice -> bob udp\nINFO sip:bob@192.0.2.20\n\n"
                    "@+0.1 bob -> alice udp\n404 Not Found\n\n"));
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  EXPECT_EQ(analysis.diagnoses.front().side, Side::Unknown);
}

TEST(Diagnoses, OfACallAreAsManyAsTheirLimit) {
  std::string script = answered_call("");
  for (int i = 0; i < 4; ++i) {
    script +=
        "@+1 alice -> bob udp\nINFO sip:bob@192.0.2.20\n\n"
        "@+0.1 bob -> alice udp\n481 Call Does Not Exist\n\n";
  }
  AnalyzeOptions options;
  options.limits.set(LimitId::CallDiagnoses, 3);
  const Analysis analysis = analysis_of(script, options);
  EXPECT_EQ(analysis.diagnoses.size(), 3U);
  EXPECT_EQ(analysis.limits_reached.of(LimitId::CallDiagnoses), 1U);
}

TEST(Diagnoses, StayShortWhateverTheNames) {
  const std::string name(3000, 'x');
  const Analysis analysis = analysis_of(
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\nFrom: <sip:" + name +
      "@example.com>;tag=a\nTo: <sip:" + name +
      "@example.org>\n\n@+0.1 bob -> alice udp\n500 " + name +
      "\nServer: " + name + "\nWarning: 399 x \"" + name + "\"\n\n");
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  EXPECT_LE(analysis.diagnoses.front().summary.size(), kMaxSummaryOctets);
}

}  // namespace
}  // namespace siptriage::diagnosis_test
