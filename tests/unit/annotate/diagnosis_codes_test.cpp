// Diagnoses of a call, a ping or a feature that was refused: what is made of
// the code, of the causes that the response gives, and of the request.

#include <vector>

#include <gtest/gtest.h>

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::diagnosis_codes_test {
namespace {

using testing::call;
using testing::Case;

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      // The reference's plain words, where nothing says more.
      {"NotFound", call("404 Not Found\nServer: Harbor/1 (x86)"),
       "192.0.2.20 (Harbor/1) refused INVITE from alice@example.com to "
       "bob@example.com with 404 Not Found: the user does not exist "
       "there, or the server does not serve that domain.",
       "caller error likely", "1 2", ""},
      // What does not exist is what was asked for.
      {"NotFoundElsewhere",
       "@0 alice -> bob udp\nINVITE sip:0049301234@gw.example.com\n"
       "To: <sip:bob@example.com>\n\n@+0.1 bob -> alice udp\n404 Not Found\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "(Request-URI 0049301234@gw.example.com) with 404 Not Found: the user "
       "does not exist there, or the server does not serve that domain.",
       "caller error likely", "1 2", ""},
      // A phrase of its own says more than they do.
      {"OwnWords", call("403 Account is locked"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 403 Account is locked.",
       "server error likely", "1 2", ""},
      // The cause that the response gives.
      {"Reason", call("503 Service Unavailable\nReason: Q.850;cause=34"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 503 Service Unavailable: Q.850 cause 34, No circuit/channel "
       "available.",
       "server error certain", "1 2", ""},
      // A cause for all and nothing, and a remark, make nothing certain.
      {"ReasonUnspecified",
       call("503 Service Unavailable\nReason: Q.850;cause=31"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 503 Service Unavailable: the server is overloaded or out of "
       "service for the moment.",
       "server error likely", "1 2", ""},
      {"Remark", call("403 Forbidden\nWarning: 399 bob \"No credit left\""),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 403 Forbidden: Warning 399: \"No credit left\".",
       "server error likely", "1 2", ""},
      // Of several causes, the one with a meaning.
      {"RemarkAndReason",
       call("403 Forbidden\nWarning: 399 bob \"Call barred\"\n"
            "Reason: Q.850;cause=21"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 403 Forbidden: Q.850 cause 21, Call rejected.",
       "server error certain", "1 2", ""},
      // A proxy that found no way; the callee has no part in it.
      {"NoDnsResults",
       call("480 No DNS results\nWarning: 399 bob \"No other DNS entries\""),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 480 No DNS results: Warning 399: \"No other DNS entries\".",
       "proxy error likely", "1 2", ""},
      {"NoDnsResultsAsReason",
       call("480 Temporarily Unavailable\n"
            "Reason: SIP;cause=480;text=\"No DNS results\""),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 480 Temporarily Unavailable: SIP cause 480, Temporarily "
       "Unavailable: \"No DNS results\".",
       "proxy error likely", "1 2", ""},
      {"NoisyFeedback",
       call("480 Temporarily Unavailable\nWarning: 392 192.0.2.20:5060 "
            "\"Noisy feedback tells: pid=7\""),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 480 Temporarily Unavailable: the called person cannot be reached "
       "right now.",
       "proxy error likely", "1 2", ""},
      {"Unavailable", call("480 Temporarily Unavailable"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 480 Temporarily Unavailable: the called person cannot be reached "
       "right now.",
       "callee error likely", "1 2", ""},
      // Where the hops were spent is not in the capture.
      {"TooManyHops", call("483 Too Many Hops"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 483 Too Many Hops: Max-Forwards of the request seen here is 70, "
       "so "
       "it spent its hops behind this capture point.",
       "unknown error likely", "1 2", "hops-spent-out-of-sight"},
      {"HopsFromTheStart",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\nMax-Forwards: 1\n\n"
       "@+0.1 bob -> alice udp\n483 Too Many Hops\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 483 Too Many Hops: INVITE left 192.0.2.10:5060 with Max-Forwards: "
       "1, and got 483.",
       "caller error certain", "1 2", "max-forwards-too-small"},
      {"HopsInACircle",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\nMax-Forwards: 0\n"
       "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1, SIP/2.0/UDP "
       "192.0.2.9;branch=z9hG4bK2, SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK3, "
       "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK4, SIP/2.0/UDP "
       "192.0.2.10;branch=z9hG4bK5\n\n"
       "@+0.1 bob -> alice udp\n483 Too Many Hops\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 483 Too Many Hops: the Via of INVITE as it came to "
       "192.0.2.20:5060 "
       "names 192.0.2.10 3 times, and its Max-Forwards is 0.",
       "network error certain", "1 2", "request-looped"},
      // What would be needed is not told: nothing the caller could mend.
      {"ExtensionNotNamed", call("421 Extension Required"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 421 Extension Required: Require is not present at this capture "
       "point.",
       "callee error certain", "1 2", "421-without-require"},
      // The code does not fit what was sent: then it explains nothing.
      {"VersionNotSupported", call("505 Version Not Supported"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 505 Version Not Supported: the request seen here is SIP/2.0; that "
       "does not explain the code.",
       "unknown error likely", "1 2", "refusal-not-explained"},
      {"BadExtension", call("420 Bad Extension"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 420 Bad Extension: the request seen here has neither Require nor "
       "Proxy-Require; that does not explain the code.",
       "unknown error likely", "1 2", "refusal-not-explained"},
      {"ExtensionThatIsSupported",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\nSupported: 100rel\n\n"
       "@+0.1 bob -> alice udp\n421 Extension Required\nRequire: 100rel\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 421 Extension Required: the request already supports 100rel.",
       "unknown error likely", "1 2", "421-required-already-supported"},
      {"NoIntervalAsked", call("422 Session Interval Too Small\nMin-SE: 90"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 422 Session Interval Too Small: Min-SE is 90 s, but the request "
       "seen here carries no Session-Expires.",
       "unknown error likely", "1 2", "422-without-session-expires"},
      // What the response says itself goes before that.
      {"VersionReason",
       call("505 Version Not Supported\nReason: Q.850;cause=34"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 505 Version Not Supported: Q.850 cause 34, No circuit/channel "
       "available.",
       "caller error certain", "1 2", ""},
      // A finding that explains it, with what it comes down to.
      {"Contradiction",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
       "Session-Expires: 1800\nSupported: timer\n\n"
       "@+0.1 bob -> alice udp\n422 Session Interval Too Small\nMin-SE: 90\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 422 Session Interval Too Small: Min-SE is 90 s, but the request "
       "asked for 1800 s, which is not less; a client that obeys gets no "
       "further.",
       "callee error likely", "1 2", "422-min-se-not-above-session-expires"},
      // What is listed decides, and goes before plain words.
      {"MethodNotAllowed",
       "@0 alice -> bob udp\nMESSAGE sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n405 Method Not Allowed\nAllow: INVITE, ACK\n\n",
       "192.0.2.20 refused MESSAGE from alice@example.com to bob@example.com "
       "with 405 Method Not Allowed: MESSAGE is not among: INVITE, ACK.",
       "caller error likely", "1 2", ""},
      // People are no trouble.
      {"Busy", call("486 Busy Here"),
       "bob@example.com was busy: 192.0.2.20 answered INVITE from "
       "alice@example.com with 486 Busy Here.",
       "callee notice certain", "1 2", ""},
      {"Declined", call("603 Decline"),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with "
       "603 Decline after 100 ms, without ringing: more likely a rule than a "
       "person.",
       "callee notice certain", "1 2", ""},
      {"DeclinedByAPerson",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n180 Ringing\n\n"
       "@+4 bob -> alice udp\n603 Decline\n\n"
       "@+0.01 alice -> bob udp\nACK sip:bob@example.com\n\n",
       "bob@example.com declined INVITE from alice@example.com: 192.0.2.20 "
       "answered 603 Decline.",
       "callee notice certain", "1 3", ""},
      {"BlockedInANetwork",
       call("603 Network Blocked\n"
            "Reason: SIP;cause=603;text=\"v=analytics1;email=a@example.net\""),
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with "
       "603 Network Blocked: analytics in a network blocked the call.",
       "network notice certain", "1 2", ""},
      {"BusyAfterRinging",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n180 Ringing\n\n"
       "@+30 bob -> alice udp\n486 Busy Here\n\n"
       "@+0.01 alice -> bob udp\nACK sip:bob@example.com\n\n",
       "bob@example.com rang for 30 s, then 192.0.2.20 answered "
       "alice@example.com with 486 Busy Here: rejected or not picked up.",
       "callee notice certain", "1 3", ""},
      {"RequestTimeoutAfterRinging",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n180 Ringing\n\n"
       "@+30 bob -> alice udp\n408 Request Timeout\n\n"
       "@+0.01 alice -> bob udp\nACK sip:bob@example.com\n\n",
       "bob@example.com rang and did not answer alice@example.com: it rang for "
       "30 s, then 192.0.2.20 answered 408 Request Timeout.",
       "callee notice certain", "1 3", ""},
      {"CodeThatAProxyChanged",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
       "From: <sip:alice@example.com>;tag=a1\nTo: <sip:bob@example.com>\n"
       "Call-ID: call-1@example.com\nCSeq: 1 INVITE\n\n"
       "@+0.01 bob -> proxy udp\nINVITE sip:bob@192.0.2.1\n"
       "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK-behind\n"
       "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-front\n"
       "From: <sip:alice@example.com>;tag=a1\nTo: <sip:bob@example.com>\n"
       "Call-ID: call-1@example.com\nCSeq: 1 INVITE\n\n"
       "@+0.1 proxy -> bob udp\n180 Ringing\n\n"
       "@+0.01 bob -> alice udp\n180 Ringing\n\n"
       "@+7 proxy -> bob udp\n603 Decline\n\n"
       "@+0.01 bob -> alice udp\n486 Busy Here\n\n",
       "bob@example.com declined INVITE from alice@example.com: 192.0.2.1 "
       "answered 603 Decline; 192.0.2.20 passed it on as 486 Busy Here.",
       "callee notice certain", "1 2 5 6", ""},
      {"ByeChallengedAndLeft",
       call("200 OK") +
           "@+5 alice -> bob udp\nBYE sip:bob@example.com\n\n"
           "@+0.1 bob -> alice udp\n407 Proxy Authentication Required\n"
           "Proxy-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\n\n"
           "@+60 alice -> bob udp\nOPTIONS sip:bob@example.com\n"
           "Call-ID: other@example.com\nCSeq: 9 OPTIONS\n\n"
           "@+0.1 bob -> alice udp\n200 OK\n\n",
       "192.0.2.20 challenged BYE inside the call from alice@example.com to "
       "bob@example.com with 407 Proxy Authentication Required: no request "
       "with "
       "credentials followed under this Call-ID.",
       "unknown warning likely", "4 5", ""},
      {"NoAnswer",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n180 Ringing\n\n"
       "@+30 bob -> alice udp\n480 Temporarily Unavailable\n\n"
       "@+0.01 alice -> bob udp\nACK sip:bob@example.com\n\n",
       "bob@example.com rang and did not answer alice@example.com: it rang for "
       "30 s, then 192.0.2.20 answered 480 Temporarily Unavailable.",
       "callee notice certain", "1 3", ""},
      // What calls do without.
      {"FeatureNotOffered",
       "@0 alice -> bob udp\nSUBSCRIBE sip:alice@example.com\n"
       "From: <sip:alice@example.com>;tag=r\nTo: <sip:alice@example.com>\n"
       "Event: message-summary\n\n"
       "@+0.1 bob -> alice udp\n489 Bad Event\nAllow-Events: presence\n\n",
       "192.0.2.20 does not offer message-summary: it answered SUBSCRIBE for "
       "alice@example.com with 489 Bad Event; calls are not affected.",
       "server notice likely", "1 2", ""},
      {"PublicationNotOffered",
       "@0 alice -> bob udp\nPUBLISH sip:alice@example.com\n"
       "From: <sip:alice@example.com>;tag=r\nTo: <sip:alice@example.com>\n"
       "Event: presence\n\n"
       "@+0.1 bob -> alice udp\n501 Not Implemented\n\n",
       "192.0.2.20 does not offer presence: it answered PUBLISH for "
       "alice@example.com with 501 Not Implemented; calls are not affected.",
       "server notice likely", "1 2", ""},
      {"SubscriptionOfItsOwn",
       "@0 alice -> bob udp\nSUBSCRIBE sip:alice@example.com\n"
       "From: <sip:alice@example.com>;tag=r\nTo: <sip:alice@example.com>\n"
       "Event: refer\n\n"
       "@+0.1 bob -> alice udp\n501 Not Implemented\n\n",
       "192.0.2.20 refused SUBSCRIBE for alice@example.com with 501 Not "
       "Implemented: the server does not know how to do this kind of request "
       "at all.",
       "server error likely", "1 2", ""},
      // Whoever reports unasked; it is no subscription that failed.
      {"UnaskedNotify",
       "@0 bob -> alice udp\nNOTIFY sip:alice@192.0.2.10\n"
       "Event: message-summary\nSubscription-State: active\n\n"
       "@+0.1 alice -> bob udp\n481 Subscription Does Not Exist\n\n",
       "192.0.2.10 refused NOTIFY from alice@example.com to bob@example.com "
       "with 481 Subscription Does Not Exist.",
       "caller error likely", "1 2", ""},
      {"Ping",
       "@0 alice -> bob udp\nOPTIONS sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n404 Not Found\n\n",
       "192.0.2.20 is reachable: it answered OPTIONS from alice@example.com to "
       "bob@example.com with 404 Not Found; no call failed by that.",
       "caller notice likely", "1 2", ""},
      {"PingOverload",
       "@0 alice -> bob udp\nOPTIONS sip:bob@example.com\n\n"
       "@+0.1 bob -> alice udp\n503 Service Unavailable\n\n",
       "192.0.2.20 is reachable, but answered OPTIONS from alice@example.com "
       "to bob@example.com with 503 Service Unavailable: the server is "
       "overloaded or out of service for the moment.",
       "server warning likely", "1 2", ""},
  };
  return all;
}

class DiagnosesOfCodes : public ::testing::TestWithParam<Case> {};

TEST_P(DiagnosesOfCodes, SayWhatTheResponseShows) {
  testing::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, DiagnosesOfCodes, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace siptriage::diagnosis_codes_test
