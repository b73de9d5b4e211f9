// Captures of one scenario, recorded anew: what varies is given, what has to
// stay the same is the script.
#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/check/snapshot.h"

#include "tools/build_capture.h"

namespace siptriage::testing {

/// What is different each time.
struct Circumstances {
  std::string start = "2026-03-02T09:15:00Z";
  std::string alice = "192.0.2.10:5060";
  std::string bob = "192.0.2.20:5060";
  std::string proxy = "192.0.2.1:5060";
  std::string id = "a84b4c76e66710";  // in Call-IDs, tags, branches, nonces
  std::string number = "313";         // of CSeq, SDP session, ports
};

inline std::string recorded(const std::string& script,
                            const Circumstances& now = {}) {
  const auto octets = build_capture(
      "capture pcap\nlink ethernet\nstart " + now.start + "\nhost alice " +
      now.alice + "\nhost bob " + now.bob + "\nhost proxy " + now.proxy +
      "\nset id " + now.id + "\nset number " + now.number + "\n\n" + script);
  EXPECT_TRUE(octets) << octets.error().line << ": " << octets.error().message;
  return octets ? *octets : "";
}

inline Snapshot snapshot_of(const std::string& script,
                            const Circumstances& now = {}, unsigned threads = 1,
                            const Limits& limits = {}) {
  const std::string octets = recorded(script, now);
  Workers workers(threads);
  AnalyzeOptions options;
  options.limits = limits;
  const Result<Triage> done = triage_memory(octets, workers, options);
  EXPECT_TRUE(done);
  return done ? make_snapshot(*done, workers) : Snapshot();
}

inline std::string text_of(const Snapshot& snapshot) {
  StringSink sink;
  EXPECT_TRUE(write_snapshot(snapshot, "siptriage test", sink));
  return std::move(sink).take();
}

/// A call that is challenged, answered and ended; `more` is put into INVITEs.
inline std::string answered_call(const std::string& more = "") {
  return "@0 alice -> bob udp\nINVITE sip:bob@example.com\n"
         "Via: SIP/2.0/UDP ${alice};branch=z9hG4bK${id}1\n"
         "From: <sip:alice@example.com>;tag=${id}\nCall-ID: ${id}@host\n"
         "CSeq: ${number} INVITE\nUser-Agent: Phone/1\n" +
         more +
         "\nv=0\no=alice ${number} ${number}1 IN IP4 ${alice.ip}\ns=-\n"
         "c=IN IP4 ${alice.ip}\nt=0 0\nm=audio 4${number} RTP/AVP 0 8\n"
         "a=ice-ufrag:${id}\na=ice-pwd:p${id}\n\n"
         "@+0.01 bob -> alice udp\n100 Trying\n\n"
         "@+0.2 bob -> alice udp\n180 Ringing\n\n"
         "@+2 bob -> alice udp\n200 OK\n\nsdp 0\n\n"
         "@+0.01 alice -> bob udp\nACK\nCall-ID: ${id}@host\n\n"
         "@+5 alice -> bob udp\nBYE\nCall-ID: ${id}@host\n"
         "From: <sip:alice@example.com>;tag=${id}\nCSeq: ${number}9 BYE\n\n"
         "@+0.01 bob -> alice udp\n200 OK\n\n";
}

/// A call that is answered with `code_and_phrase`, which is a failure.
inline std::string failed_call(const std::string& code_and_phrase) {
  return "@+1 alice -> bob udp\nINVITE sip:bob@example.com\n"
         "Call-ID: ${id}f@host\nUser-Agent: Phone/1\n\nsdp 0 8\n\n"
         "@+0.01 bob -> alice udp\n100 Trying\n\n"
         "@+0.2 bob -> alice udp\n" +
         code_and_phrase + "\n\n@+0.01 alice -> bob udp\nACK\n\n";
}

/// A registration that meets a challenge.
inline std::string registration() {
  return "@+1 alice -> proxy udp\nREGISTER sip:example.com\n"
         "Call-ID: ${id}r@host\n\n"
         "@+0.01 proxy -> alice udp\n401 Unauthorized\n"
         "WWW-Authenticate: Digest realm=\"r\", nonce=\"${id}\"\n\n"
         "@+0.01 alice -> proxy udp\nREGISTER sip:example.com\n"
         "Call-ID: ${id}r@host\n"
         "Authorization: Digest username=\"a\", realm=\"r\", nonce=\"${id}\", "
         "uri=\"sip:example.com\", "
         "response=\"00000000000000000000000000000000\""
         "\n\n@+0.01 proxy -> alice udp\n200 OK\n\n";
}

}  // namespace siptriage::testing
