// A call whose every text tries to trick who reads it.
#pragma once

#include <string>
#include <string_view>

#include "unit/report/analysis_builder.h"

namespace siptriage::testing {

inline constexpr std::string_view kHostile =
    "\x1b[31m\x1b]0;pwned\x07\xE2\x80\xAE"
    "cba\xC2\x9B"
    "2J\xFF\xC0\x9B\x7F";

// A PASSporT whose claims hold control characters too, escaped as JSON does.
inline constexpr std::string_view kHostileToken =
    "eyJhbGciOiJcdTAwMWJbMzFtXHUyMDJFY2JhXHUwMDAwIiwidHlwIjoicGFzc3Bv"
    "cnQifQ.eyJhdHRlc3QiOiJcdTAwMWJbMzFtXHUyMDJFY2JhXHUwMDAwIiwiZGVzd"
    "CI6eyJ1cmkiOlsiXHUwMDFiWzMxbVx1MjAyRWNiYVx1MDAwMCJdfSwiaWF0IjotM"
    "Swib3JpZyI6eyJ0biI6Ilx1MDAxYlszMW1cdTIwMkVjYmFcdTAwMDAifSwiXHUwM"
    "DFiWzMxbVx1MjAyRWNiYVx1MDAwMCI6MX0.c2ln";

inline Triage hostile_analysis() {
  using namespace std::string_literals;
  const std::string bad(kHostile);
  const std::string common =
      "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK"s + bad + "\n" +
      "From: \"" + bad + "\" <sip:" + bad + "@example.com>;tag=a\n" +
      "Call-ID: " + bad + "\0x@192.0.2.10\n"s + "CSeq: 1 INVITE\n";
  AnalysisBuilder builder;
  builder.coverage().files[0].path = "/tmp/" + bad + ".pcap";
  builder.coverage().files[0].comments.push_back(bad);
  builder.coverage().files[0].damage = "cut after " + bad;
  builder.coverage().encrypted_flow_count = 1;
  builder.coverage().encrypted_flows.push_back(
      {"TLS", "192.0.2.10:40000", "192.0.2.1:5061", bad, 3});
  builder.add(Way::Out, 0,
              "INVITE sip:bob@example.com SIP/2.0\n" + common +
                  "To: <sip:bob@example.com>\nUser-Agent: " + bad +
                  "\nIdentity: " + std::string(kHostileToken) + ";info=<" +
                  bad + ">;alg=" + bad +
                  "\nMax-Forwards: 70\nContent-Length: 0\n");
  builder.add(Way::Back, 40,
              "SIP/2.0 503 " + bad + "\n" + common +
                  "To: <sip:bob@example.com>;tag=" + bad + "\nServer: " + bad +
                  "\nRetry-After: " + bad + "\nReason: " + bad +
                  ";cause=1;text=\"" + bad + "\"\nReason: Q.850;cause=34" +
                  ";text=\"" + bad + "\"\nContent-Length: 0\n");
  // A code that no table knows, whose phrase becomes a title.
  builder.add(Way::Out, 1000, request("OPTIONS", 7));
  builder.add(Way::Back, 1010, response("499 " + bad, "OPTIONS", 7));
  return builder.finish();
}

}  // namespace siptriage::testing
