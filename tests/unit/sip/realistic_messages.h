#pragma once
// Messages as phones, proxies and gateways of today send them, for benchmarks
// and for tests that compare two ways of reading. No two calls have names,
// tags or branches of the same length, so that a processor cannot learn them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::sip {

namespace realistic {

// One call's identities; their lengths change with `number`.
struct CallNames {
  explicit CallNames(unsigned number)
      : caller(word(number, 3 + number % 9)),
        callee(word(number * 7 + 1, 4 + number % 7)),
        from_tag(word(number * 13 + 2, 6 + number % 11)),
        to_tag(word(number * 17 + 3, 8 + number % 5)),
        branch("z9hG4bK" + word(number * 19 + 4, 9 + number % 13)),
        call_id(word(number * 23 + 5, 12 + number % 21)) {}

  static std::string word(unsigned seed, std::size_t length) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz012345";
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
      seed = seed * 1664525U + 1013904223U;
      text += kLetters[seed >> 27];
    }
    return text;
  }

  std::string caller;
  std::string callee;
  std::string from_tag;
  std::string to_tag;
  std::string branch;
  std::string call_id;
};

inline std::string sdp(const CallNames& names, std::string_view address) {
  const std::string host(address);
  return "v=0\r\no=" + names.caller + " 53655765 2353687637 IN IP4 " + host +
         "\r\ns=-\r\nc=IN IP4 " + host +
         "\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 101\r\n"
         "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
         "a=sendrecv\r\n";
}

inline std::string with_body(std::string message, const std::string& body) {
  if (!body.empty()) message += "Content-Type: application/sdp\r\n";
  message += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return message + body;
}

// The header fields that requests and responses share.
inline std::string common(const CallNames& names, const std::string& cseq,
                          bool has_to_tag) {
  return "From: \"" + names.caller + "\" <sip:" + names.caller +
         "@example.com>;tag=" + names.from_tag +
         "\r\nTo: <sip:" + names.callee + "@example.com>" +
         (has_to_tag ? ";tag=" + names.to_tag : std::string()) +
         "\r\nCall-ID: " + names.call_id + "@192.0.2.10\r\nCSeq: " + cseq +
         "\r\n";
}

inline std::string request(const CallNames& names, const std::string& method,
                           const std::string& cseq, bool has_to_tag) {
  return method + " sip:" + names.callee +
         "@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=" +
         names.branch + cseq.substr(0, 1) + ";rport\r\nMax-Forwards: 70\r\n" +
         common(names, cseq + " " + method, has_to_tag);
}

inline std::string response(const CallNames& names,
                            const std::string& status_and_reason,
                            const std::string& cseq, bool has_to_tag) {
  return "SIP/2.0 " + status_and_reason +
         "\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=" + names.branch +
         cseq.substr(0, 1) + ";received=192.0.2.10;rport=5060\r\n" +
         common(names, cseq, has_to_tag);
}

inline std::string invite(const CallNames& names) {
  return with_body(
      request(names, "INVITE", "1", false) + "Contact: <sip:" + names.caller +
          "@192.0.2.10:5060>\r\nUser-Agent: Example Phone 4.2.1\r\n"
          "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK\r\n"
          "Supported: replaces, timer, 100rel\r\nSession-Expires: 1800\r\n"
          "Min-SE: 90\r\n",
      sdp(names, "192.0.2.10"));
}

}  // namespace realistic

// A fixed INVITE of 14 header fields and a body.
inline std::string one_invite() {
  return realistic::invite(realistic::CallNames(5));
}

// The messages of `calls` calls as two phones and a proxy exchange them.
inline std::vector<std::string> realistic_messages(unsigned calls) {
  using namespace realistic;  // NOLINT(google-build-using-namespace)
  std::vector<std::string> messages;
  for (unsigned call = 0; call < calls; ++call) {
    const CallNames names(call);
    const std::string contact =
        "Contact: <sip:" + names.callee + "@192.0.2.77:5062;transport=udp>\r\n";
    const std::string server = "Server: Example PBX 18.2\r\n";
    const std::string route = "Record-Route: <sip:192.0.2.1;lr>\r\n";
    messages.push_back(invite(names));
    messages.push_back(
        with_body(response(names, "100 Trying", "1 INVITE", false), ""));
    messages.push_back(
        with_body(response(names, "180 Ringing", "1 INVITE", true) + route +
                      contact + server,
                  ""));
    if (call % 4 == 3) {
      messages.push_back(with_body(
          response(names, "486 Busy Here", "1 INVITE", true) + server, ""));
      messages.push_back(with_body(request(names, "ACK", "1", true), ""));
      continue;
    }
    messages.push_back(with_body(
        response(names, "200 OK", "1 INVITE", true) + route + contact + server +
            "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE\r\n",
        sdp(names, "192.0.2.77")));
    messages.push_back(with_body(request(names, "ACK", "1", true), ""));
    messages.push_back(with_body(
        request(names, "BYE", "2", true) +
            "Reason: Q.850;cause=16;text=\"Normal call clearing\"\r\n",
        ""));
    messages.push_back(
        with_body(response(names, "200 OK", "2 BYE", true) + server, ""));
  }
  return messages;
}

}  // namespace siptriage::sip
