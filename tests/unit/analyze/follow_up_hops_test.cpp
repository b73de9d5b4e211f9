// The closed loop where proxies pass requests on: one fault, told at the hop
// of who is to blame.

#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage {
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

}  // namespace
}  // namespace siptriage
