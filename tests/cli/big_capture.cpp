#include "cli/big_capture.h"

#include <stdexcept>

#include "tools/build_capture.h"

namespace siptriage::testing {
namespace {

std::string event(const std::string& way, const std::string& start_line,
                  const std::string& call) {
  return "@+0.01 " + way + " udp\n" + start_line +
         "\nVia: SIP/2.0/UDP ${alice};branch=z9hG4bK" + call +
         "\nMax-Forwards: 70\nFrom: <sip:alice@example.com>;tag=a" + call +
         "\nTo: <sip:bob@example.com>;tag=b" + call + "\nCall-ID: " + call +
         "@192.0.2.10\nCSeq: 1 OPTIONS\nContent-Length: auto\n\n";
}

}  // namespace

std::string big_capture(int calls) {
  std::string script =
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.1:5060\n\n";
  for (int i = 0; i < calls; ++i) {
    const std::string call = std::to_string(i);
    script +=
        event("alice -> bob", "OPTIONS sip:bob@example.com SIP/2.0", call);
    script += event("bob -> alice", "SIP/2.0 503 Service Unavailable", call);
  }
  const auto capture = build_capture(script);
  if (!capture) throw std::runtime_error("the script of big_capture is wrong");
  return *capture;
}

}  // namespace siptriage::testing
