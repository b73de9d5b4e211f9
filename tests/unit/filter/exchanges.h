#pragma once
// What filters are tried on: three Call-IDs, eleven messages.
//
//   message  0  INVITE, with SDP                 call 0  busy
//            1  100 Trying
//            2  180 Ringing, 3 s later
//            3  486 Busy Here, after 1 s of it
//            4  ACK
//            5  REGISTER                         call 1  registration
//            6  401
//            7  REGISTER
//            8  200
//            9  OPTIONS                          call 2  405 without Allow
//           10  405
//
// 192.0.2.1 asks, 192.0.2.2 answers, both at port 5060. The first is seen at
// 2027-01-15 08:00 UTC.

#include <chrono>
#include <cstddef>

#include "siptriage/filter/filter.h"

#include "unit/annotate/flow.h"

namespace siptriage::testing {

// How many a filter of that scope is asked about.
inline std::size_t count_of(const Analysis& analysis, FilterScope scope) {
  switch (scope) {
    case FilterScope::Message:
      return analysis.trace.messages().size();
    case FilterScope::Transaction:
      return analysis.trace.transactions().size();
    case FilterScope::Call:
      return analysis.trace.calls().size();
    case FilterScope::Finding:
      return analysis.findings.size();
  }
  return 0;
}

inline Analysis exchanges() {
  constexpr const char* kSdp =
      "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\n"
      "t=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
  Flow flow;
  flow.set_call_id("busy@192.0.2.1");
  flow.request("INVITE sip:bob@example.com",
               "Contact: <sip:alice@192.0.2.1>\n"
               "User-Agent: Yealink SIP-T46S\n"
               "Allow: INVITE, ACK, BYE, CANCEL\n"
               "Session-Expires: 1800;refresher=uac\n"
               "X-Folded: one\n  two\n"
               "X-Twice: first\nX-Twice: second\n"
               "Content-Type: application/sdp\n",
               kSdp);
  flow.response("100 Trying").wait(std::chrono::seconds(3));
  flow.response("180 Ringing", "Contact: <sip:bob@192.0.2.2>\n")
      .wait(std::chrono::seconds(1));
  flow.response("486 Busy Here", "Server: Asterisk PBX 18\n");
  flow.request("ACK sip:bob@example.com");
  flow.set_call_id("register@192.0.2.1");
  flow.request("REGISTER sip:example.com",
               "Contact: <sip:alice@192.0.2.1>\nExpires: 60\n");
  flow.response("401 Unauthorized",
                "WWW-Authenticate: Digest realm=\"example.com\", "
                "nonce=\"abc\", algorithm=MD5, qop=\"auth\"\n");
  flow.request("REGISTER sip:example.com",
               "Contact: <sip:alice@192.0.2.1>\nExpires: 3600\n"
               "Authorization: Digest username=\"alice\", "
               "realm=\"example.com\", nonce=\"abc\", uri=\"sip:example.com\", "
               "response=\"0123456789abcdef0123456789abcdef\"\n");
  flow.response("200 OK", "Contact: <sip:alice@192.0.2.1>;expires=3600\n");
  flow.set_call_id("options@192.0.2.1");
  flow.request("OPTIONS sip:bob@example.com", "Accept: application/sdp\n");
  flow.response("405 Method Not Allowed");
  return flow.analyze();
}

}  // namespace siptriage::testing
