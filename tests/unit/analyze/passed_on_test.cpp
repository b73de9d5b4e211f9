// Whom a failure is put down to, where a proxy passed the response on.

#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::passed_on_test {
namespace {

const std::string kHosts =
    "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
    "host alice 192.0.2.10:5060\nhost proxy 192.0.2.1:5060\n"
    "host bob 192.0.2.20:5060\n\n";

// `branches`: of the topmost Via and those below it.
std::string event(const std::string& way, const std::string& start_line,
                  const std::string& branches, const std::string& to_tag) {
  std::string text = "@+0.01 " + way + " udp\n" + start_line + "\n";
  for (const char branch : branches) {
    text += "Via: SIP/2.0/UDP ${alice};branch=z9hG4bK" +
            std::string(1, branch) + "\n";
  }
  return text +
         "Max-Forwards: 70\nFrom: <sip:alice@example.com>;tag=a\n"
         "To: <sip:bob@example.com>" +
         to_tag + "\nCall-ID: one\nCSeq: 1 INVITE\nContent-Length: auto\n\n";
}

const std::string kInvite = "INVITE sip:bob@example.com SIP/2.0";

std::string said_by(const std::string& script) {
  const auto octets = testing::build_capture(kHosts + script);
  EXPECT_TRUE(octets);
  const Result<Analysis> analysis = analyze_memory(*octets);
  EXPECT_TRUE(analysis);
  EXPECT_EQ(analysis->failures.size(), 1U);
  return analysis->failures.at(0).said_by_address;
}

// The failure was put down to the proxy, whose hop came first.
TEST(PassedOn, IsPutDownToTheHopThatTheResponseComesFrom) {
  EXPECT_EQ(said_by(event("alice -> proxy", kInvite, "a", "") +
                    event("proxy -> bob", kInvite, "pa", "") +
                    event("bob -> proxy", "SIP/2.0 486 Busy", "pa", ";tag=b") +
                    event("proxy -> alice", "SIP/2.0 486 Busy", "a", ";tag=b")),
            "192.0.2.20");
}

TEST(PassedOn, IsNotWhatTheProxyAnswersItself) {
  EXPECT_EQ(said_by(event("alice -> proxy", kInvite, "a", "") +
                    event("proxy -> bob", kInvite, "pa", "") +
                    event("bob -> proxy", "SIP/2.0 503 Down", "pa", ";tag=b") +
                    event("proxy -> alice", "SIP/2.0 503 Down", "a", ";tag=p")),
            "192.0.2.1");
}

TEST(PassedOn, IsWhatTheServerSaysWhereNoHopBehindItIsSeen) {
  EXPECT_EQ(said_by(event("alice -> proxy", kInvite, "a", "") +
                    event("proxy -> alice", "SIP/2.0 486 Busy", "a", ";tag=b")),
            "192.0.2.1");
}

}  // namespace
}  // namespace siptriage::passed_on_test
