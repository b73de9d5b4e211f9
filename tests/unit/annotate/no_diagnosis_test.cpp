// What is sound, or cannot be known, has no diagnosis.

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::no_diagnosis_test {
namespace {

using testing::analysis_of;
using testing::answered_call;
using testing::kMuchLater;

struct Sound {
  const char* name;
  std::string script;
};

void PrintTo(const Sound& each, std::ostream* out) { *out << each.name; }

const std::string kBye =
    "@+9 alice -> bob udp\nBYE sip:bob@192.0.2.20\n\n"
    "@+0.1 bob -> alice udp\n200 OK\n\n";

class NoDiagnosis : public ::testing::TestWithParam<Sound> {};

TEST_P(NoDiagnosis, IsMadeOfWhatIsNoFailure) {
  const Analysis analysis = analysis_of(GetParam().script);
  EXPECT_TRUE(analysis.diagnoses.empty()) << analysis.diagnoses.front().summary;
}

INSTANTIATE_TEST_SUITE_P(
    All, NoDiagnosis,
    ::testing::ValuesIn(std::vector<Sound>{
        {"AnsweredCall", answered_call(kBye)},
        {"NormalClearing",
         answered_call("@+9 alice -> bob udp\nBYE sip:bob@192.0.2.20\n"
                       "Reason: Q.850;cause=16\n\n"
                       "@+0.1 bob -> alice udp\n200 OK\n\n")},
        {"Cancelled",
         "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
         "@+0.1 bob -> alice udp\n180 Ringing\n\n"
         "@+3 alice -> bob udp\nCANCEL sip:bob@example.com\n\n"
         "@+0.1 bob -> alice udp\n200 OK to CANCEL\n\n"
         "@+0.1 bob -> alice udp\n487 Request Terminated to INVITE\n\n"
         "@+0.1 alice -> bob udp\nACK sip:bob@example.com\n\n"},
        // It gave up before: whom it had asked does not matter.
        {"CancelledAndTimedOut",
         "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
         "@+0.1 bob -> alice udp\n100 Trying\n\n"
         "@+3 alice -> bob udp\nCANCEL sip:bob@example.com\n\n"
         "@+0.1 bob -> alice udp\n200 OK to CANCEL\n\n"
         "@+0.1 bob -> alice udp\n408 Request Timeout to INVITE\n\n"
         "@+0.1 alice -> bob udp\nACK sip:bob@example.com\n\n"},
        {"RegisteredAtTheSecondTry",
         "@0 alice -> bob udp\nREGISTER sip:example.com\n"
         "To: <sip:alice@example.com>\n\n"
         "@+0.1 bob -> alice udp\n503 Service Unavailable\n\n"
         "@+5 alice -> bob udp\nREGISTER sip:example.com\n"
         "To: <sip:alice@example.com>\n\n"
         "@+0.1 bob -> alice udp\n200 OK\n"
         "Contact: <sip:alice@192.0.2.10>;expires=60\n\n"},
        // The capture ends before the next attempt of each of these.
        {"StaleRefreshCutOff",
         "@0 alice -> bob udp\nREGISTER sip:example.com\n"
         "To: <sip:alice@example.com>\n"
         "Authorization: Digest username=\"a\", realm=\"example.com\", "
         "nonce=\"n1\", uri=\"sip:example.com\", response=\"1\"\n\n"
         "@+0.1 bob -> alice udp\n200 OK\n"
         "Contact: <sip:alice@192.0.2.10>;expires=60\n\n"
         "@+50 alice -> bob udp\nREGISTER sip:example.com\n"
         "To: <sip:alice@example.com>\n"
         "Authorization: Digest username=\"a\", realm=\"example.com\", "
         "nonce=\"n1\", uri=\"sip:example.com\", response=\"1\"\n\n"
         "@+0.1 bob -> alice udp\n401 Unauthorized\n"
         "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n2\", "
         "stale=true\n\n"},
        {"GlareCutOff",
         answered_call("@+5 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n"
                       "@+0.1 bob -> alice udp\n491 Request Pending\n\n"
                       "@+0.01 alice -> bob udp\nACK sip:bob@192.0.2.20\n\n")},
        {"GlareRetryCutOff",
         answered_call(
             "@+5 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n"
             "@+0.1 bob -> alice udp\n491 Request Pending\n\n"
             "@+0.01 alice -> bob udp\nACK sip:bob@192.0.2.20\n\n"
             "@+2.3 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n")},
        {"GlareSettledByTheOtherSide",
         answered_call("@+5 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n"
                       "@+0.1 bob -> alice udp\n491 Request Pending\n\n"
                       "@+0.01 alice -> bob udp\nACK sip:bob@192.0.2.20\n\n"
                       "@+1 bob -> alice udp\nINVITE sip:alice@192.0.2.10\n\n"
                       "@+0.1 alice -> bob udp\n200 OK\n\n"
                       "@+0.01 bob -> alice udp\nACK sip:alice@192.0.2.10\n\n" +
                       kBye)},
        // The hop in front of the proxy goes on in IPsec.
        {"CredentialsAtAnotherHopAlone",
         "@0 alice -> proxy udp\nREGISTER sip:example.com\n"
         "From: <sip:alice@example.com>;tag=a\nTo: <sip:alice@example.com>\n\n"
         "@+0.1 proxy -> alice udp\n401 Unauthorized\n"
         "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\n"
         "Security-Server: ipsec-3gpp;alg=hmac-md5-96\n\n"
         "@+0.1 proxy -> bob udp\nREGISTER sip:example.com\n"
         "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK9\n"
         "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK8\n"
         "From: <sip:alice@example.com>;tag=a\nTo: "
         "<sip:alice@example.com>\nCSeq: 2 REGISTER\n"
         "Authorization: Digest username=\"a\", realm=\"example.com\", "
         "nonce=\"n1\", uri=\"sip:example.com\", response=\"1\"\n\n"
         "@+0.1 bob -> proxy udp\n200 OK\n"
         "Contact: <sip:alice@192.0.2.10>;expires=60\n\n" +
             std::string(kMuchLater)},
        // Some clients copy the To tag of the challenge.
        {"ToTagOfTheChallenge",
         "@0 alice -> bob udp\nREGISTER sip:example.com\n"
         "To: <sip:alice@example.com>\n\n"
         "@+0.1 bob -> alice udp\n401 Unauthorized\n"
         "To: <sip:alice@example.com>;tag=x\n"
         "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\n\n"
         "@+0.1 alice -> bob udp\nREGISTER sip:example.com\n"
         "To: <sip:alice@example.com>;tag=x\n"
         "Authorization: Digest username=\"a\", realm=\"example.com\", "
         "nonce=\"n1\", uri=\"sip:example.com\", response=\"1\"\n\n"
         "@+0.1 bob -> alice udp\n200 OK\n"
         "To: <sip:alice@example.com>;tag=x\n"
         "Contact: <sip:alice@192.0.2.10>;expires=60\n\n"},
        {"ChallengeWithoutStart",
         "@0 bob -> alice udp\nSIP/2.0 401 Unauthorized\n"
         "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
         "From: <sip:alice@example.com>;tag=a\n"
         "To: <sip:alice@example.com>;tag=b\nCall-ID: early\n"
         "CSeq: 1 REGISTER\nWWW-Authenticate: Digest realm=\"example.com\", "
         "nonce=\"n1\", algorithm=MD5\n\n"},
        {"IntervalMended",
         "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
         "Session-Expires: 60\nSupported: timer\n\n"
         "@+0.1 bob -> alice udp\n422 Session Interval Too Small\n"
         "Min-SE: 90\n\n"
         "@+0.01 alice -> bob udp\nACK sip:bob@example.com\n\n"
         "@+0.1 alice -> bob udp\nINVITE sip:bob@example.com\n"
         "Session-Expires: 90\nMin-SE: 90\nSupported: timer\n\n"
         "@+0.1 bob -> alice udp\n200 OK\n\n"
         "@+0.01 alice -> bob udp\nACK sip:bob@192.0.2.20\n\n" +
             kBye},
        {"ReinviteMended",
         answered_call("@+5 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n"
                       "@+0.1 bob -> alice udp\n491 Request Pending\n\n"
                       "@+0.01 alice -> bob udp\nACK sip:bob@192.0.2.20\n\n"
                       "@+3 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n"
                       "@+0.1 bob -> alice udp\n200 OK\n\n"
                       "@+0.01 alice -> bob udp\nACK sip:bob@192.0.2.20\n\n" +
                       kBye)},
    }),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace siptriage::no_diagnosis_test
