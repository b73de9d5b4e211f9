// Refusals that are on another side than their code says: what the sender of
// the request, or a proxy, did to it.

#include <vector>

#include <gtest/gtest.h>

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::diagnosis_requester_test {
namespace {

using testing::answered_call;
using testing::Case;

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      // RFC 3311 5.2: who refused it had to.
      {"UpdateTooSoon",
       "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\nsdp 0\n\n"
       "@+0.1 bob -> alice udp\n180 Ringing\n\n"
       "@+0.5 alice -> bob udp\nUPDATE sip:bob@192.0.2.20:5060\n\nsdp 8\n\n"
       "@+0.1 bob -> alice udp\n500 Server Internal Error to UPDATE\n"
       "Retry-After: 3\n\n"
       "@+1 bob -> alice udp\n200 OK to INVITE\n\nsdp 0\n\n"
       "@+0.1 alice -> bob udp\nACK\n",
       "192.0.2.20 refused UPDATE inside the call from alice@example.com to "
       "bob@example.com with 500 Server Internal Error: UPDATE with CSeq 2 was "
       "sent 600 ms after the INVITE with CSeq 1, and brings an offer, "
       "although that of the INVITE had no answer yet.",
       "caller warning certain", "1 3 4",
       "update-before-answer call-change-refused"},
      {"InfoOfCallerWithoutTag",
       answered_call("@+5 alice -> bob udp\nINFO sip:bob@192.0.2.20:5060\n"
                     "To: <sip:bob@example.com>\n\n"
                     "@+0.1 bob -> alice udp\n481 Call Does Not Exist\n\n"),
       "192.0.2.20 refused INFO inside the call from alice@example.com to "
       "bob@example.com with 481 Call Does Not Exist: To has no tag, without "
       "which it belongs to no call; that of the other side is b1.",
       "caller warning certain", "4 5", "in-dialog-request-without-to-tag"},
      {"InfoOfCalleeWithoutTag",
       answered_call("@+5 bob -> alice udp\nINFO sip:alice@192.0.2.10:5060\n"
                     "To: <sip:alice@example.com>\n\n"
                     "@+0.1 alice -> bob udp\n481 Call Does Not Exist\n\n"),
       "192.0.2.10 refused INFO inside the call from alice@example.com to "
       "bob@example.com with 481 Call Does Not Exist: To has no tag, without "
       "which it belongs to no call; that of the other side is a1.",
       "callee warning certain", "4 5", "in-dialog-request-without-to-tag"},
      {"OtherTarget",
       answered_call("@+5 alice -> bob udp\nBYE sip:bob@example.com\n\n"
                     "@+0.1 bob -> alice udp\n404 Not Found\n\n"),
       "192.0.2.20 refused BYE inside the call from alice@example.com to "
       "bob@example.com with 404 Not Found: its Request-URI is "
       "sip:bob@example.com; the other side is at sip:bob@192.0.2.20:5060, "
       "which its Contact says; for its sender the call is over all the same.",
       "caller warning likely", "2 4 5", "remote-target-not-used"},
      {"BadRecordRoute",
       "@0 alice -> proxy udp\nINVITE sip:bob@example.com\n\n"
       "@+0.1 proxy -> bob udp\nINVITE sip:bob@192.0.2.20 forwarded\n"
       "Record-Route: sip:192.0.2.1;lr>\n\n"
       "@+0.1 bob -> proxy udp\n400 Bad Request\n\n"
       "@+0.1 proxy -> alice udp\n400 Bad Request forwarded\n\n",
       "192.0.2.20 refused INVITE from alice@example.com to bob@example.com "
       "with 400 Bad Request: a Record-Route, which proxies add, cannot be "
       "read: sip:192.0.2.1;lr>.",
       "proxy error certain", "1 2 3 4", "malformed-by-proxy"},
      // Its like was taken: nobody can say what is wrong with this one.
      {"LikeOneAccepted",
       answered_call("@+5 alice -> bob udp\nINFO sip:bob@192.0.2.20:5060\n\n"
                     "@+0.1 bob -> alice udp\n200 OK\n\n"
                     "@+1 alice -> bob udp\nINFO sip:bob@192.0.2.20:5060\n\n"
                     "@+0.1 bob -> alice udp\n400 Bad Request\n\n"),
       "192.0.2.20 refused INFO inside the call from alice@example.com to "
       "bob@example.com with 400 Bad Request: INFO of the same contents was "
       "answered 200 1.1 s before; how it is written is hardly the reason.",
       "unknown warning certain", "6 7", "400-after-equal-request"},
  };
  return all;
}

class DiagnosesOfRequesters : public ::testing::TestWithParam<Case> {};

TEST_P(DiagnosesOfRequesters, SayWhoseRequestWasWrong) {
  testing::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, DiagnosesOfRequesters,
                         ::testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace siptriage::diagnosis_requester_test
