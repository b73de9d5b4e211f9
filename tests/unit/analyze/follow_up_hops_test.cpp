// The closed loop where proxies pass requests on: one fault, told at the hop
// of who is to blame.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::follow_up_hops_test {
namespace {

const std::string kHosts =
    "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
    "host alice 192.0.2.10:5060\nhost proxy 192.0.2.1:5060\n"
    "host bob 192.0.2.20:5060\n\n";

// A REGISTER through a proxy, refused by the registrar.
std::string refused_register(const std::string& expires) {
  return "@+0.1 alice -> proxy udp\nREGISTER sip:example.com\nExpires: " +
         expires +
         "\n\n@+0.01 proxy -> bob udp\nREGISTER sip:example.com forwarded\n\n"
         "@+0.01 bob -> proxy udp\n423 Interval Too Brief\n"
         "Min-Expires: 600\n\n@+0.01 proxy -> alice udp\n"
         "423 Interval Too Brief\nMin-Expires: 600\n\n";
}

TEST(FollowUpHops, TellWhatAProxyPassedOnOnce) {
  const auto octets = testing::build_capture(kHosts + refused_register("30") +
                                             refused_register("90"));
  ASSERT_TRUE(octets);
  const Result<Analysis> analysis = analyze_memory(*octets);
  ASSERT_TRUE(analysis);
  std::string findings;
  for (const Finding& finding : analysis->findings) {
    findings += std::string(finding.rule->id) + " ";
  }
  EXPECT_EQ(findings, "423-retry-below-min-expires ");
  int ignored = 0;
  for (const Annotation& annotation : analysis->annotations) {
    ASSERT_TRUE(annotation.follow_up);
    if (annotation.follow_up->verdict == FollowUpVerdict::Ignored) ++ignored;
  }
  EXPECT_EQ(ignored, 2) << "the verdict stands at each hop";
}

// A mirror between them that lost sight of alice: there her next re-INVITE
// comes from the proxy alone.
TEST(FollowUpHops, TellOfADialogWhateverPointItIsSeenAt) {
  const std::string kDialog =
      "From: <sip:alice@example.com>;tag=a1\n"
      "To: <sip:bob@example.com>;tag=b1\nCall-ID: one\n";
  const auto octets = testing::build_capture(
      kHosts +
      "@0 alice -> proxy udp\nINVITE sip:bob@example.com\n"
      "From: <sip:alice@example.com>;tag=a1\nCall-ID: one\n\nsdp 0\n\n"
      "@+0.1 proxy -> alice udp\n200 OK\n"
      "To: <sip:bob@example.com>;tag=b1\n\nsdp 0\n\n"
      "@+0.1 alice -> proxy udp\nACK\n\n"
      "@+5 alice -> proxy udp\nINVITE sip:bob@192.0.2.20:5060\n" +
      kDialog +
      "CSeq: 2 INVITE\n\nsdp 9\n\n"
      "@+0.1 proxy -> alice udp\n488 Not Acceptable Here\n\n"
      "@+0.1 alice -> proxy udp\nACK\n\n"
      "@+1 proxy -> bob udp\nINVITE sip:bob@192.0.2.20:5060\n" +
      kDialog +
      "CSeq: 3 INVITE\n\nsdp 0\n\n"
      "@+0.1 bob -> proxy udp\n200 OK\n\nsdp 0\n\n");
  ASSERT_TRUE(octets) << octets.error().message;
  const Result<Analysis> analysis = analyze_memory(*octets);
  ASSERT_TRUE(analysis);
  for (const Annotation& annotation : analysis->annotations) {
    if (!annotation.follow_up) continue;
    EXPECT_NE(annotation.follow_up->verdict, FollowUpVerdict::NotSeen)
        << annotation.follow_up->detail;
  }
  EXPECT_TRUE(std::ranges::any_of(
      analysis->annotations,
      [](const Annotation& each) { return each.follow_up.has_value(); }));
}

}  // namespace
}  // namespace siptriage::follow_up_hops_test
